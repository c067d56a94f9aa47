package dev.quayside.orders.erasure;

import dev.quayside.shared.gdpr.GdprParticipant.ErasureRule;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Somebody waits for these: an order has to come to its end before its address goes. */
public final class OrdersUnderWay implements ErasureRule {

    @Override
    public Optional<String> waitsFor(Handle transaction, UUID customerId) {
        List<String> underWay = UnderWayStore.countByStatus(transaction, customerId);
        return underWay.isEmpty() ? Optional.empty() : Optional.of("orders under way: " + String.join(", ", underWay));
    }
}
