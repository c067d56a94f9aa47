package dev.quayside.payments.processing;

import dev.quayside.payments.ledger.PaymentBooks;
import dev.quayside.payments.ledger.Refund;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.OrderEvents.OrderConfirmed;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.contracts.OrderEvents.OrderPaid;
import dev.quayside.shared.contracts.OrderEvents.OrderPaymentDue;
import dev.quayside.shared.contracts.OrderEvents.OrderPlaced;
import dev.quayside.shared.contracts.OrderEvents.OrderRejected;
import dev.quayside.shared.contracts.OrderEvents.OrderShipped;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.Inbox;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.telemetry.Log;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What orders mean for payments. Each event is one step that decides and journals, then calls to the gateway that may
 * fail or never happen: from the commit on, the resolver answers for them.
 */
public final class OrderEventsHandler {

    /** The name of this consumer in the inbox. */
    public static final String CONSUMER = "order-events";

    private final Database database;
    private final PaymentBooks books;
    private final Charger charger;
    private final Refunder refunder;

    public OrderEventsHandler(Database database, PaymentBooks books, Charger charger, Refunder refunder) {
        this.database = database;
        this.books = books;
        this.charger = charger;
        this.refunder = refunder;
    }

    /** @throws MalformedEventException if the event's type is not known or its data does not fit */
    public void handle(CloudEvent event) {
        switch (event.type()) {
            case OrderPaymentDue.TYPE -> pay(event, event.data(OrderPaymentDue.class));
            case OrderRejected.TYPE -> {
                OrderRejected rejected = event.data(OrderRejected.class);
                close(event, rejected.orderId(), rejected.customerId());
            }
            case OrderCancelled.TYPE -> {
                OrderCancelled cancelled = event.data(OrderCancelled.class);
                close(event, cancelled.orderId(), cancelled.customerId());
            }
            case OrderPlaced.TYPE, OrderPaid.TYPE, OrderConfirmed.TYPE, OrderShipped.TYPE, OrderDelivered.TYPE ->
                Log.info("event does not concern payments", "type", event.type());
            default -> throw new MalformedEventException("unknown type " + event.type(), null);
        }
    }

    private void pay(CloudEvent event, OrderPaymentDue due) {
        boolean complete = due.orderId() != null
                && due.customerId() != null
                && due.amount() != null
                && due.paymentMethod() != null
                && !due.paymentMethod().isBlank();
        if (!complete) {
            throw new MalformedEventException("a payment needs order, customer, amount and payment method", null);
        }
        database.withHandle(handle -> books.openForNewOrder(handle, due, heard(event)))
                .or(() -> database.inTransaction(transaction -> Inbox.firstTime(transaction, heard(event))
                        ? books.openForOrder(transaction, due)
                        : Optional.empty()))
                .ifPresent(charger::charge);
    }

    private void close(CloudEvent event, UUID orderId, UUID customerId) {
        if (orderId == null || customerId == null) {
            throw new MalformedEventException("a closed order needs its id and its customer", null);
        }
        List<Refund> toRefund = database.inTransaction(transaction -> Inbox.firstTime(transaction, heard(event))
                ? books.closeOrder(transaction, orderId, customerId)
                : List.of());
        toRefund.forEach(refunder::send);
    }

    private static Inbox.Entry heard(CloudEvent event) {
        return new Inbox.Entry(CONSUMER, event.id());
    }
}
