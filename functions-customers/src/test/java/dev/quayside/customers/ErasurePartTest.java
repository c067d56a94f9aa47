package dev.quayside.customers;

import static dev.quayside.customers.CustomersBench.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.RegisterRules;
import dev.quayside.shared.testing.TestRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** It is this app's turn to forget a customer: what goes, what stays by pseudonym, and what comes late. */
class ErasurePartTest {

    private static CustomersBench bench;

    private final UUID id = bench.registered("Alice Larsen", "alice@example.com");
    private final String alice = bench.tokens.client(id);
    private final UUID pseudonym = Pseudonym.of(id);

    @BeforeAll
    static void open() {
        bench = new CustomersBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    /** Erases all that there is of a customer; returns what was told. */
    static JsonNode forget(CustomersBench bench, UUID customer) {
        UUID erasure = UUID.fromString(json(bench.erase(bench.tokens.client(customer), customer))
                .get("erasureId")
                .asText());
        bench.gdpr(new ErasurePartRequested(
                erasure,
                customer,
                "customers",
                Instant.now(),
                bench.clock.instant().plusSeconds(300)));
        List<JsonNode> told = bench.told(ErasedPart.TYPE, Pseudonym.of(customer));
        return told.get(told.size() - 1);
    }

    private static Map<String, Long> rows(JsonNode erasedPart) {
        Map<String, Long> rows = new LinkedHashMap<>();
        erasedPart
                .get("tables")
                .forEach(table ->
                        rows.put(table.get("table").asText(), table.get("rows").asLong()));
        return rows;
    }

    private static boolean isKnown(String word) {
        return bench.count("select count(*) from search_words where word = '" + word + "'") == 1;
    }

    private void decide() {
        bench.http.updatePreferences(
                TestRequest.put("v1/customers/x", "{\"newsletter\":\"WEEKLY\",\"preferredChannel\":\"SMS\"}")
                        .as(alice)
                        .header("If-Match", "\"0\""),
                id.toString(),
                bench.context);
        bench.http.recordConsents(
                TestRequest.put("v1/customers/x", """
                        {"consents":[{"purpose":"marketing-sms","granted":true,"textVersion":"1"},
                        {"purpose":"partner-sharing","granted":false,"textVersion":"1"}]}""").as(alice).header("If-Match", "\"0\""),
                id.toString(),
                bench.context);
    }

    @Test
    void every_column_is_registered() {
        RegisterRules.everyColumnIsRegistered(bench.database);
    }

    @Test
    void what_belongs_to_a_customer_can_be_looked_up() {
        RegisterRules.rowsCanBeLookedUp(bench.database);
    }

    @Test
    void the_person_goes_and_their_orders_stay() {
        UUID other = bench.registered("Bob Larsen", "bob@example.com");
        UUID order = Ids.newId();
        bench.order(OrderFixture.placed(order, id));
        bench.order(OrderFixture.placed(Ids.newId(), other));
        decide();

        JsonNode told = forget(bench, id);

        assertThat(told.get("outcome").asText()).isEqualTo("DONE");
        assertThat(rows(told))
                .containsEntry("customers", 1L)
                .containsEntry("customer_orders", 1L)
                .containsEntry("customer_preferences", 1L)
                .containsEntry("consents", 2L)
                .containsEntry("customer_segments", 1L)
                .containsEntry("customer_sign_ins", 1L);
        assertThat(bench.count("select count(*) from customer_orders where customer_id = '" + pseudonym
                        + "' and order_id = '" + order + "' and total = 4758"))
                .isOne();
        for (String table : List.of("customer_preferences", "consents", "customer_segments", "customer_orders")) {
            assertThat(bench.count("select count(*) from " + table + " where customer_id = '" + id + "'"))
                    .as(table)
                    .isZero();
        }
        assertThat(bench.count("select count(*) from customers where id = '" + id + "'"))
                .isZero();
        assertThat(bench.get(bench.tokens.client(other), other).getStatusCode()).isEqualTo(200);
        assertThat(CustomersBench.ids(bench.orders(bench.admin, other, "", 9))).hasSize(1);
    }

    @Test
    void who_is_forgotten_is_still_known_to_have_been() {
        forget(bench, id);

        assertThat(bench.get(alice, id).getStatusCode()).isEqualTo(410);
        assertThat(json(bench.erase(alice, id)).get("state").asText()).isEqualTo("ERASED");
        assertThat(bench.register(bench.token(id, "Alice", null), "{}").getStatusCode())
                .isEqualTo(410);
    }

    @Test
    void asked_again_it_tells_the_same() throws Exception {
        bench.order(OrderFixture.placed(Ids.newId(), id));
        JsonNode first = forget(bench, id);
        UUID erasure = UUID.fromString(first.get("erasureId").asText());

        CustomersBench.atOnce(
                3,
                () -> bench.gdpr(new ErasurePartRequested(
                        erasure,
                        id,
                        "customers",
                        Instant.now(),
                        bench.clock.instant().plusSeconds(300))));
        bench.gdpr(new ErasurePartRequested(
                erasure, id, "orders", Instant.now(), bench.clock.instant().plusSeconds(300)));

        assertThat(bench.told(ErasedPart.TYPE, pseudonym))
                .hasSize(4)
                .allSatisfy(told -> assertThat(rows(told)).isEqualTo(rows(first)));
    }

    @Test
    void words_that_nobody_else_has_go() {
        UUID unique = bench.registered("Maximilian Zwischenfall", "zwischenfall@example.com");
        UUID alike = bench.registered("Maximilian Other", null);
        assertThat(isKnown("zwischenfall")).isTrue();

        forget(bench, unique);

        assertThat(isKnown("zwischenfall")).isFalse();
        assertThat(isKnown("maximilian")).as("somebody else has it").isTrue();

        forget(bench, alike);

        assertThat(isKnown("maximilian")).isFalse();
    }

    @Test
    void words_of_two_who_go_at_the_same_time_go() {
        UUID one = bench.registered("Pair Doppelgaenger", null);
        UUID two = bench.registered("Pair Doppelgaenger", null);
        bench.erase(bench.admin, two);

        forget(bench, one);

        assertThat(isKnown("doppelgaenger")).isFalse();
        forget(bench, two);
    }

    @Test
    void a_name_that_was_changed_leaves_no_words() {
        UUID renamed = bench.registered("Berta Vormalig", null);

        bench.put(bench.admin, renamed, 1, CustomersBench.PROFILE.replace("Alice Larsen", "Berta Nachher"));

        assertThat(isKnown("vormalig")).isFalse();
        assertThat(isKnown("nachher")).isTrue();
        assertThat(isKnown("berta")).isTrue();
    }

    @Test
    void a_word_stays_if_somebody_registers_with_it_meanwhile() throws Exception {
        for (int i = 0; i < 10; i++) {
            String name = "Gleichzeitig" + (char) ('a' + i);
            UUID leaving = bench.registered(name, null);
            bench.erase(bench.admin, leaving);
            UUID coming = Ids.newId();
            List<Runnable> both =
                    List.of(() -> forget(bench, leaving), () -> bench.register(bench.token(coming, name, null), "{}"));

            CustomersBench.allAtOnce(both);

            assertThat(isKnown(name.toLowerCase(Locale.ROOT))).as(name).isTrue();
        }
    }

    @Test
    void names_that_change_at_the_same_time_do_not_block_each_other() throws Exception {
        List<UUID> many = List.of(
                bench.registered("Wort Eins", null),
                bench.registered("Wort Zwei", null),
                bench.registered("Wort Drei", null),
                bench.registered("Wort Vier", null));
        List<Runnable> changes = many.stream()
                .<Runnable>map(each -> () -> assertThat(bench.put(
                                        bench.admin,
                                        each,
                                        1,
                                        CustomersBench.PROFILE.replace("Alice Larsen", "Anders Jetzt"))
                                .getStatusCode())
                        .isEqualTo(200))
                .toList();

        CustomersBench.allAtOnce(changes);

        assertThat(isKnown("wort")).isFalse();
        assertThat(isKnown("jetzt")).isTrue();
    }

    @Test
    void a_late_order_is_kept_by_pseudonym() {
        UUID known = Ids.newId();
        bench.order(OrderFixture.placed(known, id));
        forget(bench, id);
        UUID late = Ids.newId();

        bench.order(new OrderDelivered(late, id));
        bench.order(OrderFixture.placed(late, id));
        bench.order(new OrderDelivered(known, id));

        assertThat(bench.count("select count(*) from customer_orders where customer_id = '" + id + "'"))
                .isZero();
        assertThat(bench.count("select count(*) from customer_orders where customer_id = '" + pseudonym
                        + "' and status = 'DELIVERED' and total is not null"))
                .isEqualTo(2);
    }

    @Test
    void an_order_that_comes_before_it_is_our_turn_is_kept_by_pseudonym() {
        bench.erase(alice, id);

        bench.order(OrderFixture.placed(Ids.newId(), id));

        assertThat(bench.count("select count(*) from customer_orders where customer_id = '" + pseudonym + "'"))
                .isOne();
    }

    @Test
    void consents_cannot_be_deleted_of_somebody_who_stays() {
        decide();

        long deleted = bench.database
                .database()
                .withHandle(handle -> handle.select("select forget_consents(?, ?, 10)", id, pseudonym)
                        .mapTo(Long.class)
                        .one());

        assertThat(deleted).isZero();
        assertThatThrownBy(() -> bench.database.database().withHandle(handle -> handle.execute("delete from consents")))
                .hasMessageContaining("permission denied");
    }
}
