package dev.quayside.customers;

import static dev.quayside.customers.CustomersBench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.OrderEvents.Line;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.contracts.OrderEvents.OrderConfirmed;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.contracts.OrderEvents.OrderPaid;
import dev.quayside.shared.contracts.OrderEvents.OrderPaymentDue;
import dev.quayside.shared.contracts.OrderEvents.OrderPlaced;
import dev.quayside.shared.contracts.OrderEvents.OrderRejected;
import dev.quayside.shared.contracts.OrderEvents.OrderShipped;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of order events, in whatever order and however often they come. */
class OrderHistoryTest {

    private static final Money TOTAL = Money.of(4_758, "EUR");
    private static final Instant AT = Instant.parse("2026-01-31T12:00:00.123456Z");

    private static CustomersBench bench;

    private final UUID id = bench.registered("Alice Larsen", "alice@example.com");
    private final String alice = bench.tokens.client(id);
    private final UUID order = Ids.newId();

    @BeforeAll
    static void open() {
        bench = new CustomersBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static OrderPlaced placed(UUID order, UUID customer, Instant at) {
        return new OrderPlaced(order, customer, List.of(new Line("QS-1", 2)), TOTAL, at);
    }

    private List<DomainEvent> course() {
        return List.of(
                placed(order, id, AT),
                new OrderPaymentDue(order, id, TOTAL, "tok_ok"),
                new OrderPaid(order, id, TOTAL, Ids.newId()),
                new OrderConfirmed(order, id, "sh_1", "QS0001"),
                new OrderShipped(order, id, "QS0001"),
                new OrderDelivered(order, id));
    }

    private JsonNode items() {
        return json(bench.orders(alice, id, "", 50)).get("items");
    }

    @Test
    void an_order_is_followed_step_by_step() {
        List<String> seen = new ArrayList<>();
        for (DomainEvent event : course()) {
            bench.order(event);
            seen.add(items().get(0).get("status").asText());
        }

        assertThat(seen).containsExactly("PLACED", "RESERVED", "PAID", "CONFIRMED", "SHIPPED", "DELIVERED");
        JsonNode shown = items().get(0);
        assertThat(shown.get("id").asText()).isEqualTo(order.toString());
        assertThat(shown.at("/total/amount").asLong()).isEqualTo(4_758);
        assertThat(shown.get("placedAt").asText()).isEqualTo(AT.toString());
    }

    @Test
    void events_in_any_order_and_twice_end_alike() {
        for (int seed = 0; seed < 20; seed++) {
            UUID other = Ids.newId();
            List<DomainEvent> events = new ArrayList<>(List.of(
                    placed(other, id, AT),
                    new OrderPaymentDue(other, id, TOTAL, "tok_ok"),
                    new OrderPaid(other, id, TOTAL, Ids.newId()),
                    new OrderCancelled(other, id, "client:" + id)));
            events.addAll(List.copyOf(events));
            Collections.shuffle(events, new Random(seed));

            events.forEach(bench::order);

            assertThat(bench.count("select count(*) from customer_orders where order_id = '" + other
                            + "' and status = 'CANCELLED' and total = 4758 and placed_at = '" + AT + "'"))
                    .as("%s", events)
                    .isEqualTo(1);
        }
    }

    @Test
    void an_order_shows_once_it_is_known_when_it_was_placed() {
        bench.order(new OrderRejected(order, id, "OUT_OF_STOCK"));
        assertThat(items()).isEmpty();

        bench.order(placed(order, id, AT));

        assertThat(items().get(0).get("status").asText()).isEqualTo("REJECTED");
    }

    @Test
    void all_events_at_once_end_alike() throws Exception {
        for (int i = 0; i < 5; i++) {
            UUID other = Ids.newId();
            List<DomainEvent> events = List.of(
                    placed(other, id, AT),
                    new OrderPaid(other, id, TOTAL, Ids.newId()),
                    new OrderConfirmed(other, id, "sh_1", "QS0001"),
                    new OrderShipped(other, id, "QS0001"));

            CustomersBench.atOnce(4, () -> events.forEach(bench::order));

            assertThat(bench.count("select count(*) from customer_orders where order_id = '" + other
                            + "' and status = 'SHIPPED' and total is not null"))
                    .isEqualTo(1);
        }
    }

    @Test
    void orders_of_somebody_who_has_not_registered_yet_are_kept() {
        UUID later = Ids.newId();
        bench.order(placed(order, later, AT));
        String token = bench.token(later, "Bob", "bob@example.com");
        assertThat(bench.orders(token, later, "", 50).getStatusCode()).isEqualTo(404);

        bench.register(token, "{}");

        assertThat(CustomersBench.ids(bench.orders(token, later, "", 50))).containsExactly(order);
    }

    @Test
    void a_long_history_is_read_page_by_page_newest_first() {
        List<UUID> placed = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            UUID each = Ids.newId();
            // Three at a time at the same moment: the id decides.
            bench.order(placed(each, id, AT.plusSeconds(i / 3)));
            placed.add(0, each);
        }
        List<UUID> read = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = json(bench.orders(alice, id, cursor, 5));
            page.get("items")
                    .forEach(item -> read.add(UUID.fromString(item.get("id").asText())));
            cursor = page.path("nextCursor").asText();
            pages++;
        } while (!cursor.isEmpty());

        assertThat(pages).isEqualTo(5);
        assertThat(read).hasSize(23).containsExactlyInAnyOrderElementsOf(placed);
        assertThat(read.subList(0, 2)).doesNotContainAnyElementsOf(placed.subList(2, 23));
    }

    @Test
    void other_clients_see_nothing_and_employees_are_on_record() {
        bench.order(placed(order, id, AT));

        assertThat(bench.orders(bench.tokens.client(Ids.newId()), id, "", 5).getStatusCode())
                .isEqualTo(404);
        assertThat(CustomersBench.ids(bench.orders(bench.manager, id, "", 5))).containsExactly(order);
        assertThat(bench.trail(id)).containsExactly("employee customer.orders-viewed");
    }

    @Test
    void a_message_that_is_no_order_event_is_not_swallowed() {
        String unknown = CustomersBench.envelope(placed(order, id, AT)).replace("order.placed.v1", "order.placed.v9");
        String incomplete = CustomersBench.envelope(placed(order, null, AT));

        for (String message : List.of("not json", "{}", unknown, incomplete)) {
            assertThatThrownBy(() -> bench.messages.onOrderEvent(message, bench.context))
                    .isInstanceOf(MalformedEventException.class);
        }
    }
}
