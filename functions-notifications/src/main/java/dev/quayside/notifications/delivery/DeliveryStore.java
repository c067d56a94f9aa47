package dev.quayside.notifications.delivery;

import dev.quayside.notifications.content.Channel;
import dev.quayside.notifications.content.Kind;
import dev.quayside.notifications.content.Texts;
import dev.quayside.shared.kernel.Ids;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;

/** SQL for deliveries and their attempts. */
final class DeliveryStore {

    private DeliveryStore() {}

    static void insert(Handle transaction, UUID notificationId, List<Step> plan, Texts texts, Instant now) {
        PreparedBatch batch = transaction.prepareBatch("""
                insert into deliveries (id, notification_id, channel, rank, status, address, subject, body, reason,
                    next_attempt_at, updated_at)
                values (:id, :notificationId, :channel, :rank, :status, :address, :subject, :body, :reason, :dueAt,
                    :now)
                """);
        for (int rank = 0; rank < plan.size(); rank++) {
            Step step = plan.get(rank);
            boolean isTried = step.status() != DeliveryStatus.SKIPPED;
            boolean isEmail = step.channel() == Channel.EMAIL;
            batch.bind("id", Ids.newId())
                    .bind("notificationId", notificationId)
                    .bind("channel", step.channel().name())
                    .bind("rank", rank)
                    .bind("status", step.status().name())
                    .bind("address", step.address())
                    .bind("subject", isTried && isEmail ? texts.title() : null)
                    .bind("body", !isTried ? null : isEmail ? texts.email() : texts.sms())
                    .bind("reason", step.reason())
                    .bind("dueAt", step.dueAt())
                    .bind("now", now)
                    .add();
        }
        batch.execute();
    }

    /** One statement, so that what is taken up is journalled, and what is journalled is taken up. */
    static Optional<Attempt> takeUpNext(Handle handle, Instant now, Instant leasedUntil) {
        return handle.createQuery("""
                        with taken as (
                            update deliveries
                            set attempts = attempts + 1, next_attempt_at = :leasedUntil, updated_at = :now
                            where id = (
                                select id from deliveries where next_attempt_at <= :now
                                order by next_attempt_at limit 1 for update skip locked)
                            returning id, notification_id, channel, attempts, address, subject, body),
                        journalled as (
                            insert into delivery_attempts (delivery_id, number, begun_at)
                            select id, attempts, :now from taken)
                        select taken.*, customer_id from taken join notifications on notifications.id = notification_id
                        """)
                .bind("now", now)
                .bind("leasedUntil", leasedUntil)
                .map((row, context) -> new Attempt(
                        row.getObject("id", UUID.class),
                        row.getObject("notification_id", UUID.class),
                        row.getObject("customer_id", UUID.class),
                        Channel.valueOf(row.getString("channel")),
                        row.getInt("attempts"),
                        row.getString("address"),
                        row.getString("subject"),
                        row.getString("body")))
                .findOne();
    }

    static void endAttempt(Handle transaction, Attempt attempt, Receipt receipt, Instant now) {
        transaction
                .createUpdate("""
                        update delivery_attempts set ended_at = :now, outcome = :outcome, detail = :detail
                        where delivery_id = :deliveryId and number = :number
                        """)
                .bind("now", now)
                .bind("outcome", receipt.outcome().name())
                .bind("detail", receipt.detail())
                .bind("deliveryId", attempt.deliveryId())
                .bind("number", attempt.number())
                .execute();
    }

    /** @return false if it is settled already */
    static boolean deliver(Handle transaction, Attempt attempt, String providerId, Instant now) {
        return changed(
                transaction.createUpdate("""
                        update deliveries set status = 'DELIVERED', provider_id = :providerId, next_attempt_at = null,
                            address = null, subject = null, body = null, reason = null, updated_at = :now
                        where id = :deliveryId and status <> 'DELIVERED'
                        """).bind("providerId", providerId).bind("now", now), attempt);
    }

    /** @return false if it is settled already, or another attempt was begun */
    static boolean fail(Handle transaction, Attempt attempt, String reason, Instant now) {
        return changed(
                transaction
                        .createUpdate("""
                        update deliveries set status = 'FAILED', reason = :reason, next_attempt_at = null,
                            address = null, subject = null, body = null, updated_at = :now
                        where id = :deliveryId and status = 'PENDING' and attempts = :number
                        """)
                        .bind("reason", reason)
                        .bind("now", now)
                        .bind("number", attempt.number()),
                attempt);
    }

    static void postpone(Handle transaction, Attempt attempt, Instant until) {
        changed(transaction.createUpdate("""
                        update deliveries set next_attempt_at = :until
                        where id = :deliveryId and status = 'PENDING' and attempts = :number
                        """).bind("until", until).bind("number", attempt.number()), attempt);
    }

    private static boolean changed(Update update, Attempt attempt) {
        return update.bind("deliveryId", attempt.deliveryId()).execute() == 1;
    }

    /** The next way that waits begins, if there is one. */
    static void beginNext(Handle transaction, Attempt failed, Instant dueAt, Instant now) {
        transaction
                .createUpdate("""
                        update deliveries set status = 'PENDING', next_attempt_at = :dueAt, updated_at = :now
                        where id = (
                            select id from deliveries where notification_id = :notificationId and status = 'WAITING'
                            order by rank limit 1)
                        """)
                .bind("dueAt", dueAt)
                .bind("now", now)
                .bind("notificationId", failed.notificationId())
                .execute();
    }

    /** Whether the customer is still to be told something of this kind that is younger. */
    static boolean isPending(Handle handle, UUID customerId, Kind kind, Instant since) {
        return handle.createQuery("""
                        select exists (
                            select from notifications join deliveries on notification_id = notifications.id
                            where customer_id = :customerId and created_at > :since and kind = :kind
                            and status = 'PENDING')
                        """)
                .bind("customerId", customerId)
                .bind("since", since)
                .bind("kind", kind.slug())
                .mapTo(Boolean.class)
                .one();
    }

    /** What waited for this one to fail is not needed. */
    static void skipWaiting(Handle transaction, Attempt delivered, Instant now) {
        transaction
                .createUpdate("""
                        update deliveries set status = 'SKIPPED', reason = 'not-needed', address = null,
                            subject = null, body = null, updated_at = :now
                        where notification_id = :notificationId and status = 'WAITING'
                        """)
                .bind("now", now)
                .bind("notificationId", delivered.notificationId())
                .execute();
    }
}
