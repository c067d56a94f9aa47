package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.local.endtoend.Staging.Route;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A request for every route that should succeed for whoever may send it, and the things that these requests name. */
final class Samples {
    private static final String ALICE = "a11ce000-0000-4000-8000-000000000001";
    private static final String NOBODY = "b0d10000-0000-4000-8000-000000000009";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Samples shared;

    private final ContractClient client;
    private final DeadLetters letters = new DeadLetters(SharedPlatform.get());
    private final String order;
    private final String product;
    private final String deadLetter;
    private final String erasure;

    private Samples(ContractClient client) {
        this.client = client;
        JsonNode confirmed = confirmedOrder();
        this.order = confirmed.path("id").asText();
        this.product = created(newProduct()).path("id").asText();
        Answer registered = client.send(Who.OWNER, registration());
        assertThat(registered.isSuccess()).as("alice registers: %s", registered).isTrue();
        this.deadLetter = letters.orderThatDied();
        this.erasure = erasure();
    }

    /** Made once: alice as a customer, her confirmed order, its payment, and a product that nobody orders. */
    static synchronized Samples get(ContractClient client) {
        if (shared == null) {
            shared = new Samples(client);
        }
        return shared;
    }

    /** The request to {@code route} as {@code who} would send it. */
    Ask of(Route route, Who who) {
        String path = route.path()
                .replace("{id}", named(route, who))
                .replace("{customerId}", NOBODY)
                .replace("{name}", "data-retention");
        if (path.contains("{exportId}")) {
            path = path.replace("{exportId}", export());
        }
        return switch (route.toString()) {
            case "POST /api/v1/orders" -> order(who.isClient() ? "" : "\"customerId\":\"" + ALICE + "\",");
            case "DELETE /api/v1/orders/{id}" -> Ask.get(path).method("DELETE");
            case "PUT /api/v1/orders/{id}/status" ->
                Ask.of("PUT", path, "{\"status\":\"SHIPPED\"}").header("If-Match", etag(path.replace("/status", "")));
            case "POST /api/v1/shipping/rates" -> Ask.of("POST", path, RATES);
            case "GET /api/v1/products/search" -> Ask.get(path + "?q=demo");
            case "POST /api/v1/products" -> newProduct();
            case "PUT /api/v1/products/{id}" ->
                Ask.of("PUT", path, productBody("")).header("If-Match", etag(path));
            case "POST /api/v1/products/{id}/inventory/adjustments" ->
                Ask.of("POST", path, "{\"delta\":5,\"reason\":\"found in the yard\"}");
            case "POST /api/v1/categories" ->
                Ask.of("POST", path, "{\"slug\":\"" + word() + "\",\"name\":\"Made by a test\"}");
            case "POST /api/v1/payments" -> Ask.of("POST", path, PAYMENT);
            case "POST /api/v1/payments/{id}/refund" -> Ask.of("POST", path, REFUND);
            case "GET /api/v1/payments/reconciliation" ->
                Ask.get(path + "?from=" + Instant.now().minus(1, ChronoUnit.DAYS) + "&to=" + Instant.now());
            case "POST /api/v1/customers" -> registration();
            case "PUT /api/v1/customers/{id}" -> Ask.of("PUT", path, PROFILE).header("If-Match", etag(path));
            case "PUT /api/v1/customers/{id}/preferences" ->
                Ask.of("PUT", path, "{\"newsletter\":\"MONTHLY\",\"preferredChannel\":\"EMAIL\"}")
                        .header("If-Match", etag(path));
            case "PUT /api/v1/customers/{id}/consents" ->
                Ask.of("PUT", path, consents(who)).header("If-Match", etag(path));
            case "DELETE /api/v1/customers/{id}" -> erasure(path, who);
            case "POST /api/v1/customers/{id}/gdpr/export" -> Ask.get(path).method("POST");
            case "POST /api/v1/audit/logs" -> Ask.of("POST", path, AUDIT_ENTRY);
            case "GET /api/v1/audit/logs" -> Ask.get(path + "?customerId=" + ALICE);
            case "GET /api/v1/audit/export" -> Ask.get(path + "?stream=api&limit=10");
            case "GET /api/v1/notifications", "GET /api/v1/notifications/preferences" -> Ask.get(ofAlice(path, who));
            case "POST /api/v1/notifications" -> Ask.of("POST", path, NOTIFICATION);
            case "PUT /api/v1/notifications/read", "PUT /api/v1/notifications/{id}/read" ->
                Ask.get(path).method("PUT");
            case "PUT /api/v1/notifications/preferences" -> preferences(ofAlice(path, who), who);
            case "POST /api/v1/admin/dead-letters/resubmit" ->
                Ask.of("POST", path, "{\"source\":\"orders-queue\",\"type\":\"none\",\"limit\":1,\"reason\":\"test\"}");
            case "POST /api/v1/admin/dead-letters/{id}/resubmit" ->
                Ask.of("POST", path, "{\"body\":\"{}\",\"reason\":\"test\"}");
            case "POST /api/v1/admin/dead-letters/{id}/discard" -> Ask.of("POST", path, "{\"reason\":\"test\"}");
            case "PUT /api/v1/admin/legal-holds/{customerId}" -> hold(path);
            case "DELETE /api/v1/admin/legal-holds/{customerId}" -> {
                client.send(Who.ADMIN, hold(path));
                yield Ask.get(path).method("DELETE");
            }
            case "POST /api/v1/admin/jobs/{name}/run" -> Ask.of("POST", path, "{\"dryRun\":true}");
            default -> plain(route, path);
        };
    }

