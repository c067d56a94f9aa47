package dev.quayside.orders;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.quayside.shared.kernel.Lazy;

/** What the orders app does by the clock, besides the outbox sweep. */
public final class OrdersTimers {

    private final Lazy<OrdersApp> app;

    public OrdersTimers(Lazy<OrdersApp> app) {
        this.app = app;
    }

    /** Asks again for steps that nobody did, rejects what is overdue, calls off shipments that nobody wants. */
    @FunctionName("OrdersDeadlines")
    public void deadlines(
            @TimerTrigger(name = "timer", schedule = "45 * * * * *") String timer, ExecutionContext context) {
        OrdersApp orders = app.get();
        orders.timers.run(context, () -> orders.deadlines.run() + orders.shipmentStep.cancelDue());
    }
}
