package dev.quayside.audit;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.Cardinality;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.ServiceBusTopicTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.quayside.shared.events.Topic;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.telemetry.Invocation;
import dev.quayside.shared.telemetry.Traceparent;
import java.util.List;

/**
 * What happens without anybody asking: everything that is told on any topic is recorded, and months to come are made
 * ready. Messages come in batches, since none is refused and so none can spoil its neighbours.
 */
public final class AuditMessages {

    private final Lazy<AuditApp> app;

    public AuditMessages(Lazy<AuditApp> app) {
        this.app = app;
    }

    @FunctionName("AuditOrderEvents")
    public void orderEvents(
            @ServiceBusTopicTrigger(
                            name = "messages",
                            topicName = "order-events",
                            subscriptionName = "audit",
                            connection = "ServiceBus",
                            dataType = "string",
                            cardinality = Cardinality.MANY)
                    List<String> messages,
            ExecutionContext context) {
        record(Topic.ORDER_EVENTS, messages, context);
    }

    @FunctionName("AuditCatalogEvents")
    public void catalogEvents(
            @ServiceBusTopicTrigger(
                            name = "messages",
                            topicName = "catalog-events",
                            subscriptionName = "audit",
                            connection = "ServiceBus",
                            dataType = "string",
                            cardinality = Cardinality.MANY)
                    List<String> messages,
            ExecutionContext context) {
        record(Topic.CATALOG_EVENTS, messages, context);
    }

    @FunctionName("AuditPaymentEvents")
    public void paymentEvents(
            @ServiceBusTopicTrigger(
                            name = "messages",
                            topicName = "payment-events",
                            subscriptionName = "audit",
                            connection = "ServiceBus",
                            dataType = "string",
                            cardinality = Cardinality.MANY)
                    List<String> messages,
            ExecutionContext context) {
        record(Topic.PAYMENT_EVENTS, messages, context);
    }

    @FunctionName("AuditCustomerEvents")
    public void customerEvents(
            @ServiceBusTopicTrigger(
                            name = "messages",
                            topicName = "customer-events",
                            subscriptionName = "audit",
                            connection = "ServiceBus",
                            dataType = "string",
                            cardinality = Cardinality.MANY)
                    List<String> messages,
            ExecutionContext context) {
        record(Topic.CUSTOMER_EVENTS, messages, context);
    }

    @FunctionName("AuditNotificationEvents")
    public void notificationEvents(
            @ServiceBusTopicTrigger(
                            name = "messages",
                            topicName = "notification-events",
                            subscriptionName = "audit",
                            connection = "ServiceBus",
                            dataType = "string",
                            cardinality = Cardinality.MANY)
                    List<String> messages,
            ExecutionContext context) {
        record(Topic.NOTIFICATION_EVENTS, messages, context);
    }

    @FunctionName("AuditAuditEvents")
    public void auditEvents(
            @ServiceBusTopicTrigger(
                            name = "messages",
                            topicName = "audit-events",
                            subscriptionName = "audit",
                            connection = "ServiceBus",
                            dataType = "string",
                            cardinality = Cardinality.MANY)
                    List<String> messages,
            ExecutionContext context) {
        record(Topic.AUDIT_EVENTS, messages, context);
    }

    @FunctionName("AuditGdprEvents")
    public void gdprEvents(
            @ServiceBusTopicTrigger(
                            name = "messages",
                            topicName = "gdpr-events",
                            subscriptionName = "audit",
                            connection = "ServiceBus",
                            dataType = "string",
                            cardinality = Cardinality.MANY)
                    List<String> messages,
            ExecutionContext context) {
        record(Topic.GDPR_EVENTS, messages, context);
    }

    /** The audit's own part in exports and erasures; that these were asked for is recorded above. */
    @FunctionName("AuditGdprPart")
    public void gdprPart(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "gdpr-events",
                            subscriptionName = "audit-part",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        app.get().gdprEvents.consumeInSteps(message, context, app.get().gdprParticipant::handle);
    }

    /** Hourly, though an anchor is daily: what could not be written then is written now. */
    @FunctionName("AuditAnchor")
    public void anchor(
            @TimerTrigger(name = "timer", schedule = "0 10 * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().anchorChains::run);
    }

    @FunctionName("AuditPartitions")
    public void partitions(
            @TimerTrigger(name = "timer", schedule = "0 20 * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().partitionKeeper::run);
    }

    private void record(Topic topic, List<String> messages, ExecutionContext context) {
        try (var scope = Invocation.open(AuditApp.NAME, Invocation.Trigger.MESSAGE, Traceparent.start(), context)) {
            app.get().recordEvents.record(topic, messages);
        }
    }
}
