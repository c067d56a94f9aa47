package dev.quayside.customers;

import static dev.quayside.customers.CustomersBench.ids;
import static dev.quayside.customers.CustomersBench.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.OrderEvents.OrderPaid;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.testing.TestRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How employees find customers. */
class SearchTest {

    private static CustomersBench bench;
    private static UUID maria;
    private static UUID mario;
    private static UUID anna;
    private static UUID jose;
    private static UUID li;

    @BeforeAll
    static void open() {
        bench = new CustomersBench();
        maria = bench.registered("Maria Schmidt", "maria.schmidt84@mail.example");
        mario = bench.registered("Mario Schmitz", "mario@schmitz.example");
        anna = bench.registered("Anna-Lena O'Brien", "anna.lena@brien.example");
        jose = bench.registered("José Núñez Ångström", "jose_n@example.com");
        li = bench.registered("李小龍", "bruce@example.com");
        bench.put(
                bench.tokens.client(anna),
                anna,
                1,
                CustomersBench.PROFILE
                        .replace("\"name\":\"Alice Larsen\",\"email\"", "\"name\":\"Anna-Lena O'Brien\",\"email\"")
                        .replace("alice@example.com", "anna.lena@brien.example"));
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static UUID first(String text) {
        List<UUID> found = ids(bench.search(bench.agent, text, ""));
        assertThat(found).as(text).isNotEmpty();
        return found.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Maria Schmidt",
                "schmidt maria",
                "MARIA SCHMIDT",
                "Maria Schm",
                "mar schmidt",
                "Maria Schmitd",
                "Marai Schmidt",
                "Maria Shcmidt",
                "maria.schmidt84@mail.example",
                "MARIA.Schmidt84@Mail.example",
                "maria.schmitd84@mail.example",
                "maria.schmidt48@mail.example",
                "maria.schmidt84@gmial.example",
                "schmidt84",
            })
    void a_customer_is_found_as_written_unfinished_and_misspelt(String text) {
        assertThat(first(text)).isEqualTo(maria);
    }

    @Test
    void only_if_nobody_fits_as_typed_those_are_found_who_fit_nearly() {
        assertThat(ids(bench.search(bench.agent, "schmitz", ""))).containsExactly(mario);
        assertThat(ids(bench.search(bench.agent, "schm", ""))).containsExactlyInAnyOrder(mario, maria);
        assertThat(ids(bench.search(bench.agent, "schmits", ""))).containsExactly(mario, maria);
        assertThat(ids(bench.search(bench.agent, "mario schmidt", ""))).containsExactlyInAnyOrder(maria, mario);
    }

    @Test
    void a_name_that_begins_another_may_be_unfinished() {
        UUID jan = bench.registered("Jan Berg", "jan@example.com");
        UUID eva = bench.registered("Eva Bergmann", "eva@example.com");

        assertThat(ids(bench.search(bench.agent, "berg", ""))).containsExactly(jan);
        assertThat(ids(bench.search(bench.agent, "eva berg", ""))).containsExactly(eva);
    }

