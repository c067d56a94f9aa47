package dev.quayside.housekeeping;

import static dev.quayside.housekeeping.HousekeepingWorld.orderPlaced;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.housekeeping.HousekeepingWorld.Death;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.AtOnce;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a message that died, and how it is found. */
class KeepingTest {

    private static HousekeepingWorld world;

    @BeforeAll
    static void open() {
        world = new HousekeepingWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void clear() {
        world.clear();
    }

    @Test
    void an_event_is_kept_with_all_that_can_be_told_of_it_and_shown_masked() {
        UUID order = Ids.newId();
        UUID customer = Ids.newId();
        Instant died = Instant.now().minusSeconds(3600);
        world.deliver(world.death().at(died).of(orderPlaced("e-1", order, customer)));

        JsonNode letter = world.list().at("/items/0");

        assertThat(letter.path("source").asText()).isEqualTo("order-events/catalog");
        assertThat(letter.path("type").asText()).isEqualTo("quayside.order.placed.v1");
        assertThat(letter.path("state").asText()).isEqualTo("OPEN");
        assertThat(letter.path("reason").asText()).isEqualTo("MaxDeliveryCountExceeded");
        assertThat(letter.path("description").asText()).isEqualTo("Given up after 10 deliveries");
        assertThat(letter.path("eventId").asText()).isEqualTo("e-1");
        assertThat(letter.path("orderId").asText()).isEqualTo(order.toString());
        assertThat(letter.path("customerId").asText()).isEqualTo(customer.toString());
        assertThat(letter.path("happenedAt").asText()).isEqualTo("2026-11-21T08:00:00Z");
        assertThat(letter.path("ageSeconds").asLong()).isBetween(3600L, 3700L);
        assertThat(letter.path("bodyIsText").asBoolean()).isTrue();
        assertThat(letter.path("body").asText())
                .contains(order.toString(), "\"name\":\"***\"", "mail ***")
                .doesNotContain("Alice", "example.com");
    }

    @Test
    void a_message_that_comes_twice_or_twenty_times_at_once_is_kept_once() throws Exception {
        Death death = world.death();
        world.deliver(death);
        world.deliver(death);

        AtOnce.run(20, () -> world.deliver(death));

        assertThat(world.list().path("items")).hasSize(1);
    }

    @Test
    void a_message_that_dies_in_two_subscriptions_or_dies_again_is_a_dead_letter_each_time() {
        Death death = world.death();
        world.deliver(death);
        world.deliver(death.in("order-events/Subscriptions/payments"));
        world.deliver(world.death());

        assertThat(world.list().path("items")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "not json", "[1]", "null", "{", "{\"data\":7}", "{\"data\":{\"orderId\":[]}}"})
    void a_body_that_is_no_event_is_kept_all_the_same(String body) {
        world.deliver(world.death().of(body));

        JsonNode letter = world.list().at("/items/0");
        assertThat(letter.path("type").asText()).isEqualTo("quayside.order.placed.v1");
        assertThat(letter.has("eventId")).isFalse();
        assertThat(letter.has("orderId")).isFalse();
    }

    /** Cut off, with a name twice, in single quotes, as a form, as words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"Alice Larsen\",\"line1\":\"Kai 1\",",
                "{\"name\":\"Al\\\"ice\\\" Larsen\",\"li",
                "{\"to\":{\"name\":\"Alice\"},\"to\":7}",
                "{'name': 'Alice', 'line1': 'Kai 1'}",
                "name=Alice&line1=Kai+1",
                "Alice lives at Kai 1"
            })
    void of_a_body_that_is_no_json_the_list_shows_how_long_it_is_and_nothing_that_it_says(String body) {
        world.deliver(world.death().of(body));

        JsonNode letter = world.list().at("/items/0");
        assertThat(letter.has("body")).isFalse();
        assertThat(letter.toString()).doesNotContain("Alice", "Larsen", "Kai");
        assertThat(letter.path("bodyBytes").asInt()).isEqualTo(body.length());
        assertThat(letter.path("type").asText()).isEqualTo("quayside.order.placed.v1");
    }

    @Test
    void a_body_that_is_no_text_is_kept_byte_for_byte() {
        byte[] bytes = {(byte) 0xff, 0, 'x'};
        world.deliver(world.death().of(bytes));
        world.deliver(world.death().of("nul \0 in it"));

        JsonNode letters = world.list().path("items");
        assertThat(letters)
                .hasSize(2)
                .allMatch(letter -> !letter.path("bodyIsText").asBoolean());
        byte[] kept = world.database
                .admin()
                .withHandle(handle -> handle.createQuery("select body from dead_letters order by id limit 1")
                        .mapTo(byte[].class)
                        .one());
        assertThat(kept).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "x", "{\"type\":7,\"DeadLetterReason\":{}}", "{\"type\":\"a\\u0000b\"}"})
    void a_message_with_strange_properties_is_kept(String properties) {
        world.deliver(world.death().with(properties));

        assertThat(world.list().path("items")).hasSize(1);
    }

    @Test
    void a_long_body_is_shown_by_its_beginning() {
        world.deliver(world.death().of("\"" + "x".repeat(250_000) + "\""));

        JsonNode letter = world.list().at("/items/0");
        assertThat(letter.path("body").asText()).hasSize(10_001);
        assertThat(letter.path("bodyBytes").asInt()).isEqualTo(250_002);
    }

    @ParameterizedTest
    @CsvSource({
        "DeadLetterSource, /items/0/source, unknown",
        "deadlettersource, /items/0/source, unknown",
        "ApplicationProperties, /items/0/reason, ''"
    })
    void what_a_body_says_in_the_place_of_service_bus_is_not_believed(String name, String pointer, String told) {
        Death death = world.death().of("{\"" + name + "\":\"payment-events/Subscriptions/orders\"}");
        world.deliver(death.in("payment-events/Subscriptions/orders"));

        assertThat(world.list().at(pointer).asText()).isEqualTo(told);
    }

    @Test
    void an_order_of_the_queue_is_found_by_its_customer() {
        UUID customer = Ids.newId();
        world.deliver(world.death().in("orders-queue").with("{}").of("{\"customerId\":\"" + customer + "\"}"));
        world.deliver(world.death());

        JsonNode letters = world.list("customerId", customer.toString()).path("items");
        assertThat(letters).hasSize(1);
        assertThat(letters.at("/0/source").asText()).isEqualTo("orders-queue");
        assertThat(letters.at("/0").has("type")).isFalse();
    }

    @Test
    void every_filter_finds_what_it_names_and_nothing_else() {
        UUID order = Ids.newId();
        UUID wanted = world.kept(world.death().of(orderPlaced("e", order, Ids.newId())));
        world.deliver(world.death().in("payment-events/subscriptions/orders").with("{\"type\":\"other\"}"));
        world.deliver(world.death().in("orders-queue").with("{}"));
        world.discard(UUID.fromString(world.list().at("/items/0/id").asText()), "{\"reason\":\"test\"}");

        assertThat(found("source", "order-events/catalog")).containsExactly(wanted.toString());
        assertThat(found("type", "quayside.order.placed.v1")).containsExactly(wanted.toString());
        assertThat(found("orderId", order.toString())).containsExactly(wanted.toString());
        assertThat(found("state", "OPEN")).hasSize(2).contains(wanted.toString());
        assertThat(found("state", "DISCARDED")).hasSize(1);
        assertThat(found("state", "OPEN", "source", "orders-queue")).isEmpty();
    }

    @Test
    void who_looks_at_the_list_is_on_record() {
        UUID customer = Ids.newId();
        world.list();
        world.list("customerId", customer.toString());

        assertThat(world.recorded())
                .extracting(data -> data.path("action").asText() + " "
                        + data.path("subjectId").asText() + " "
                        + data.path("customerId").asText())
                .containsExactly("dead-letters.listed all null", "dead-letters.listed customer " + customer);
    }

    @Test
    void the_list_goes_on_from_page_to_page() {
        for (int i = 0; i < 5; i++) {
            world.deliver(world.death());
        }
        List<String> all = found();
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = world.list("limit", "2", "cursor", cursor);
            page.path("items").forEach(letter -> paged.add(letter.path("id").asText()));
            cursor = page.path("nextCursor").asText();
        } while (!cursor.isEmpty());

        assertThat(paged).isEqualTo(all).hasSize(5).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, 201", "cursor, abc", "state, DEAD", "orderId, x", "customerId, x"})
    void a_wrong_parameter_is_pointed_at(String name, String value) {
        var answer = world.listing(name, value);

        assertThat(answer.getStatusCode()).isEqualTo(400);
        assertThat(HousekeepingWorld.json(answer).at("/errors/0/parameter").asText())
                .isEqualTo(name);
    }

    private static List<String> found(String... query) {
        List<String> ids = new ArrayList<>();
        world.list(query)
                .path("items")
                .forEach(letter -> ids.add(letter.path("id").asText()));
        return ids;
    }
}
