package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.local.PlatformProcess;
import dev.quayside.shared.contracts.GdprEvents;
import dev.quayside.shared.kernel.Json;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the law gives to customers, over all seven apps: a copy of their data, and to be forgotten. */
class GdprIT {

    /** The schema of each app. */
    private static final Map<String, String> SCHEMAS = Map.of(
            "orders", "orders",
            "catalog", "products",
            "payments", "payments",
            "notifications", "notifications",
            "customers", "customers",
            "housekeeping", "housekeeping",
            "audit", "audit");

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static PlatformProcess platform;
    private static Shop shop;

    @BeforeAll
    static void start() {
        platform = PlatformProcess.start();
        shop = new Shop(platform);
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void a_customer_gets_a_copy_of_all_data_and_is_then_forgotten() throws Exception {
        Person alice = Person.alice(shop);
        PersonalData data = new PersonalData(shop, alice);
        alice.register();
        UUID delivered = alice.order("tok_ok");
        UUID declined = alice.order("tok_declined");
        UUID cancelled = alice.order("tok_ok");
        alice.receive(delivered);
        alice.awaitStatus(declined, "REJECTED");
        alice.awaitStatus(cancelled, "CONFIRMED");
        alice.cancel(cancelled);
        awaitNotifications(alice, "order-delivered", "order-rejected", "payment-refunded");
        String stranger = orderOfAStranger();

        URI link = exported(alice, data, stranger);
        forgotten(alice, data, link);
    }

    private static void awaitNotifications(Person person, String... events) {
        Awaitility.await("news for " + person.name())
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told(person)).contains(events));
    }

    private static List<String> told(Person person) {
        return person.look("/api/v1/notifications?limit=200").findValuesAsText("event");
    }

    /** Somebody else's address must be in nobody's copy. */
    private static String orderOfAStranger() {
        UUID stranger = UUID.randomUUID();
        HttpResponse<String> answer = shop.send(shop.request("admin", "/api/v1/orders")
                .header("Idempotency-Key", stranger.toString())
                .POST(BodyPublishers.ofString("""
                        {"customerId":"%s","lines":[{"sku":"QS-1002","quantity":1}],"currency":"EUR",
                         "paymentMethod":"tok_ok","shippingAddress":{"name":"Zoran Fremdmann","line1":"Seitenweg 9",
                         "city":"Berlin","postalCode":"10115","country":"DE"}}""".formatted(stranger)))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        UUID order = UUID.fromString(Shop.json(answer).get("id").asText());
        shop.awaitQuery("select status from orders.order_states where order_id = '" + order + "'", "CONFIRMED");
        return stranger.toString();
    }

    private static URI exported(Person alice, PersonalData data, String stranger) throws Exception {
        Map<String, Long> before = Awaitility.await("all that know " + alice.name())
                .atMost(PATIENCE)
                .until(
                        () -> rowsOf(alice),
                        rows -> schemasOf(rows)
                                .containsAll(List.of("orders", "payments", "customers", "notifications", "audit")));
        String export = data.requestExport();
        URI link = data.awaitLink(export);
        Map<String, String> files = PersonalData.files(link);

        assertThat(files.keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("index.html"),
                                GdprEvents.PARTICIPANTS.stream().map(app -> app + ".json"))
                        .toList());
        Map<String, Long> copied = new TreeMap<>();
        for (String app : GdprEvents.PARTICIPANTS) {
            JsonNode part = Json.read(files.get(app + ".json"), JsonNode.class);
            assertThat(part.path("app").asText()).isEqualTo(app);
            for (JsonNode table : part.path("tables")) {
                copied.put(SCHEMAS.get(app) + "." + table.path("name").asText(), (long)
                        table.path("rows").size());
            }
        }
        assertThat(copied.keySet()).isEqualTo(before.keySet());
        before.forEach((table, rows) -> assertThat(copied.get(table)).as(table).isGreaterThanOrEqualTo(rows));
        assertThat(copied).containsEntry("orders.orders", 3L).containsEntry("customers.customers", 1L);
        assertThat(String.join("\n", files.values()))
                .contains(alice.words().get(0))
                .doesNotContain(
                        "tok_",
                        stranger,
                        "Fremdmann",
                        "Seitenweg",
                        Person.bob(shop).id().toString());
        assertThat(files.get("index.html"))
                .contains("<html", alice.name(), "Door &lt;2&gt;", "</html>")
                .doesNotContain("Door <2>");

        assertThat(data.requestExport()).as("the same within a day").isEqualTo(export);
        Awaitility.await("alice is told")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(told(alice)).anyMatch(event -> event.contains("export")));
        return link;
    }

    private static Set<String> schemasOf(Map<String, Long> rows) {
        return rows.keySet().stream()
                .filter(table -> rows.get(table) > 0)
                .map(table -> table.substring(0, table.indexOf('.')))
                .collect(Collectors.toSet());
    }

    /** How many rows each registered table has of the person. */
    private static Map<String, Long> rowsOf(Person person) {
        Map<String, Long> rows = new TreeMap<>();
        for (String schema : SCHEMAS.values()) {
            for (String table :
                    shop.query("select table_name from %s.personal_data_tables where exported".formatted(schema))) {
                String owner = shop.one("select owner from %s.personal_data_tables where table_name = '%s'"
                                .formatted(schema, table))
                        .replaceAll("(?<!:):customer\\b", "'" + person.id() + "'::uuid")
                        .replaceAll("(?<!:):reference\\b", "'client:" + person.id() + "'");
                rows.put(schema + "." + table, count(schema, "select count(*) from " + table + " where " + owner));
            }
        }
        return rows;
    }

    /** The register's conditions name what the schema has without naming the schema. */
    private static long count(String schema, String sql) {
        try (Connection connection = platform.connect("quayside")) {
            connection.setSchema(schema);
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(sql)) {
                result.next();
                return result.getLong(1);
            }
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static void forgotten(Person alice, PersonalData data, URI link) throws Exception {
        String money = "select sum(total) from orders.orders";
        String before = shop.one(money);

        data.requestErasure();
        assertThat(alice.get(alice.path("")).statusCode()).isEqualTo(410);
        assertThat(alice.post(alice.path("/gdpr/export"), "").statusCode()).isEqualTo(410);
        JsonNode erasure = data.awaitErasure("COMPLETED");

        PersonalTraces traces = new PersonalTraces(shop, alice.words());
        Awaitility.await("nothing names her")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(traces.unexplained()).isEmpty());
        assertThat(shop.one(money)).as("what tax law keeps").isEqualTo(before);
        assertThat(PersonalData.fetch(link).statusCode()).isEqualTo(404);
        assertThat(alice.tryToOrder("tok_ok").statusCode()).isEqualTo(410);
        assertProven(alice, data, erasure);
    }

    private static void assertProven(Person alice, PersonalData data, JsonNode erasure) throws Exception {
        HttpResponse<String> certificate =
                shop.send(shop.request("admin", "/api/v1/admin/erasures/" + data.erasureId() + "/certificate")
                        .GET()
                        .build());
        assertThat(certificate.body())
                .contains(data.pseudonym())
                .doesNotContain(alice.id().toString());
        assertThat(Shop.json(certificate).path("apps").findValuesAsText("app"))
                .containsExactlyInAnyOrderElementsOf(GdprEvents.PARTICIPANTS);
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(certificate.body().getBytes(StandardCharsets.UTF_8));
        assertThat(erasure.at("/certificate/sha256").asText())
                .isEqualTo(HexFormat.of().formatHex(hash));

        Awaitility.await("all of it is on record")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertOnRecord(alice));
        assertThat(shop.look("admin", "/api/v1/audit/verify").path("intact").asBoolean())
                .isTrue();
    }

    /** From the first thing to the last, each app's part among them, and none of her words. */
    private static void assertOnRecord(Person alice) {
        JsonNode trail = shop.look("admin", "/api/v1/audit/gdpr/" + alice.id() + "?limit=200");
        List<JsonNode> newestFirst = new ArrayList<>();
        trail.path("items").forEach(newestFirst::add);
        newestFirst.removeIf(entry -> entry.path("action").asText().equals("audit.trail-viewed"));
        assertThat(newestFirst)
                .extracting(entry -> entry.path("action").asText())
                .containsSubsequence(
                        "gdpr.erasure-completed",
                        "gdpr.erased-part",
                        "gdpr.erasure-requested",
                        "gdpr.export-ready",
                        "gdpr.export-requested")
                .contains("customer.consent-changed", "order.viewed", "order.delivered");
        assertThat(newestFirst)
                .filteredOn(entry -> entry.path("action").asText().equals("gdpr.erased-part")
                        && entry.at("/details/outcome").asText().equals("DONE"))
                .extracting(entry -> entry.at("/details/app").asText())
                .containsExactlyInAnyOrderElementsOf(GdprEvents.PARTICIPANTS);
        assertThat(trail.toString().toLowerCase(Locale.ROOT)).doesNotContain(alice.words());
    }

    @Test
    void an_erasure_while_an_order_is_under_way_waits_and_says_so() {
        Person bob = Person.bob(shop);
        PersonalData data = new PersonalData(shop, bob);
        bob.register();
        UUID order = bob.order("tok_ok");
        bob.awaitStatus(order, "CONFIRMED");

        data.requestErasure();
        JsonNode waiting = data.awaitErasure("WAITING");

        assertThat(waiting.path("reason").asText()).containsIgnoringCase("order");
        assertThat(bob.get(bob.path("")).statusCode()).isEqualTo(410);
        assertThat(bob.tryToOrder("tok_ok").statusCode()).isEqualTo(410);
        assertThat(shop.one("select shipping_address from orders.orders where id = '" + order + "'"))
                .contains(bob.name());

        bob.receive(order);
        anHourPasses();
        data.awaitErasure("COMPLETED");
        assertThat(new PersonalTraces(shop, bob.words()).unexplained()).isEmpty();
    }

    private static void anHourPasses() {
        shop.execute("""
                update housekeeping.erasure_parts
                set asked_at = asked_at - interval '61 minutes', answered_at = answered_at - interval '61 minutes';
                update housekeeping.erasures set next_at = now() where state = 'WAITING'
                """);
    }
}
