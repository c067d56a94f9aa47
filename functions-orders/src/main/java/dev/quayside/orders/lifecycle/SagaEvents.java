package dev.quayside.orders.lifecycle;

import dev.quayside.shared.contracts.CatalogEvents;
import dev.quayside.shared.contracts.PaymentEvents;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.Inbox;
import dev.quayside.shared.events.MalformedEventException;
import java.util.UUID;

/** What stock and payment events mean for orders. */
public final class SagaEvents {

    private static final Change CATALOG = Change.by("system:catalog");
    private static final String PAYMENTS = "system:payments";

    private final OrderChanges changes;

    public SagaEvents(OrderChanges changes) {
        this.changes = changes;
    }

    /** @return false if the event is none about the stock of an order */
    public boolean stock(Inbox.Entry message, CloudEvent event) {
        switch (event.type()) {
            case CatalogEvents.StockReserved.TYPE -> {
                UUID order = required(
                        event, event.data(CatalogEvents.StockReserved.class).orderId());
                changes.hear(message, order, Signal.STOCK_RESERVED, CATALOG);
            }
            case CatalogEvents.StockRejected.TYPE -> {
                UUID order = required(
                        event, event.data(CatalogEvents.StockRejected.class).orderId());
                changes.hear(message, order, Signal.STOCK_REJECTED, CATALOG);
            }
            case CatalogEvents.StockReleased.TYPE -> released(message, event);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void released(Inbox.Entry message, CloudEvent event) {
        CatalogEvents.StockReleased released = event.data(CatalogEvents.StockReleased.class);
        UUID order = required(event, released.orderId());
        // Other reasons answer what we told ourselves.
        if ("expired".equals(released.reason())) {
            changes.hear(message, order, Signal.RESERVATION_EXPIRED, CATALOG);
        }
    }

    /** @throws MalformedEventException if the type is not known */
    public void payment(Inbox.Entry message, CloudEvent event) {
        switch (event.type()) {
            case PaymentEvents.PaymentCaptured.TYPE -> {
                PaymentEvents.PaymentCaptured captured = event.data(PaymentEvents.PaymentCaptured.class);
                UUID order = required(event, captured.orderId());
                UUID payment = required(event, captured.paymentId());
                changes.hear(message, order, Signal.PAYMENT_CAPTURED, Change.paid(PAYMENTS, payment));
            }
            case PaymentEvents.PaymentDeclined.TYPE -> {
                UUID order = required(
                        event, event.data(PaymentEvents.PaymentDeclined.class).orderId());
                changes.hear(message, order, Signal.PAYMENT_DECLINED, Change.by(PAYMENTS));
            }
            case PaymentEvents.PaymentRefunded.TYPE,
                    PaymentEvents.PaymentRefundFailed.TYPE,
                    PaymentEvents.PaymentUnknown.TYPE -> {
                // The order waits for the outcome, or is over: nothing to decide here.
            }
            default -> throw new MalformedEventException("unknown type " + event.type(), null);
        }
    }

    private static UUID required(CloudEvent event, UUID id) {
        if (id == null) {
            throw new MalformedEventException("the data of " + event.type() + " lacks an id", null);
        }
        return id;
    }
}
