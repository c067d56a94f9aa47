package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.local.endtoend.Mutations.Mutation;
import dev.quayside.local.endtoend.OpenApiContract.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Hostile input to every operation that takes any: a 4xx problem that points at the place, never a 500, and nothing
 * half written. What must be refused is what is wrong anywhere (another type, NUL, a megabyte of text, an unknown
 * field) and whatever the operation's own schema forbids.
 */
class BadInputIT {
    private static final int MOST_FAULTS = 15;
    private static final String UNKNOWN = "01900000-0000-7000-8000-000000000000";

    private final OpenApiContract contract = OpenApiContract.get();
    private final ContractClient client = new ContractClient();

    @TestFactory
    Stream<DynamicTest> every_field_of_every_body() {
        return bodies().map(operation -> dynamicTest(operation.route().toString(), () -> {
            Ask valid = valid(operation);
            List<String> faults = new ArrayList<>();
            Rows before = Rows.count();
            for (Mutation mutation : Mutations.of(valid.body())) {
                Answer answer = client.send(who(operation), valid.body(mutation.json()));
                judge(operation, mutation, answer).forEach(fault -> faults.add(mutation + ": " + fault));
                before = before.plus(operation.route(), answer);
            }
            assertFew(faults);
            assertThat(Rows.count()).isEqualTo(before);
        }));
    }

    private List<String> judge(Operation operation, Mutation mutation, Answer answer) {
        boolean isWrong = mutation.isWrong()
                || !contract.violations(operation, operation.requestSchema(), mutation.meant())
                        .isEmpty();
        if (!isWrong) {
            return answer.status() < 500 ? List.of() : List.of("a server error: " + answer);
        }
        if (answer.status() != 422) {
            return List.of("should be refused as invalid, but: " + answer);
        }
        return answer.places().stream().anyMatch(place -> isNear(place, mutation.pointer()))
                ? List.of()
                : List.of("the problem should point there, but: " + answer);
    }

    /** The place itself, something in it, or the whole it makes no sense in; never the body as such. */
    private static boolean isNear(String place, String pointer) {
        return place.equals(pointer)
                || place.startsWith(pointer + "/")
                || (!place.isEmpty() && pointer.startsWith(place + "/"));
    }

    @TestFactory
    Stream<DynamicTest> every_body_that_is_none() {
        return bodies().map(operation -> dynamicTest(operation.route().toString(), () -> {
            Ask valid = valid(operation);
            String json = valid.body();
            List<String> faults = new ArrayList<>();
            Rows before = Rows.count();
            List<String> malformed = List.of(
                    "",
                    " ",
                    "{",
                    "null",
                    "[]",
                    "42",
                    "\"x\"",
                    "true",
                    json + "x",
                    json + json,
                    json.replaceFirst("\\{", "{'a':1,"),
                    json.replaceFirst("\\{", "{\"a\":NaN,"),
                    json.substring(0, json.length() - 1),
                    "\u0000" + json,
                    "[".repeat(50_000),
                    "{\"a\":".repeat(50_000));
            malformed.forEach(body -> expect(faults, client.send(who(operation), valid.body(body)), 400, body));
            String name = json.substring(1, json.indexOf(':'));
            String twice = "{" + name + ":null," + json.substring(1);
            Answer repeated = client.send(who(operation), valid.body(twice));
            assertThat(repeated.status()).as("a repeated field: %s", repeated).isIn(400, 422);
            String huge = json.replaceFirst("\\{", "{" + " ".repeat(1_100_000));
            expect(faults, client.send(who(operation), valid.body(huge)), 413, "1.1 MB");
            for (String type : List.of("text/plain", "application/xml", "application/x-www-form-urlencoded", "x")) {
                expect(faults, client.send(who(operation), valid.mediaType(type)), 415, type);
            }
            expect(faults, client.send(who(operation), valid.without("Content-Type")), 415, "no media type");
            Answer utf16 = client.send(who(operation), valid.freshKey().in(StandardCharsets.UTF_16));
            assertThat(utf16.status()).as("UTF-16: %s", utf16).isBetween(400, 499);
            assertFew(faults);
            assertThat(Rows.count()).isEqualTo(before);
        }));
    }

    @TestFactory
    Stream<DynamicTest> every_query_parameter() {
        return contract.operations().values().stream()
                .filter(operation -> !operation.queryParameters().isEmpty())
                .map(operation -> dynamicTest(operation.route().toString(), () -> {
                    Ask valid = Samples.get(client).of(operation.route(), Who.ADMIN);
                    List<String> faults = new ArrayList<>();
                    for (JsonNode parameter : operation.queryParameters()) {
                        String name = parameter.path("name").asText();
                        Parameters.hostile(contract, operation, parameter).forEach((value, isWrong) -> {
                            Answer answer =
                                    client.send(Who.ADMIN, valid.path(Parameters.set(valid.path(), name, value)));
                            boolean points = answer.places().contains(name);
                            if (isWrong ? answer.status() != 400 || !points : answer.status() >= 500) {
                                faults.add(name + "=" + value + " answers " + answer);
                            }
                        });
                    }
                    assertFew(faults);
                }));
    }

