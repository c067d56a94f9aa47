package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A customer who leaves something in every app, under words that nobody else has. */
final class Person {
    private final Shop shop;
    private final String user;
    private final UUID id;

    /** As the token says it; the customer is registered under it. */
    private final String signedInAs;

    private final String name;
    private final String email;
    private final String phone;
    private final String street;

    private Person(
            Shop shop,
            String user,
            String id,
            String signedInAs,
            String name,
            String email,
            String phone,
            String street) {
        this.shop = shop;
        this.user = user;
        this.id = UUID.fromString(id);
        this.signedInAs = signedInAs;
        this.name = name;
        this.email = email;
        this.phone = phone;
        this.street = street;
    }

    static Person alice(Shop shop) {
        return new Person(
                shop,
                "alice",
                "a11ce000-0000-4000-8000-000000000001",
                "Larsen",
                "Alice Quillfeather",
                "quill.alice@example.com",
                "+493055501701",
                "Kabeljaugasse 77");
    }

    static Person bob(Shop shop) {
        return new Person(
                shop,
                "bob",
                "b0b00000-0000-4000-8000-000000000002",
                "Okafor",
                "Bob Marrowstone",
                "marrow.bob@example.com",
                "+493055502702",
                "Heringsweg 88");
    }

    String user() {
        return user;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    /** The path of the customer, with {@code more} after it. */
    String path(String more) {
        return "/api/v1/customers/" + id + more;
    }

    /** What must not be found anywhere once the person is forgotten; the phone number also as searches keep it. */
    List<String> words() {
        String surname = name.substring(name.indexOf(' ') + 1).toLowerCase(Locale.ROOT);
        String digits = phone.substring(3);
        return List.of(
                id.toString(),
                signedInAs,
                surname,
                user + "@example.com",
                email,
                digits,
                new StringBuilder(digits).reverse().toString(),
                street);
    }

    /** Registers, moves, and says what may be written to them and how. */
    void register() {
        post("/api/v1/customers", "{\"locale\":\"de-DE\",\"timeZone\":\"Europe/Berlin\"}");
        put("", """
                {"name":"%s","email":"%s","phone":"%s","locale":"de-DE","timeZone":"Europe/Berlin","addresses":[
                 {"name":"%s","line1":"%s","line2":"Door <2>","city":"Berlin","postalCode":"10115","country":"DE"}]}\
                """.formatted(name, email, phone, name, street));
        put("/preferences", "{\"newsletter\":\"MONTHLY\",\"preferredChannel\":\"EMAIL\"}");
        put(
                "/consents",
                "{\"consents\":[{\"purpose\":\"marketing-email\",\"granted\":true,\"textVersion\":\"2026-01\"}]}");
        shop.awaitQuery("select email from notifications.recipients where customer_id = '" + id + "'", email);
    }

    /** Places an order, to be sent to the person. */
    UUID order(String paymentMethod) {
        HttpResponse<String> answer = tryToOrder(paymentMethod);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return UUID.fromString(Shop.json(answer).get("id").asText());
    }

    HttpResponse<String> tryToOrder(String paymentMethod) {
        return shop.send(shop.request(user, "/api/v1/orders")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString("""
                        {"lines":[{"sku":"QS-1001","quantity":1}],"currency":"EUR","paymentMethod":"%s",
                         "shippingAddress":{"name":"%s","line1":"%s","city":"Berlin","postalCode":"10115",
                         "country":"DE"}}""".formatted(paymentMethod, name, street)))
                .build());
    }

    /** Waits for the order, then has it shipped and delivered: final. */
    void receive(UUID order) {
        awaitStatus(order, "CONFIRMED");
        setStatus(order, "SHIPPED");
        setStatus(order, "DELIVERED");
    }

    void awaitStatus(UUID order, String status) {
        shop.awaitQuery("select status from orders.order_states where order_id = '" + order + "'", status);
    }

    void cancel(UUID order) {
        HttpResponse<String> answer =
                shop.send(shop.request(user, "/api/v1/orders/" + order).DELETE().build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private void setStatus(UUID order, String status) {
        HttpResponse<String> current = shop.send(
                shop.request("manager", "/api/v1/orders/" + order).GET().build());
        HttpResponse<String> answer = shop.send(shop.request("manager", "/api/v1/orders/" + order + "/status")
                .header("If-Match", current.headers().firstValue("ETag").orElseThrow())
                .PUT(BodyPublishers.ofString("{\"status\":\"" + status + "\"}"))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    JsonNode look(String path) {
        return shop.look(user, path);
    }

    HttpResponse<String> get(String path) {
        return shop.send(shop.request(user, path).GET().build());
    }

    HttpResponse<String> post(String path, String body) {
        return shop.send(
                shop.request(user, path).POST(BodyPublishers.ofString(body)).build());
    }

    HttpResponse<String> delete(String path) {
        return shop.send(shop.request(user, path).DELETE().build());
    }

    private void put(String more, String body) {
        String etag = get(path(more)).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> answer = shop.send(shop.request(user, path(more))
                .header("If-Match", etag)
                .PUT(BodyPublishers.ofString(body))
                .build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
