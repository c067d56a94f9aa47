package dev.quayside.notifications;

import static dev.quayside.notifications.NotificationsWorld.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What customers and employees see of notifications, and reading them. */
class HistoryTest {

    private static NotificationsWorld world;
    private final UUID customer = Ids.newId();

    @BeforeAll
    static void open() {
        world = new NotificationsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private void tell(int times) {
        for (int i = 0; i < times; i++) {
            world.deliver(new OrderDelivered(Ids.newId(), customer));
        }
    }

    private String newest() {
        return world.history(customer).at("/items/0/id").asText();
    }

    private static HttpResponseMessage get(String id, String token) {
        return world.http().get(TestRequest.get("v1/notifications/" + id).as(token), id, new TestContext());
    }

    private static HttpResponseMessage read(String id, String token) {
        return world.http()
                .read(TestRequest.put("v1/notifications/" + id + "/read", "").as(token), id, new TestContext());
    }

    private static HttpResponseMessage readAll(String token) {
        return world.http().readAll(TestRequest.put("v1/notifications/read", "").as(token), new TestContext());
    }

    @Test
    void pages_have_everything_once_newest_first() {
        tell(7);
        List<Instant> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = world.history(customer, "limit", "3", "cursor", cursor);
            assertThat(page.get("unread").asInt()).isEqualTo(7);
            page.get("items").findValuesAsText("createdAt").forEach(time -> seen.add(Instant.parse(time)));
            cursor = page.path("nextCursor").asText();
        } while (!cursor.isEmpty());

        assertThat(seen).hasSize(7);
        assertThat(seen).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(new HashSet<>(seen)).hasSize(7);
    }

    @Test
    void a_customer_sees_no_other_customer() {
        tell(1);
        String other = world.tokens.client(Ids.newId());

        assertThat(body(world.list(other)).get("items")).isEmpty();
        assertThat(body(world.list(other, "customerId", customer.toString())).get("items"))
                .isEmpty();
        assertThat(get(newest(), other).getStatusCode()).isEqualTo(404);
        assertThat(read(newest(), other).getStatusCode()).isEqualTo(404);
        assertThat(body(readAll(other)).get("marked").asInt()).isZero();
        assertThat(world.history(customer).get("unread").asInt()).isEqualTo(1);
    }

    @Test
    void a_customer_sees_neither_ways_nor_attempts() {
        tell(1);

        JsonNode shown = body(get(newest(), world.tokens.client(customer)));
        assertThat(shown.has("deliveries")).isFalse();
        assertThat(shown.has("customerId")).isFalse();
        assertThat(shown).isEqualTo(world.history(customer).at("/items/0"));
    }

    @Test
    void an_employee_names_the_customer() {
        tell(2);
        String agent = world.tokens.employee("customer-service");

        assertThat(body(world.list(agent, "customerId", customer.toString())).get("items"))
                .hasSize(2);
        HttpResponseMessage nobody = world.list(agent);
        assertThat(nobody.getStatusCode()).isEqualTo(400);
        assertThat(body(nobody).at("/errors/0/parameter").asText()).isEqualTo("customerId");
        assertThat(world.list(agent, "customerId", "alice").getStatusCode()).isEqualTo(400);
        assertThat(world.list(world.tokens.service(), "customerId", customer.toString())
                        .getStatusCode())
                .isEqualTo(403);
    }

    @Test
    void what_an_employee_reads_is_on_record() {
        tell(1);
        String agent = world.tokens.employee("customer-service");
        String id = newest();
        assertThat(world.trail(customer)).isEmpty();

        world.list(agent, "customerId", customer.toString());
        get(id, agent);
        get(id, world.tokens.client(customer));

        assertThat(world.trail(customer)).containsExactly("notifications.listed", "notification.viewed");
    }

    @Test
    void what_is_read_stays_read_since_then() {
        tell(2);
        String id = newest();

        JsonNode first = body(read(id, world.tokens.client(customer)));
        JsonNode again = body(read(id, world.tokens.client(customer)));

        assertThat(first.get("readAt").asText()).isNotEmpty();
        assertThat(again).isEqualTo(first);
        assertThat(world.history(customer).get("unread").asInt()).isEqualTo(1);
        JsonNode unread = world.history(customer, "state", "UNREAD").get("items");
        assertThat(unread).hasSize(1);
        assertThat(unread.at("/0/id").asText()).isNotEqualTo(id);
    }

