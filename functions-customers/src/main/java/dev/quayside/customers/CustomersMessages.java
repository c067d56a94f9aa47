package dev.quayside.customers;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.ServiceBusTopicTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.quayside.shared.kernel.Lazy;

/** What happens without anybody asking: events, and the timers of segments and exports. */
public final class CustomersMessages {

    private final Lazy<CustomersApp> app;

    public CustomersMessages(Lazy<CustomersApp> app) {
        this.app = app;
    }

    @FunctionName("CustomersOnOrderEvent")
    public void onOrderEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "order-events",
                            subscriptionName = "customers",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        app.get().orderEvents.consumeInSteps(message, context, app.get().orderProjection::handle);
    }

    @FunctionName("CustomersOnGdprEvent")
    public void onGdprEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "gdpr-events",
                            subscriptionName = "customers",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        app.get().gdprEvents.consumeInSteps(message, context, app.get().gdprMessages::handle);
    }

    @FunctionName("CustomerExports")
    public void tendExports(
            @TimerTrigger(name = "timer", schedule = "45 * * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().tendExports::run);
    }

    /** Runs once a day, by UTC; the other calls go on with a run that was cut short. */
    @FunctionName("CustomerSegments")
    public void recomputeSegments(
            @TimerTrigger(name = "timer", schedule = "30 */10 * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().recomputeSegments::run);
    }
}