    private static Ask hold(String path) {
        return Ask.of("PUT", path, "{\"ground\":\"OTHER\",\"reason\":\"test\"}").without(Ask.IDEMPOTENCY_KEY);
    }

    /** Somebody who has never been here is to be forgotten. */
    private String erasure() {
        String id = UUID.randomUUID().toString();
        String event = """
                {"specversion":"1.0","id":"%s","source":"/test","type":"quayside.gdpr.erasure-requested.v1",
                 "subject":"%s","data":{"erasureId":"%1$s","customerId":"%2$s","requestedBy":"client:%2$s","at":"%s"}}
                """.formatted(id, UUID.randomUUID(), Instant.now());
        letters.toTopic("gdpr-events", DeadLetters.event(event, "quayside.gdpr.erasure-requested.v1"));
        Awaitility.await("the erasure is begun")
                .atMost(PATIENCE)
                .until(() -> client.send(Who.ADMIN, Ask.get("/api/v1/admin/erasures/" + id))
                        .isSuccess());
        return id;
    }

    private static final String NOTIFICATION = "{\"customerId\":\"" + ALICE + "\",\"template\":\"message\","
            + "\"data\":{\"title\":\"About your call\",\"text\":\"It is done\"}}";
    private static final String PREFERENCES = "{\"events\":[{\"event\":\"order-shipped\","
            + "\"channels\":[\"SMS\",\"EMAIL\"]}],"
            + "\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:00\",\"timeZone\":\"Europe/Berlin\"}}";
    private static final String RATES = "{\"destination\":{\"country\":\"DE\",\"postalCode\":\"10115\"},"
            + "\"lines\":[{\"sku\":\"QS-1001\",\"quantity\":2}],\"currency\":\"EUR\"}";
    private static final String PAYMENT = "{\"amount\":{\"amount\":500,\"currency\":\"EUR\"},"
            + "\"paymentMethod\":\"tok_ok\",\"reference\":\"by phone\"}";
    private static final String REFUND = "{\"amount\":{\"amount\":1,\"currency\":\"EUR\"},\"reason\":\"scratched\"}";

    private static final String PROFILE = "{\"name\":\"Alice Larsen\",\"email\":\"alice@example.com\","
            + "\"phone\":\"+4930123456\",\"locale\":\"de-DE\",\"timeZone\":\"Europe/Berlin\",\"addresses\":["
            // short, so that ten thousand of them are below the limit of a body
            + "{\"name\":\"A\",\"line1\":\"Kai 1\",\"line2\":\"D\",\"city\":\"B\",\"postalCode\":\"1\",\"country\":\"DE\"}]}";

    private static String consents(Who who) {
        return "{\"consents\":[{\"purpose\":\"marketing-email\",\"granted\":true,\"textVersion\":\"2026-01\"}],"
                + (who.isEmployee() ? "\"how\":\"PHONE\"}" : "\"how\":\"PORTAL\"}");
    }

    /** Idempotent by nature: it takes no key. */
    private static Ask registration() {
        return Ask.of(
                        "POST",
                        "/api/v1/customers",
                        "{\"phone\":\"+4930123456\",\"locale\":\"de-DE\",\"timeZone\":\"Europe/Berlin\"}")
                .without(Ask.IDEMPOTENCY_KEY);
    }

    /** Whoever may erase gets a guest to erase, who asks for it as the owner does; the others try alice. */
    private Ask erasure(String path, Who who) {
        Ask alice = Ask.get(path).method("DELETE");
        if (who != Who.OWNER && who != Who.CUSTOMER_SERVICE && who != Who.ADMIN) {
            return alice;
        }
        Guest guest = Guest.registered(client);
        Ask ask = alice.path("/api/v1/customers/" + guest.id());
        return who == Who.OWNER ? guest.own(ask) : ask;
    }

    /** Of alice; there is one a day. */
    private String export() {
        Answer answer = client.send(
                Who.OWNER,
                Ask.get("/api/v1/customers/" + ALICE + "/gdpr/export").method("POST"));
        assertThat(answer.status()).as("an export is asked for: %s", answer).isEqualTo(202);
        return answer.json().path("exportId").asText();
    }

    private static final String AUDIT_ENTRY = "{\"action\":\"customer.viewed\",\"subjectType\":\"customer\","
            + "\"subjectId\":\"" + ALICE + "\",\"customerId\":\"" + ALICE + "\",\"result\":\"OK\","
            + "\"address\":\"203.0.113.7\",\"details\":{\"ticket\":\"4711\"}}";

    private static Ask plain(Route route, String path) {
        if (!route.method().equals("GET")) {
            throw new IllegalStateException("There is no sample for " + route + ": add one here");
        }
        return Ask.get(path);
    }

