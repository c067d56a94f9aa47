package dev.quayside.notifications.delivery;

import dev.quayside.notifications.content.Channel;
import dev.quayside.notifications.content.Texts;
import dev.quayside.notifications.recipient.Preferences;
import dev.quayside.notifications.recipient.Recipients;
import dev.quayside.shared.contracts.NotificationEvents.NotificationDelivered;
import dev.quayside.shared.contracts.NotificationEvents.NotificationFailed;
import dev.quayside.shared.events.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Books what is to be delivered, every attempt before it is made, and what became of it. */
public final class DeliveryBooks {

    /** How long an attempt is left alone: longer than a carrier may take. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private final Outbox outbox;
    private final Clock clock;

    public DeliveryBooks(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Books the ways by which a notification goes besides the app.
     *
     * @return whether one of them is to be tried at all
     */
    public boolean open(Handle transaction, UUID notificationId, List<Step> plan, Texts texts) {
        if (plan.isEmpty()) {
            return false;
        }
        DeliveryStore.insert(transaction, notificationId, plan, texts, clock.instant());
        return plan.stream().anyMatch(step -> step.status() == DeliveryStatus.PENDING);
    }

    /** Takes up what has been due for longest and journals the attempt; nobody else takes it up while it is made. */
    Optional<Attempt> takeUpNext(Handle handle) {
        Instant now = clock.instant();
        return DeliveryStore.takeUpNext(handle, now, now.plus(LEASE));
    }

    /** Books what became of an attempt. If another one was begun meanwhile, that one decides. */
    void settle(Handle transaction, Attempt attempt, Receipt receipt) {
        Instant now = clock.instant();
        DeliveryStore.endAttempt(transaction, attempt, receipt, now);
        switch (receipt.outcome()) {
            case DELIVERED -> delivered(transaction, attempt, receipt, now);
            case REFUSED -> failed(transaction, attempt, receipt.detail(), now);
            case BUSY, UNANSWERED -> {
                Optional<Instant> next = BackOff.next(attempt.number(), now);
                if (next.isPresent()) {
                    DeliveryStore.postpone(transaction, attempt, release(transaction, attempt, next.get()));
                } else {
                    failed(transaction, attempt, receipt.detail(), now);
                }
            }
        }
    }

    private void delivered(Handle transaction, Attempt attempt, Receipt receipt, Instant now) {
        // A late yes counts whatever was begun meanwhile: the customer has it.
        if (DeliveryStore.deliver(transaction, attempt, receipt.providerId(), now)) {
            DeliveryStore.skipWaiting(transaction, attempt, now);
            outbox.append(
                    transaction,
                    new NotificationDelivered(
                            attempt.customerId(),
                            attempt.notificationId(),
                            attempt.channel().name()));
        }
    }

    private void failed(Handle transaction, Attempt attempt, String reason, Instant now) {
        if (!DeliveryStore.fail(transaction, attempt, reason, now)) {
            return;
        }
        DeliveryStore.beginNext(transaction, attempt, release(transaction, attempt, now), now);
        Channel channel = attempt.channel();
        outbox.append(
                transaction,
                new NotificationFailed(attempt.customerId(), attempt.notificationId(), channel.name(), reason));
    }

    /** Quiet hours hold for every attempt, as they are chosen now. */
    private static Instant release(Handle transaction, Attempt attempt, Instant at) {
        Preferences preferences =
                Recipients.find(transaction, attempt.customerId()).preferences();
        return preferences.release(at);
    }
}
