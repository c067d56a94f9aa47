package dev.quayside.orders;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.ServiceBusQueueTrigger;
import com.microsoft.azure.functions.annotation.ServiceBusTopicTrigger;
import dev.quayside.orders.pricing.ProductPrices;
import dev.quayside.shared.contracts.CatalogEvents;
import dev.quayside.shared.contracts.OrderEvents;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.EventConsumer;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.events.Patience;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.telemetry.Invocation;
import dev.quayside.shared.telemetry.Log;
import dev.quayside.shared.telemetry.Traceparent;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** What the orders app hears over Service Bus. */
public final class OrdersMessages {

    private final Lazy<OrdersApp> app;

    public OrdersMessages(Lazy<OrdersApp> app) {
        this.app = app;
    }

    /** Prices, and what became of reservations. */
    @FunctionName("OrdersOnCatalogEvent")
    public void onCatalogEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "catalog-events",
                            subscriptionName = "orders",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        app.get().catalogEvents.consumeInSteps(message, context, this::handleCatalogEvent);
    }

    private void handleCatalogEvent(CloudEvent event) {
        EventConsumer consumer = app.get().catalogEvents;
        if (!app.get().sagaEvents.stock(consumer.inboxEntry(event), event)) {
            consumer.once(event, OrdersMessages::handleProductEvent);
        }
    }

    private static void handleProductEvent(Handle transaction, CloudEvent event) {
        if (!ProductPrices.apply(transaction, event) && !isAboutStockOfProducts(event)) {
            throw unknown(event);
        }
    }

    private static boolean isAboutStockOfProducts(CloudEvent event) {
        return event.type().equals(CatalogEvents.StockAdjusted.TYPE)
                || event.type().equals(CatalogEvents.StockLow.TYPE);
    }

    /** What became of payments. */
    @FunctionName("OrdersOnPaymentEvent")
    public void onPaymentEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "payment-events",
                            subscriptionName = "orders",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        EventConsumer consumer = app.get().paymentEvents;
        consumer.consumeInSteps(
                message, context, event -> app.get().sagaEvents.payment(consumer.inboxEntry(event), event));
    }

    /** Our own events: the shipment step. */
    @FunctionName("OrdersOnOrderEvent")
    public void onOrderEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "order-events",
                            subscriptionName = "orders",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        app.get().orderEvents.consumeInSteps(message, context, this::handleOrderEvent);
    }

    private void handleOrderEvent(CloudEvent event) {
        switch (event.type()) {
            case OrderEvents.OrderPaid.TYPE ->
                step(
                        event,
                        event.data(OrderEvents.OrderPaid.class).orderId(),
                        order -> app.get()
                                .shipmentStep
                                .paid(app.get().orderEvents.inboxEntry(event), order));
            case OrderEvents.OrderRejected.TYPE ->
                step(event, event.data(OrderEvents.OrderRejected.class).orderId(), app.get().shipmentStep::cancel);
            case OrderEvents.OrderCancelled.TYPE ->
                step(event, event.data(OrderEvents.OrderCancelled.class).orderId(), app.get().shipmentStep::cancel);
            case OrderEvents.OrderPlaced.TYPE,
                    OrderEvents.OrderPaymentDue.TYPE,
                    OrderEvents.OrderConfirmed.TYPE,
                    OrderEvents.OrderShipped.TYPE,
                    OrderEvents.OrderDelivered.TYPE -> {
                // other apps' steps
            }
            default -> throw unknown(event);
        }
    }

    private static void step(CloudEvent event, UUID orderId, Consumer<UUID> step) {
        if (orderId == null) {
            throw new MalformedEventException("the data of " + event.type() + " lacks the order's id", null);
        }
        step.accept(orderId);
    }

    /** Exports and erasures of a customer's data. */
    @FunctionName("OrdersOnGdprEvent")
    public void onGdprEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "gdpr-events",
                            subscriptionName = "orders",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        app.get().gdprEvents.consumeInSteps(message, context, app.get().forgetCustomer::handle);
    }

    private static MalformedEventException unknown(CloudEvent event) {
        return new MalformedEventException("unknown type " + event.type(), null);
    }

    /**
     * Orders of outside producers; the message id is the idempotency key. A body could shadow the id by a property of
     * that name, but such a body is refused, since unknown fields are.
     */
    @FunctionName("OrdersIntake")
    public void onQueuedOrder(
            @ServiceBusQueueTrigger(name = "message", queueName = "orders-queue", connection = "ServiceBus")
                    String message,
            @BindingName("MessageId") String messageId,
            ExecutionContext context) {
        try (var scope = Invocation.open(OrdersApp.NAME, Invocation.Trigger.MESSAGE, Traceparent.start(), context)) {
            try {
                Patience.run(() -> app.get().placeOrder.intake(message, messageId));
            } catch (MalformedEventException e) {
                Log.warn("order from the queue is refused", "messageId", messageId, "reason", e.getMessage());
                throw e;
            }
        }
    }
}