    @Test
    void all_can_be_read_at_once() {
        tell(3);
        String token = world.tokens.client(customer);
        read(newest(), token);

        assertThat(body(readAll(token)).toString()).isEqualTo("{\"marked\":2,\"unread\":0}");
        assertThat(body(readAll(token)).toString()).isEqualTo("{\"marked\":0,\"unread\":0}");
        tell(1);
        assertThat(world.history(customer).get("unread").asInt()).isEqualTo(1);
    }

    @Test
    void more_than_a_thousand_unread_are_not_counted_but_marked() {
        world.database
                .admin()
                .useHandle(handle ->
                        handle.createUpdate("""
                        insert into notifications
                            (id, occasion, customer_id, kind, language, title, body, created_at)
                        select gen_random_uuid(), 'many:' || n, :customer, 'message', 'en', 'title', 'body',
                            now() - n * interval '1 second'
                        from generate_series(1, 2500) as n
                        """).bind("customer", customer).execute());

        assertThat(world.history(customer).get("unread").asInt()).isEqualTo(1_000);
        assertThat(body(readAll(world.tokens.client(customer))).toString()).isEqualTo("{\"marked\":2500,\"unread\":0}");
    }

    @Test
    void reading_is_the_customers() {
        tell(1);

        for (String token : List.of(world.tokens.employee("admin"), world.tokens.service())) {
            assertThat(read(newest(), token).getStatusCode()).isEqualTo(403);
            assertThat(readAll(token).getStatusCode()).isEqualTo(403);
        }
    }

    @Test
    void an_unknown_notification_is_not_found() {
        String unknown = Ids.newId().toString();

        assertThat(get(unknown, world.tokens.employee("admin")).getStatusCode()).isEqualTo(404);
        assertThat(get(unknown, world.tokens.client(customer)).getStatusCode()).isEqualTo(404);
        assertThat(read(unknown, world.tokens.client(customer)).getStatusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "cursor=x", "state=READ"})
    void a_parameter_that_makes_no_sense_is_refused_by_name(String parameter) {
        String[] parts = parameter.split("=", 2);
        HttpResponseMessage refused = world.list(world.tokens.client(customer), parts);

        assertThat(refused.getStatusCode()).isEqualTo(400);
        assertThat(body(refused).at("/errors/0/parameter").asText()).isEqualTo(parts[0]);
    }

    @Test
    void lists_are_read_from_indexes_however_many_there_are() {
        world.database.admin().useHandle(handle -> {
            handle.execute("""
                    insert into notifications (id, occasion, customer_id, kind, language, title, body, created_at,
                        read_at)
                    select gen_random_uuid(), 'large:' || n, md5((n % 500)::text)::uuid, 'message', 'en', 'title',
                        'body', now() - n * interval '1 second', case when n % 3 > 0 then now() end
                    from generate_series(1, 100000) as n
                    """);
            handle.execute("analyze notifications");
        });
        String page = "select * from notifications where customer_id = md5('7')::uuid and title is not null"
                + " and (created_at, id) < (now() - interval '1 hour', md5('x')::uuid)";
        String order = " order by created_at desc, id desc limit 51";

        assertThat(plan(page + order)).contains("notifications_of_customer").doesNotContain("Sort", "Seq Scan");
        assertThat(plan(page + " and read_at is null" + order))
                .contains("notifications_unread")
                .doesNotContain("Sort", "Seq Scan");
        assertThat(plan("select from notifications where customer_id = md5('7')::uuid and read_at is null"
                        + " and title is not null limit 1000"))
                .contains("notifications_unread")
                .doesNotContain("Seq Scan");
    }

    private static String plan(String sql) {
        return world.database
                .admin()
                .withHandle(handle -> String.join(
                        "\n",
                        handle.createQuery("explain " + sql).mapTo(String.class).list()));
    }
}