    @Test
    void accents_hyphens_apostrophes_and_scripts_do_not_hide_anybody() {
        assertThat(first("jose nunez")).isEqualTo(jose);
        assertThat(first("angstrom")).isEqualTo(jose);
        assertThat(first("NÚÑEZ")).isEqualTo(jose);
        assertThat(first("anna lena")).isEqualTo(anna);
        assertThat(first("o'brien")).isEqualTo(anna);
        assertThat(first("obrien")).isEqualTo(anna);
        assertThat(first("李小龍")).isEqualTo(li);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+4930123456",
                "030 123456",
                "0049 30 123456",
                "030/12 34-56",
                "123456",
                "(030) 123456",
                "+49 (0)30 123456",
                "0049(0)30/123456"
            })
    void a_phone_number_is_found_as_people_write_it(String number) {
        assertThat(ids(bench.search(bench.agent, number, ""))).containsExactly(anna);
    }

    @Test
    void a_customer_is_found_by_the_number_of_an_order_or_their_own() {
        UUID order = Ids.newId();
        bench.order(new OrderPaid(order, jose, Money.of(1, "EUR"), Ids.newId()));

        assertThat(ids(bench.search(bench.agent, order.toString(), ""))).containsExactly(jose);
        assertThat(ids(bench.search(bench.agent, jose.toString(), ""))).containsExactly(jose);
        assertThat(ids(bench.search(bench.agent, Ids.newId().toString(), ""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nobody-at-all-is-named-so",
                "!!!",
                "🚢",
                "' or 1=1; --",
                "%",
                "@",
                "+",
                "0000000",
                "99999999999999999999999999",
                "<script>"
            })
    void what_nobody_has_finds_nobody(String text) {
        HttpResponseMessage answer = bench.search(bench.agent, text, "");

        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(ids(answer)).isEmpty();
    }

    @Test
    void a_changed_name_is_found_and_the_old_one_is_not() {
        UUID id = bench.registered("Petra Vorher", null);
        String body = "{\"name\":\"Petra Nachher\",\"locale\":\"de\",\"timeZone\":\"UTC\"}";

        bench.put(bench.tokens.client(id), id, 1, body);

        assertThat(first("Nachher")).isEqualTo(id);
        assertThat(ids(bench.search(bench.agent, "Vorher", ""))).doesNotContain(id);
    }

    @Test
    void a_segment_narrows_every_search() {
        assertThat(ids(bench.search(bench.agent, "schmidt", "NEW"))).containsExactly(maria);
        assertThat(ids(bench.search(bench.agent, "schmidt", "LOYAL"))).isEmpty();
        assertThat(ids(bench.search(bench.agent, "030 123456", "NEW"))).containsExactly(anna);
        assertThat(ids(bench.search(bench.agent, "mario@schmitz.example", "LOYAL")))
                .isEmpty();
        assertThat(ids(bench.search(bench.agent, maria.toString(), "NEW"))).containsExactly(maria);
        assertThat(json(bench.search(bench.agent, "schmidt", "NEW"))
                        .at("/items/0/segment")
                        .asText())
                .isEqualTo("NEW");
    }

    @Test
    void more_than_were_asked_for_are_told_of() {
        TestRequest one = TestRequest.get("v1/customers")
                .as(bench.agent)
                .query("q", "schm")
                .query("limit", "1");

        JsonNode answer = json(bench.http.search(one, bench.context));

        assertThat(answer.get("items")).hasSize(1);
        assertThat(answer.get("incomplete").asBoolean()).isTrue();
        assertThat(json(bench.search(bench.agent, "schm", "")).has("incomplete"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NEW"})
    void all_are_listed_newest_first_page_by_page(String segment) {
        List<UUID> read = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(bench.http.search(
                    TestRequest.get("v1/customers")
                            .as(bench.manager)
                            .query("segment", segment)
                            .query("limit", "2")
                            .query("cursor", cursor),
                    bench.context));
            page.get("items")
                    .forEach(item -> read.add(UUID.fromString(item.get("id").asText())));
            cursor = page.path("nextCursor").asText();
        } while (!cursor.isEmpty());

        assertThat(read).doesNotHaveDuplicates().containsSubsequence(li, jose, anna, mario, maria);
        assertThat(read).hasSize((int) bench.count("select count(*) from customers"));
    }

    @Test
    void each_search_is_on_record_but_not_what_was_typed() {
        bench.search(bench.admin, "maria schmidt", "");

        String payload = bench.database
                .admin()
                .withHandle(handle -> handle.select("""
                                select payload from outbox where type like '%access-recorded%' and subject = 'name'
                                order by seq desc limit 1
                                """).mapTo(String.class).one());

        assertThat(payload).contains("customers.searched", "employee:").doesNotContainIgnoringCase("schmidt");
    }

    @ParameterizedTest
    @CsvSource({"segment,loyal", "segment,' or 1=1", "cursor,x", "limit,0", "limit,201"})
    void bad_parameters_are_told_by_name(String name, String value) {
        HttpResponseMessage answer = bench.http.search(
                TestRequest.get("v1/customers").as(bench.agent).query(name, value), bench.context);

        assertThat(answer.getStatusCode()).isEqualTo(400);
        assertThat(json(answer).at("/errors/0/parameter").asText()).isEqualTo(name);
    }

    @Test
    void a_text_is_not_too_long_and_has_no_pages() {
        assertThat(bench.search(bench.agent, "x".repeat(201), "").getStatusCode())
                .isEqualTo(400);
        assertThat(bench.search(bench.agent, "x y ".repeat(50), "").getStatusCode())
                .isEqualTo(200);
        String cursor = json(bench.http.search(
                        TestRequest.get("v1/customers").as(bench.agent).query("limit", "1"), bench.context))
                .get("nextCursor")
                .asText();
        TestRequest both = TestRequest.get("v1/customers")
                .as(bench.agent)
                .query("q", "maria")
                .query("cursor", cursor);

        assertThat(bench.http.search(both, bench.context).getStatusCode()).isEqualTo(400);
    }
}
