package dev.quayside.customers;

import static dev.quayside.customers.CustomersBench.json;
import static dev.quayside.customers.CustomersBench.pointer;
import static dev.quayside.customers.CustomersBench.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.CustomerEvents.CustomerConsentChanged;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestRequest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentsTest {

    private static CustomersBench bench;

    private final UUID id = bench.registered("Alice Larsen", "alice@example.com");
    private final String alice = bench.tokens.client(id);

    @BeforeAll
    static void open() {
        bench = new CustomersBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static HttpResponseMessage get(String token, UUID customer) {
        return bench.http.getConsents(
                TestRequest.get("v1/customers/" + customer + "/consents").as(token),
                customer.toString(),
                bench.context);
    }

    private HttpResponseMessage put(String token, int version, String body) {
        return bench.http.recordConsents(
                TestRequest.put("v1/customers/" + id + "/consents", body)
                        .as(token)
                        .header("If-Match", "\"" + version + "\""),
                id.toString(),
                bench.context);
    }

    private static String decision(String purpose, boolean granted, String textVersion) {
        return "{\"purpose\":\"" + purpose + "\",\"granted\":" + granted + ",\"textVersion\":\"" + textVersion + "\"}";
    }

    private static String body(String... decisions) {
        return "{\"consents\":[" + String.join(",", decisions) + "]}";
    }

    private static JsonNode of(String purpose, HttpResponseMessage answer) {
        return StreamSupport.stream(json(answer).get("items").spliterator(), false)
                .filter(item -> item.get("purpose").asText().equals(purpose))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothing_is_granted_that_was_not_asked_for() {
        HttpResponseMessage answer = get(alice, id);

        assertThat(answer.getHeader("ETag")).isEqualTo("\"0\"");
        assertThat(json(answer).get("items")).isNotEmpty().allSatisfy(consent -> {
            assertThat(consent.get("granted").asBoolean()).isFalse();
            assertThat(consent.has("at")).isFalse();
            assertThat(consent.get("description").asText()).isNotEmpty();
        });
    }

    @Test
    void the_record_keeps_every_change_and_the_newest_counts() {
        put(
                alice,
                0,
                body(decision("marketing-email", true, "2026-01"), decision("partner-sharing", false, "2026-01")));
        HttpResponseMessage answer = put(alice, 2, body(decision("marketing-email", false, "2026-01")));

        assertThat(answer.getHeader("ETag")).isEqualTo("\"3\"");
        JsonNode email = of("marketing-email", answer);
        assertThat(email.get("granted").asBoolean()).isFalse();
        assertThat(email.get("how").asText()).isEqualTo("PORTAL");
        assertThat(email.get("recordedBy").asText()).isEqualTo("client:" + id);
        assertThat(email.get("textVersion").asText()).isEqualTo("2026-01");
        assertThat(bench.count("select count(*) from consents where customer_id = '" + id + "'"))
                .isEqualTo(3);
        assertThat(bench.told(CustomerConsentChanged.TYPE, id))
                .extracting(told ->
                        told.get("purpose").asText() + " " + told.get("granted").asBoolean())
                .containsExactly("marketing-email true", "partner-sharing false", "marketing-email false");
        assertThat(json(get(alice, id))).isEqualTo(json(answer));
    }

    @Test
    void what_was_said_before_is_neither_recorded_nor_told_again() {
        put(alice, 0, body(decision("marketing-email", true, "2026-01")));

        assertThat(put(alice, 1, body(decision("marketing-email", true, "2026-01")))
                        .getHeader("ETag"))
                .isEqualTo("\"1\"");
        assertThat(bench.told(CustomerConsentChanged.TYPE, id)).hasSize(1);
        assertThat(put(alice, 1, body(decision("marketing-email", true, "2026-06")))
                        .getHeader("ETag"))
                .as("a new text is a new consent")
                .isEqualTo("\"2\"");
        assertThat(bench.told(CustomerConsentChanged.TYPE, id)).hasSize(2);
    }

    @Test
    void the_same_said_many_times_at_once_is_recorded_once() throws Exception {
        List<Integer> statuses = new CopyOnWriteArrayList<>();

        CustomersBench.atOnce(
                8,
                () -> statuses.add(put(alice, 0, body(decision("marketing-sms", true, "1")))
                        .getStatusCode()));

        assertThat(statuses).containsOnlyOnce(200).hasSize(8);
        assertThat(bench.told(CustomerConsentChanged.TYPE, id)).hasSize(1);
    }

    @Test
    void an_employee_says_how_and_the_customer_does_not_see_who() {
        String granted = decision("marketing-phone", true, "1");
        assertThat(pointer(put(bench.agent, 0, body(granted)))).isEqualTo("/how");

        HttpResponseMessage answer = put(bench.agent, 0, body(granted).replaceFirst("\\{", "{\"how\":\"PHONE\","));

        assertThat(of("marketing-phone", answer).get("recordedBy").asText()).startsWith("employee:");
        assertThat(of("marketing-phone", get(alice, id)).get("recordedBy").asText())
                .isEqualTo("employee");
        assertThat(of("marketing-phone", get(alice, id)).get("how").asText()).isEqualTo("PHONE");
        get(bench.manager, id);
        assertThat(bench.trail(id))
                .containsExactly("employee customer.consents-recorded", "employee customer.consents-viewed");
    }

    @Test
    void a_consent_for_an_unknown_purpose_is_refused_and_nothing_is_recorded() {
        HttpResponseMessage answer =
                put(alice, 0, body(decision("marketing-email", true, "1"), decision("world-domination", true, "1")));

        assertThat(answer.getStatusCode()).isEqualTo(422);
        assertThat(problem(answer)).isEqualTo("unknown-purpose");
        assertThat(pointer(answer)).isEqualTo("/consents/1/purpose");
        assertThat(get(alice, id).getHeader("ETag")).isEqualTo("\"0\"");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                             | /consents",
                "{\"consents\":[]}                                              | /consents",
                "{\"consents\":[null]}                                          | /consents/0",
                "{\"consents\":[{}]}                                            | /consents/0/purpose",
                "{\"consents\":[{\"purpose\":\"marketing-email\",\"granted\":\"yes\",\"textVersion\":\"1\"}]} | /consents/0/granted",
                "{\"consents\":[{\"purpose\":\"marketing-email\",\"granted\":true}]} | /consents/0/textVersion",
                "{\"consents\":[{\"purpose\":\"a\",\"granted\":true,\"textVersion\":\"1\"}],\"how\":\"FAX\"} | /how",
                "{\"consents\":[{\"purpose\":\"a\",\"granted\":true,\"textVersion\":\"1\"}],\"how\":\"PHONE\"} | /how",
            })
    void a_spoilt_body_is_refused_at_the_place(String body, String pointer) {
        HttpResponseMessage answer = put(alice, 0, body);

        assertThat(answer.getStatusCode()).as((String) answer.getBody()).isEqualTo(422);
        assertThat(pointer(answer)).isEqualTo(pointer);
    }

    @Test
    void a_purpose_named_twice_is_refused() {
        String twice = body(decision("marketing-email", true, "1"), decision("marketing-email", false, "1"));

        assertThat(pointer(put(alice, 0, twice))).isEqualTo("/consents/1/purpose");
    }

    @Test
    void whoever_is_not_there_has_none() {
        UUID nobody = Ids.newId();

        assertThat(get(bench.admin, nobody).getStatusCode()).isEqualTo(404);
        assertThat(get(bench.tokens.client(nobody), id).getStatusCode()).isEqualTo(404);
        assertThat(put(bench.tokens.client(nobody), 0, body(decision("marketing-email", true, "1")))
                        .getStatusCode())
                .isEqualTo(404);
    }

    @Test
    void the_app_itself_cannot_change_the_record() {
        put(alice, 0, body(decision("marketing-email", true, "1")));

        assertThatThrownBy(() -> bench.database
                        .database()
                        .withHandle(handle -> handle.execute("update consents set granted = false")))
                .hasMessageContaining("permission denied");
    }
}
