package dev.quayside.payments;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.ServiceBusTopicTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.quayside.shared.kernel.Lazy;

/** What happens without anybody asking: events of orders, and the resolver's timer. */
public final class PaymentsMessages {

    private final Lazy<PaymentsApp> app;

    public PaymentsMessages(Lazy<PaymentsApp> app) {
        this.app = app;
    }

    @FunctionName("PaymentsOrderEvents")
    public void orderEvents(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "order-events",
                            subscriptionName = "payments",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        app.get().orderEvents.consumeInSteps(message, context, app.get().orderEventsHandler::handle);
    }

    /** Exports and erasures of a customer's data. */
    @FunctionName("PaymentsOnGdprEvent")
    public void onGdprEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "gdpr-events",
                            subscriptionName = "payments",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        app.get().gdprEvents.consumeInSteps(message, context, app.get().gdprParticipant::handle);
    }

    @FunctionName("PaymentResolver")
    public void resolve(
            @TimerTrigger(name = "timer", schedule = "40 * * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().resolver::run);
    }
}
