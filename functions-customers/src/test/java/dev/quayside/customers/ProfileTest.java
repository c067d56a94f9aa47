package dev.quayside.customers;

import static dev.quayside.customers.CustomersBench.json;
import static dev.quayside.customers.CustomersBench.pointer;
import static dev.quayside.customers.CustomersBench.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.CustomerEvents.CustomerRegistered;
import dev.quayside.shared.contracts.CustomerEvents.CustomerUpdated;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Registration at the first sign-in, and the profile from then on. */
class ProfileTest {

    private static CustomersBench bench;

    private final UUID id = Ids.newId();
    private final String alice = bench.token(id, "Alice Larsen", "alice@example.com");

    @BeforeAll
    static void open() {
        bench = new CustomersBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void the_first_sign_in_makes_a_customer_of_what_the_token_says() {
        HttpResponseMessage answer = bench.register(alice, "{}");

        assertThat(answer.getStatusCode()).isEqualTo(201);
        assertThat(answer.getHeader("Location")).isEqualTo("/api/v1/customers/" + id);
        assertThat(answer.getHeader("ETag")).isEqualTo("\"1\"");
        JsonNode customer = json(answer);
        assertThat(customer.get("name").asText()).isEqualTo("Alice Larsen");
        assertThat(customer.get("email").asText()).isEqualTo("alice@example.com");
        assertThat(customer.get("locale").asText()).isEqualTo("en");
        assertThat(customer.get("timeZone").asText()).isEqualTo("UTC");
        assertThat(customer.get("addresses")).isEmpty();
        assertThat(customer.has("phone")).isFalse();
        assertThat(json(bench.get(alice, id))).isEqualTo(customer);
        List<JsonNode> told = bench.told(CustomerRegistered.TYPE, id);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).at("/contact/email").asText()).isEqualTo("alice@example.com");
        assertThat(told.get(0).get("version").asInt()).isEqualTo(1);
    }

    @Test
    void a_later_sign_in_answers_the_customer_that_is_there() {
        HttpResponseMessage first = bench.register(alice, "{}");

        HttpResponseMessage second = bench.register(alice, "{\"name\":\"Somebody Else\"}");

        assertThat(second.getStatusCode()).isEqualTo(200);
        assertThat(json(second)).isEqualTo(json(first));
        assertThat(bench.told(CustomerRegistered.TYPE, id)).hasSize(1);
    }

    @Test
    void ten_sign_ins_at_once_make_one_customer() throws Exception {
        List<Integer> statuses = new CopyOnWriteArrayList<>();

        CustomersBench.atOnce(10, () -> statuses.add(bench.register(alice, "{}").getStatusCode()));

        assertThat(statuses).containsOnlyOnce(201).hasSize(10);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(9);
        assertThat(bench.told(CustomerRegistered.TYPE, id)).hasSize(1);
    }

    @Test
    void the_verified_address_of_the_token_wins_and_the_name_is_as_the_customer_wants_it() {
        JsonNode customer =
                json(bench.register(alice, "{\"name\":\"Al\",\"email\":\"bob@example.com\",\"locale\":\"de-at\"}"));

        assertThat(customer.get("name").asText()).isEqualTo("Al");
        assertThat(customer.get("email").asText()).isEqualTo("alice@example.com");
        assertThat(customer.get("locale").asText()).isEqualTo("de-AT");
    }

    @Test
    void who_has_no_name_in_token_or_body_is_asked_for_it() {
        String nameless = bench.tokens.client(id);

        HttpResponseMessage refused = bench.register(nameless, "{}");

        assertThat(refused.getStatusCode()).isEqualTo(422);
        assertThat(pointer(refused)).isEqualTo("/name");
        assertThat(bench.register(nameless, "{\"name\":\"李小龍 🐙\"}").getStatusCode())
                .isEqualTo(201);
        assertThat(json(bench.get(nameless, id)).get("name").asText()).isEqualTo("李小龍 🐙");
    }

    @Test
    void what_the_token_says_in_a_form_we_do_not_take_is_as_if_it_were_not_said() {
        String odd = bench.tokens.client(
                id, Map.of("name", "x".repeat(2_000), "email", "no address", "locale", "Deutsch, bitte"));

        JsonNode customer = json(bench.register(odd, "{\"name\":\"Alice\"}"));

        assertThat(customer.get("name").asText()).isEqualTo("Alice");
        assertThat(customer.has("email")).isFalse();
        assertThat(customer.get("locale").asText()).isEqualTo("en");
    }

    @Test
    void a_profile_is_replaced_and_told() {
        bench.register(alice, "{}");

        HttpResponseMessage answer = bench.put(alice, id, 1, CustomersBench.PROFILE);

        assertThat(answer.getStatusCode()).isEqualTo(200);
        assertThat(answer.getHeader("ETag")).isEqualTo("\"2\"");
        JsonNode customer = json(answer);
        assertThat(customer.get("phone").asText()).isEqualTo("+4930123456");
        assertThat(customer.at("/addresses/0/city").asText()).isEqualTo("Berlin");
        assertThat(json(bench.get(alice, id))).isEqualTo(customer);
        List<JsonNode> told = bench.told(CustomerUpdated.TYPE, id);
        assertThat(told).hasSize(1);
        assertThat(told.get(0).at("/contact/timeZone").asText()).isEqualTo("Europe/Berlin");
        assertThat(told.get(0).get("version").asInt()).isEqualTo(2);
        assertThat(bench.trail(id)).isEmpty();
    }

    @Test
    void a_profile_that_stays_as_it_is_is_not_told() {
        bench.register(alice, "{}");
        bench.put(alice, id, 1, CustomersBench.PROFILE);

        HttpResponseMessage again = bench.put(alice, id, 2, CustomersBench.PROFILE);

        assertThat(again.getHeader("ETag")).isEqualTo("\"2\"");
        assertThat(bench.told(CustomerUpdated.TYPE, id)).hasSize(1);
    }

    @Test
    void of_two_changes_at_once_one_is_refused() throws Exception {
        bench.register(alice, "{}");
        List<Integer> statuses = new CopyOnWriteArrayList<>();

        CustomersBench.atOnce(
                8,
                () -> statuses.add(
                        bench.put(alice, id, 1, CustomersBench.PROFILE).getStatusCode()));

        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(1);
        assertThat(statuses.stream().filter(status -> status == 412)).hasSize(7);
    }

    @Test
    void a_change_needs_the_version_that_was_read() {
        bench.register(alice, "{}");
        TestRequest request =
                TestRequest.put("v1/customers/" + id, CustomersBench.PROFILE).as(alice);

        assertThat(problem(bench.http.update(request, id.toString(), bench.context)))
                .isEqualTo("precondition-required");
        assertThat(problem(bench.put(alice, id, 7, CustomersBench.PROFILE))).isEqualTo("precondition-failed");
    }

    @Test
    void an_employees_look_and_change_are_on_record() {
        bench.register(alice, "{}");

        bench.http.get(
                TestRequest.get("v1/customers/" + id)
                        .as(bench.agent)
                        .header("X-Forwarded-For", "203.0.113.7, 10.0.0.1:51234"),
                id.toString(),
                bench.context);
        bench.put(bench.admin, id, 1, CustomersBench.PROFILE);

        assertThat(bench.trail(id)).containsExactly("employee customer.viewed", "employee customer.updated");
        JsonNode look = bench.told("quayside.audit.access-recorded.v1", id).get(0);
        assertThat(look.get("customerId").asText()).isEqualTo(id.toString());
        assertThat(look.get("address").asText()).isEqualTo("203.0.113.7");
        assertThat(look.get("result").asText()).isEqualTo("OK");
    }

    @Test
    void other_clients_find_nobody() {
        bench.register(alice, "{}");
        String bob = bench.tokens.client(Ids.newId());

        assertThat(bench.get(bob, id).getStatusCode()).isEqualTo(404);
        assertThat(bench.put(bob, id, 1, CustomersBench.PROFILE).getStatusCode())
                .isEqualTo(404);
        assertThat(bench.get(bench.admin, Ids.newId()).getStatusCode()).isEqualTo(404);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"Alice Larsen\",\"email\"  | \" \",\"email\"                       | /name",
                "\"name\":\"Alice Larsen\",\"email\" | \"email\"                     | /name",
                "\"alice@example.com\"       | \"alice\"                             | /email",
                "\"alice@example.com\"       | \"a b@example.com\"                   | /email",
                "\"+4930123456\"             | \"030 123456\"                        | /phone",
                "\"+4930123456\"             | \"+49301234567890123\"                | /phone",
                "\"+4930123456\"             | 4930123456                            | /phone",
                "\"de-DE\"                   | \"Deutsch, bitte\"                    | /locale",
                "\"de-DE\"                   | \"\"                                  | /locale",
                "\"Europe/Berlin\"           | \"Berlin\"                            | /timeZone",
                "\"Europe/Berlin\"           | null                                  | /timeZone",
                "\"city\":\"Berlin\",        | ``                                    | /addresses/0/city",
                "\"country\":\"DE\"          | \"country\":\"Germany\"               | /addresses/0/country",
                "\"country\":\"DE\"          | \"country\":\"DE\",\"planet\":\"x\"   | /addresses/0/planet",
                "\"name\":\"Alice Larsen\",\"email\" | \"id\":1,\"name\":\"A\",\"email\" | /id",
            })
    void a_spoilt_profile_is_refused_at_the_place(String what, String by, String pointer) {
        bench.register(alice, "{}");
        String body = CustomersBench.PROFILE.replace("\n", "");
        assertThat(body).contains(what);

        HttpResponseMessage answer = bench.put(alice, id, 1, body.replace(what, by == null ? "" : by));

        assertThat(answer.getStatusCode()).as((String) answer.getBody()).isEqualTo(422);
        assertThat(pointer(answer)).isEqualTo(pointer);
        assertThat(bench.get(alice, id).getHeader("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void an_address_of_two_thousand_characters_and_eleven_addresses_are_refused() {
        String longEmail = CustomersBench.PROFILE.replace("alice@", "a".repeat(2_000) + "@");
        String address = "{\"name\":\"A\",\"line1\":\"K\",\"city\":\"B\",\"postalCode\":\"1\",\"country\":\"DE\"}";
        String eleven = "{\"addresses\":[" + (address + ",").repeat(10) + address + "]}";

        assertThat(pointer(bench.put(alice, id, 1, longEmail))).isEqualTo("/email");
        assertThat(pointer(bench.register(alice, eleven))).isEqualTo("/addresses");
    }
}