    /** What {@code {id}} stands for; what changes an order or gives its money back gets one of its own. */
    private String named(Route route, Who who) {
        String path = route.path();
        if (!path.contains("{id}")) {
            return "";
        }
        if (path.startsWith("/api/v1/orders/")) {
            return switch (route.method()) {
                case "GET" -> order;
                // Only what no longer moves by itself still has the ETag that was read.
                case "PUT" -> confirmedOrder().path("id").asText();
                default -> placed(Who.OWNER).path("id").asText();
            };
        }
        if (path.startsWith("/api/v1/customers/")) {
            return ALICE;
        }
        if (path.startsWith("/api/v1/products/")) {
            return product;
        }
        if (path.startsWith("/api/v1/notifications/")) {
            return notification();
        }
        if (path.startsWith("/api/v1/admin/dead-letters/")) {
            // Only once somebody decides about it; who may not need none of their own.
            return who == Who.ADMIN && route.method().equals("POST") ? letters.orderThatDied() : deadLetter;
        }
        if (path.startsWith("/api/v1/admin/erasures/")) {
            return erasure;
        }
        boolean refunds = path.endsWith("/refund") && who.isEmployee();
        return payment(refunds ? confirmedOrder().path("id").asText() : order);
    }

    /** Clients mean themselves, employees name the customer. */
    private static String ofAlice(String path, Who who) {
        return who.isClient() ? path : path + "?customerId=" + ALICE;
    }

    private Ask preferences(String path, Who who) {
        Answer current = client.send(who.isClient() ? who : Who.ADMIN, Ask.get(path));
        return Ask.of("PUT", path, PREFERENCES)
                .header("If-Match", current.header("etag").orElseThrow());
    }

    /** Something that alice was told; the news of her order may be on its way. */
    private String notification() {
        return Awaitility.await("alice is told of her order")
                .atMost(PATIENCE)
                .until(
                        () -> read("/api/v1/notifications?customerId=" + ALICE).at("/items/0/id"),
                        id -> !id.isMissingNode())
                .asText();
    }

    private String payment(String order) {
        JsonNode payments = read("/api/v1/payments?orderId=" + order).path("items");
        return payments.path(0).path("id").asText();
    }

    /** An order of alice's as she placed it just now. */
    JsonNode placed(Who who) {
        Answer answer = client.send(who, order(""));
        assertThat(answer.status()).as("an order is placed: %s", answer).isEqualTo(201);
        return answer.json();
    }

    /** @param more further fields, each with a comma after it */
    static Ask order(String more) {
        return Ask.of(
                "POST",
                "/api/v1/orders",
                "{" + more + "\"lines\":[{\"sku\":\"QS-1001\",\"quantity\":1}],\"currency\":\"EUR\","
                        + "\"paymentMethod\":\"tok_ok\",\"shippingAddress\":{\"name\":\"Alice Larsen\","
                        + "\"line1\":\"Kai 1\",\"line2\":\"Door 2\",\"city\":\"Berlin\",\"postalCode\":\"10115\","
                        + "\"country\":\"DE\"}}");
    }

    private Ask newProduct() {
        return Ask.of(
                "POST",
                "/api/v1/products",
                productBody("\"sku\":\"T-" + word().toUpperCase(Locale.ROOT) + "\",\"initialStock\":10,"));
    }

    private String productBody(String more) {
        String category =
                read("/api/v1/categories").path("items").path(0).path("slug").asText();
        return "{" + more + "\"name\":\"Test anchor\",\"description\":\"Holds well\",\"category\":\"" + category
                + "\",\"price\":{\"amount\":1999,\"currency\":\"EUR\"},\"weightGrams\":900,"
                + "\"attributes\":{\"colour\":\"blue\"},\"lowStockThreshold\":1}";
    }

    private JsonNode confirmedOrder() {
        // The first orders may come before the prices have reached the orders app.
        Answer first = Awaitility.await("alice's order is accepted")
                .atMost(PATIENCE)
                .until(() -> client.send(Who.OWNER, order("")), Answer::isSuccess);
        String path = "/api/v1/orders/" + first.json().path("id").asText();
        return Awaitility.await("alice's order is confirmed")
                .atMost(PATIENCE)
                .until(() -> read(path), json -> json.path("status").asText().equals("CONFIRMED"));
    }

    private JsonNode created(Ask ask) {
        Answer answer = client.send(Who.ADMIN, ask);
        assertThat(answer.status()).as("%s answers %s", ask, answer).isEqualTo(201);
        return answer.json();
    }

    private JsonNode read(String path) {
        Answer answer = client.send(Who.ADMIN, Ask.get(path));
        assertThat(answer.status()).as("GET %s answers %s", path, answer).isEqualTo(200);
        return answer.json();
    }

    private String etag(String path) {
        Answer answer = client.send(Who.ADMIN, Ask.get(path));
        return answer.header("etag").orElseThrow(() -> new AssertionError("GET " + path + " has no ETag: " + answer));
    }

    private static String word() {
        return UUID.randomUUID().toString().substring(0, 13);
    }
}
