package dev.quayside.notifications.delivery;

import dev.quayside.notifications.content.Kind;
import dev.quayside.notifications.recipient.Forgetting;
import dev.quayside.shared.gdpr.GdprParticipant.ErasureRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The confirmation that somebody asked to be forgotten has to be on its way before their address is. */
public final class ConfirmationFirst implements ErasureRule {

    /** Longer than quiet hours and all attempts together; the law does not wait for a provider. */
    private static final Duration PATIENCE = Duration.ofHours(24);

    private final Clock clock;

    public ConfirmationFirst(Clock clock) {
        this.clock = clock;
    }

    /** Also keeps writers out until the transaction has noted that the customer is forgotten. */
    @Override
    public Optional<String> waitsFor(Handle transaction, UUID customerId) {
        Forgetting.begin(transaction, customerId);
        Instant since = clock.instant().minus(PATIENCE);
        return DeliveryStore.isPending(transaction, customerId, Kind.ERASURE_REQUESTED, since)
                ? Optional.of("the confirmation of the request is still to be sent")
                : Optional.empty();
    }
}
