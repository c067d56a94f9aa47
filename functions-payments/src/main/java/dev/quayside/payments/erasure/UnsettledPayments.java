package dev.quayside.payments.erasure;

import dev.quayside.shared.gdpr.GdprParticipant.ErasureRule;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Money that is on its way has to arrive before anybody is forgotten: the resolver needs the token until then. */
public final class UnsettledPayments implements ErasureRule {

    @Override
    public Optional<String> waitsFor(Handle transaction, UUID customerId) {
        long payments = UnsettledStore.payments(transaction, customerId);
        long refunds = UnsettledStore.refunds(transaction, customerId);
        return payments + refunds == 0
                ? Optional.empty()
                : Optional.of("unsettled payments: " + payments + ", refunds: " + refunds);
    }
}
