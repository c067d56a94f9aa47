package dev.quayside.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What housekeeping may do with old notifications, called as its role. */
class RetentionTest {

    private static final Instant BEFORE = Instant.parse("2028-02-29T02:00:00Z");
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);

    private final TestDatabase database = TestDatabase.open("notifications");
    private final Jdbi admin = database.admin();

    @AfterEach
    void close() {
        database.close();
    }

    private UUID told(Instant createdAt, Instant readAt) {
        UUID id = Ids.newId();
        admin.useHandle(handle -> handle.createUpdate("""
                        insert into notifications (id, occasion, customer_id, kind, language, title, body, created_at,
                            read_at)
                        values (:id, :id, :id, 'message', 'en', 'A title', 'A text', :createdAt, :readAt)
                        """)
                .bind("id", id)
                .bind("createdAt", createdAt)
                .bind("readAt", readAt)
                .execute());
        return id;
    }

    private void delivery(UUID notification, String channel, String status) {
        admin.useHandle(handle -> handle.createUpdate("""
                        with made as (
                            insert into deliveries (id, notification_id, channel, rank, status, attempts,
                                next_attempt_at, updated_at)
                            values (gen_random_uuid(), :notification, :channel, :rank, :status, 1,
                                case when :status = 'PENDING' then now() end, now())
                            returning id)
                        insert into delivery_attempts (delivery_id, number, begun_at, ended_at, outcome)
                        select id, 1, now(), now(), 'DELIVERED' from made
                        """)
                .bind("notification", notification)
                .bind("channel", channel)
                .bind("rank", channel.equals("EMAIL") ? 0 : 1)
                .bind("status", status)
                .execute());
    }

    /** As housekeeping, over a connection of its own. */
    private <T> T call(String function, Class<T> type, Object... arguments) {
        return database.admin().withHandle(handle -> {
            handle.execute("set role housekeeping_app");
            return handle.select("select notifications." + function, arguments)
                    .mapTo(type)
                    .one();
        });
    }

    private long count(String table) {
        return admin.withHandle(handle -> rows(handle, table));
    }

    private static long rows(Handle handle, String table) {
        return handle.select("select count(*) from " + table).mapTo(Long.class).one();
    }

    @Test
    void what_is_older_to_the_microsecond_is_purged() {
        told(BEFORE.minus(MICROSECOND), null);
        told(BEFORE.minusSeconds(1), BEFORE.minusSeconds(1));
        UUID kept = told(BEFORE, BEFORE);

        assertThat(call("count_notifications(?)", Long.class, BEFORE)).isEqualTo(2);
        assertThat(call("purge_notifications(?, 10)", Integer.class, BEFORE)).isEqualTo(2);

        assertThat(call("count_notifications(?)", Long.class, BEFORE)).isZero();
        assertThat(count("notifications where id = '" + kept + "'")).isOne();
    }

    @Test
    void the_oldest_go_first_some_at_a_time() {
        UUID last = told(BEFORE.minusSeconds(1), null);
        told(BEFORE.minusSeconds(3), null);
        told(BEFORE.minusSeconds(2), null);

        assertThat(call("purge_notifications(?, 2)", Integer.class, BEFORE)).isEqualTo(2);
        assertThat(count("notifications where id = '" + last + "'")).isOne();
        assertThat(call("purge_notifications(?, 2)", Integer.class, BEFORE)).isEqualTo(1);
        assertThat(call("purge_notifications(?, 2)", Integer.class, BEFORE)).isZero();
    }

    @Test
    void deliveries_and_attempts_go_along() {
        UUID old = told(BEFORE.minusSeconds(1), null);
        delivery(old, "EMAIL", "FAILED");
        delivery(old, "SMS", "DELIVERED");

        call("purge_notifications(?, 10)", Integer.class, BEFORE);

        assertThat(count("deliveries") + count("delivery_attempts")).isZero();
    }

    @Test
    void what_is_still_to_be_sent_is_kept_until_it_is_settled() {
        UUID busy = told(BEFORE.minusSeconds(1), BEFORE.minusSeconds(1));
        delivery(busy, "EMAIL", "PENDING");
        delivery(busy, "SMS", "WAITING");

        assertThat(call("count_notifications(?)", Long.class, BEFORE)).isZero();
        assertThat(call("count_read_notifications(?)", Long.class, BEFORE)).isZero();
        assertThat(call("purge_notifications(?, 10)", Integer.class, BEFORE)).isZero();
        assertThat(call("remove_notifications(?)", Integer.class, (Object) new UUID[] {busy}))
                .isZero();
        assertThat(archived(10)).isEmpty();

        admin.useHandle(handle -> handle.execute("update deliveries set status = 'FAILED', next_attempt_at = null"));
        assertThat(call("purge_notifications(?, 10)", Integer.class, BEFORE)).isEqualTo(1);
    }

    @Test
    void a_row_that_somebody_works_on_is_left_to_the_next_call() {
        UUID busy = told(BEFORE.minusSeconds(1), null);
        told(BEFORE.minusSeconds(1), null);

        admin.useTransaction(other -> {
            other.execute("update notifications set read_at = now() where id = ?", busy);

            assertThat(call("purge_notifications(?, 10)", Integer.class, BEFORE))
                    .isEqualTo(1);
        });

        assertThat(call("purge_notifications(?, 10)", Integer.class, BEFORE)).isEqualTo(1);
    }

    private List<JsonNode> archived(int most) {
        return admin.withHandle(handle -> {
            handle.execute("set role housekeeping_app");
            return handle.select("select content from notifications.read_notifications(?, ?)", BEFORE, most)
                    .mapTo(String.class)
                    .map(NotificationsWorld::json)
                    .list();
        });
    }

    @Test
    void what_was_read_earlier_is_handed_over_whole_and_then_removed() {
        UUID second = told(BEFORE.minusSeconds(90), BEFORE.minus(MICROSECOND));
        UUID first = told(BEFORE.minusSeconds(80), BEFORE.minusSeconds(1));
        UUID later = told(BEFORE.minusSeconds(70), BEFORE);
        UUID unread = told(BEFORE.minusSeconds(60), null);
        delivery(first, "SMS", "DELIVERED");
        delivery(first, "EMAIL", "FAILED");

        assertThat(call("count_read_notifications(?)", Long.class, BEFORE)).isEqualTo(2);
        assertThat(archived(1))
                .extracting(content -> content.get("id").asText())
                .containsExactly(first.toString());
        List<JsonNode> whole = archived(10);
        assertThat(whole)
                .extracting(content -> content.get("id").asText())
                .containsExactly(first.toString(), second.toString());
        assertThat(whole.get(0).get("body").asText()).isEqualTo("A text");
        assertThat(whole.get(0).get("deliveries").findValuesAsText("channel")).containsExactly("EMAIL", "SMS");
        assertThat(whole.get(0).at("/deliveries/0/attempts/0/outcome").asText()).isEqualTo("DELIVERED");
        assertThat(whole.get(1).get("deliveries")).isEmpty();

        UUID[] ids = {first, second, unread, Ids.newId()};
        assertThat(call("remove_notifications(?)", Integer.class, (Object) ids)).isEqualTo(2);
        assertThat(call("remove_notifications(?)", Integer.class, (Object) ids)).isZero();
        assertThat(count("notifications where id in ('" + later + "', '" + unread + "')"))
                .isEqualTo(2);
    }

    @Test
    void nobody_but_housekeeping_may_call_them_and_housekeeping_may_read_no_table() {
        for (String function : List.of(
                "count_notifications(now())",
                "purge_notifications(now(), 1)",
                "count_read_notifications(now())",
                "read_notifications(now(), 1)",
                "remove_notifications('{}')")) {
            assertThatThrownBy(() -> admin.useHandle(handle -> {
                        handle.execute("set role orders_app");
                        handle.execute("select notifications." + function);
                    }))
                    .as(function)
                    .hasMessageContaining("permission denied");
        }
        assertThatThrownBy(() -> admin.useHandle(handle -> {
                    handle.execute("set role housekeeping_app");
                    rows(handle, "notifications.notifications");
                }))
                .hasMessageContaining("permission denied");
    }
}
