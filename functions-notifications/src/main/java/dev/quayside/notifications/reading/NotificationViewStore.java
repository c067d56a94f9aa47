package dev.quayside.notifications.reading;

import dev.quayside.notifications.reading.DeliveryView.AttemptView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** SQL for what callers see of notifications. */
final class NotificationViewStore {

    /** More than these are not counted: a badge shows no more, and counting must not cost more. */
    static final int MOST_UNREAD = 1_000;

    private static final String COLUMNS =
            " id, kind, language, title, body, order_id, created_at, read_at, customer_id, failure ";

    private NotificationViewStore() {}

    /** @param customerId if present, it must be this customer's, and have been told */
    static Optional<NotificationView> find(Handle handle, UUID id, Optional<UUID> customerId) {
        return handle.createQuery("select" + COLUMNS + """
                        from notifications
                        where id = :id and (:anybody or (customer_id = :customerId and title is not null))
                        """)
                .bind("id", id)
                .bind("anybody", customerId.isEmpty())
                .bind("customerId", customerId.orElse(null))
                .map((row, context) -> notification(row))
                .findOne();
    }

    /** Newest first, one more than the limit if there are as many. */
    static List<NotificationView> list(Handle handle, NotificationFilter filter) {
        List<String> conditions = new ArrayList<>(List.of("customer_id = :customerId"));
        if (!filter.failed()) {
            conditions.add("title is not null");
        }
        if (filter.unread()) {
            conditions.add("read_at is null");
        }
        filter.after().ifPresent(any -> conditions.add("(created_at, id) < (:afterTime, :afterId)"));
        Query query = handle.createQuery("select" + COLUMNS + "from notifications where "
                        + String.join(" and ", conditions) + " order by created_at desc, id desc limit :limit")
                .bind("customerId", filter.customerId())
                .bind("limit", filter.limit() + 1);
        filter.after()
                .ifPresent(value -> query.bind("afterTime", value.createdAt()).bind("afterId", value.id()));
        return query.map((row, context) -> notification(row)).list();
    }

    static int unread(Handle handle, UUID customerId) {
        return handle.createQuery("""
                        select count(*) from (
                            select from notifications
                            where customer_id = :customerId and read_at is null and title is not null
                            limit :most) as unread
                        """)
                .bind("customerId", customerId)
                .bind("most", MOST_UNREAD)
                .mapTo(Integer.class)
                .one();
    }

    /** Empty if the customer has no such notification. */
    static Optional<NotificationView> markRead(Handle transaction, UUID id, UUID customerId, Instant now) {
        return transaction
                .createQuery("""
                        update notifications set read_at = coalesce(read_at, :now)
                        where id = :id and customer_id = :customerId and title is not null
                        returning
                        """ + COLUMNS)
                .bind("now", now)
                .bind("id", id)
                .bind("customerId", customerId)
                .map((row, context) -> notification(row))
                .findOne();
    }

    /** @return how many, at most {@code batch} */
    static int markAllRead(Handle transaction, UUID customerId, Instant now, int batch) {
        return transaction
                .createUpdate("""
                        update notifications set read_at = :now where id = any(array(
                            select id from notifications
                            where customer_id = :customerId and read_at is null and title is not null
                            and created_at <= :now
                            order by created_at, id limit :batch for update))
                        """)
                .bind("now", now)
                .bind("customerId", customerId)
                .bind("batch", batch)
                .execute();
    }

    /** The app first, then the others as they were to be tried. */
    static List<DeliveryView> deliveries(Handle handle, UUID notificationId, boolean isTold) {
        Map<UUID, List<AttemptView>> attempts = attempts(handle, notificationId);
        List<DeliveryView> deliveries = new ArrayList<>();
        deliveries.add(DeliveryView.inApp(isTold));
        deliveries.addAll(handle.createQuery("""
                        select id, channel, status, reason, next_attempt_at, provider_id from deliveries
                        where notification_id = :notificationId order by rank
                        """)
                .bind("notificationId", notificationId)
                .map((row, context) -> new DeliveryView(
                        row.getString("channel"),
                        row.getString("status"),
                        row.getString("reason"),
                        instant(row, "next_attempt_at"),
                        row.getString("provider_id"),
                        attempts.getOrDefault(row.getObject("id", UUID.class), List.of())))
                .list());
        return deliveries;
    }

    private static Map<UUID, List<AttemptView>> attempts(Handle handle, UUID notificationId) {
        record Made(UUID deliveryId, AttemptView attempt) {}
        return handle
                .createQuery("""
                        select delivery_id, number, begun_at, ended_at, outcome, detail
                        from delivery_attempts join deliveries on deliveries.id = delivery_id
                        where notification_id = :notificationId order by delivery_id, number
                        """)
                .bind("notificationId", notificationId)
                .map((row, context) -> new Made(
                        row.getObject("delivery_id", UUID.class),
                        new AttemptView(
                                row.getInt("number"),
                                instant(row, "begun_at"),
                                instant(row, "ended_at"),
                                row.getString("outcome"),
                                row.getString("detail"))))
                .stream()
                .collect(Collectors.groupingBy(
                        Made::deliveryId, Collectors.mapping(Made::attempt, Collectors.toList())));
    }

    private static NotificationView notification(ResultSet row) throws SQLException {
        return new NotificationView(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getString("language"),
                row.getString("title"),
                row.getString("body"),
                row.getObject("order_id", UUID.class),
                instant(row, "created_at"),
                instant(row, "read_at"),
                row.getObject("customer_id", UUID.class),
                row.getString("failure"),
                null);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
