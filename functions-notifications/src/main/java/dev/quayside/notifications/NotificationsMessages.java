package dev.quayside.notifications;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.ServiceBusTopicTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.quayside.notifications.recipient.Recipients;
import dev.quayside.shared.events.EventConsumer;
import dev.quayside.shared.kernel.Lazy;

/** What happens without anybody asking: events of other apps, and the timer of deliveries. */
public final class NotificationsMessages {

    private final Lazy<NotificationsApp> app;

    public NotificationsMessages(Lazy<NotificationsApp> app) {
        this.app = app;
    }

    /** Orders that got somewhere. */
    @FunctionName("NotificationsOnOrderEvent")
    public void onOrderEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "order-events",
                            subscriptionName = "notifications",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        EventConsumer consumer = app.get().orderEvents;
        consumer.consumeInSteps(message, context, event -> app.get().news.ofOrder(consumer.inboxEntry(event), event));
    }

    /** Money that went back, or did not. */
    @FunctionName("NotificationsOnPaymentEvent")
    public void onPaymentEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "payment-events",
                            subscriptionName = "notifications",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        EventConsumer consumer = app.get().paymentEvents;
        consumer.consumeInSteps(message, context, event -> app.get().news.ofPayment(consumer.inboxEntry(event), event));
    }

    /** What other apps want customers told. */
    @FunctionName("NotificationsOnNotificationEvent")
    public void onNotificationEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "notification-events",
                            subscriptionName = "notifications",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        EventConsumer consumer = app.get().notificationEvents;
        consumer.consumeInSteps(message, context, event -> app.get().news.ofRequest(consumer.inboxEntry(event), event));
    }

    /** Exports and erasures of a customer's data, and what the customer is told of them. */
    @FunctionName("NotificationsOnGdprEvent")
    public void onGdprEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "gdpr-events",
                            subscriptionName = "notifications",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        EventConsumer consumer = app.get().gdprEvents;
        consumer.consumeInSteps(message, context, event -> {
            app.get().news.ofPersonalData(consumer.inboxEntry(event), event);
            app.get().gdprParticipant.handle(event);
        });
    }

    /** How customers are reached. */
    @FunctionName("NotificationsOnCustomerEvent")
    public void onCustomerEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "customer-events",
                            subscriptionName = "notifications",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        app.get().customerEvents.consume(message, context, Recipients::hear);
    }

    /** Tries again what was not taken, and what quiet hours or a crash held back. */
    @FunctionName("NotificationsDelivery")
    public void deliver(
            @TimerTrigger(name = "timer", schedule = "*/10 * * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().deliverer::run);
    }
}