    @TestFactory
    Stream<DynamicTest> every_id_in_a_path() {
        return contract.operations().values().stream()
                .filter(operation -> operation.route().path().contains("{id}"))
                .map(operation -> dynamicTest(operation.route().toString(), () -> {
                    Ask valid = valid(operation);
                    // What is read, only its customer can say.
                    Who who = operation.route().path().endsWith("/read") ? Who.OWNER : Who.ADMIN;
                    String template = operation.route().path().replace("{exportId}", UNKNOWN);
                    String unknown = template.replace("{id}", UNKNOWN);
                    assertThat(client.send(who, valid.path(unknown)).status()).isEqualTo(404);
                    for (String id : List.of("x", "1", "%00", "%27--", "..%2f..", "%F0%9F%9A%A2", "x".repeat(3_000))) {
                        Ask ask = valid.path(template.replace("{id}", id))
                                .header("Authorization", "Bearer " + client.token(who));
                        Answer answer = client.sendUnchecked(ask);
                        assertThat(answer.status())
                                .as("%s answers %s", ask, answer)
                                .isIn(400, 404);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> every_idempotency_key() {
        return bodies().filter(operation -> valid(operation).headers().containsKey(Ask.IDEMPOTENCY_KEY))
                .filter(operation -> !operation.route().path().equals("/api/v1/shipping/rates"))
                .map(operation -> dynamicTest(operation.route().toString(), () -> {
                    Ask valid = valid(operation);
                    Rows before = Rows.count();
                    Answer missing = client.send(Who.ADMIN, valid.without(Ask.IDEMPOTENCY_KEY));
                    assertThat(missing.status()).isEqualTo(400);
                    assertThat(missing.problem()).isEqualTo("idempotency-key-missing");
                    for (String key : List.of("k".repeat(256), "two words", "tab\there")) {
                        Answer answer = client.send(Who.ADMIN, valid.header(Ask.IDEMPOTENCY_KEY, key));
                        assertThat(answer.status()).as("%s: %s", key, answer).isEqualTo(400);
                        assertThat(answer.places()).containsExactly(Ask.IDEMPOTENCY_KEY);
                    }
                    assertThat(Rows.count()).isEqualTo(before);
                }));
    }

    @Test
    void an_edit_needs_the_version_that_was_read() {
        bodies().filter(operation -> operation.route().method().equals("PUT"))
                // A hold is placed or is there: nobody edits what somebody else has read.
                .filter(operation -> !operation.route().path().contains("/legal-holds/"))
                .forEach(operation -> {
                    Ask valid = valid(operation);
                    assertThat(client.send(Who.ADMIN, valid.without("If-Match")).status())
                            .isEqualTo(428);
                    for (String tag : List.of(
                            "*", "\"999999999999999999\"", "\"99999999999999999999999\"", "x", "\"-1\"", "W/\"1\"")) {
                        Answer answer = client.send(Who.ADMIN, valid.header("If-Match", tag));
                        assertThat(answer.status()).as("%s: %s", tag, answer).isEqualTo(412);
                    }
                });
    }

    @Test
    void an_order_in_another_currency_than_its_prices_is_refused_at_its_line() {
        Ask order = Samples.order("");
        Answer answer = client.send(Who.OWNER, order.body(order.body().replace("\"EUR\"", "\"USD\"")));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("currency-mismatch");
        assertThat(answer.places()).containsExactly("/lines/0");
    }

    @Test
    void an_order_of_an_unknown_and_a_discontinued_article_is_refused_at_their_lines() {
        for (String sku : List.of("QS-0000", "QS-1005", "' OR '1'='1", "\ud83d\udea2")) {
            Ask order = Samples.order("");
            Answer answer = client.send(Who.OWNER, order.body(order.body().replace("QS-1001", sku)));
            assertThat(answer.status()).as(sku).isEqualTo(422);
            assertThat(answer.places()).as(sku).containsExactly("/lines/0/sku");
        }
    }

    @Test
    void emoji_and_any_script_come_back_intact() {
        String name =
                "Zo\u00eb \ud83d\udea2\ud83c\udffd \u05e2\u05d1\u05e8\u05d9\u05ea \u4e2d\u6587 e\u0301 \u202e<b>'\\\\\\\"";
        Ask order = Samples.order("");
        Answer placed = client.send(Who.OWNER, order.body(order.body().replace("Alice Larsen", name)));
        assertThat(placed.status()).as("%s", placed).isEqualTo(201);
        String path = "/api/v1/orders/" + placed.json().path("id").asText();
        String sent = name.replace("\\\\", "\\").replace("\\\"", "\"");
        for (Answer answer : List.of(placed, client.send(Who.OWNER, Ask.get(path)))) {
            assertThat(answer.json().at("/shippingAddress/name").asText()).isEqualTo(sent);
        }
    }

    private Stream<Operation> bodies() {
        return contract.operations().values().stream()
                .filter(operation -> !operation.requestSchema().isMissingNode());
    }

    /** An admin, unless only clients may. */
    private static Who who(Operation operation) {
        return operation.route().toString().equals("POST /api/v1/customers") ? Who.OWNER : Who.ADMIN;
    }

    private Ask valid(Operation operation) {
        return Samples.get(client).of(operation.route(), who(operation));
    }

    private static void expect(List<String> faults, Answer answer, int status, String sent) {
        if (answer.status() != status) {
            String shown = sent.length() > 40 ? sent.substring(0, 40) + "…" : sent;
            faults.add(shown + " should be " + status + " but is " + answer);
        }
    }

    private static void assertFew(List<String> faults) {
        String shown = String.join("\n", faults.subList(0, Math.min(MOST_FAULTS, faults.size())));
        assertThat(faults.size()).as("%d faults:\n%s", faults.size(), shown).isZero();
    }
}
