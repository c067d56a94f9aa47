package dev.quayside.notifications;

import static dev.quayside.notifications.NotificationsWorld.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Notifications that employees and services send. */
class SendingTest {

    private static NotificationsWorld world;
    private final UUID customer = Ids.newId();
    private final String key = Ids.newId().toString();

    @BeforeAll
    static void open() {
        world = new NotificationsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private String message(String title, String text) {
        return "{\"customerId\":\"" + customer + "\",\"template\":\"message\",\"data\":{\"title\":\"" + title
                + "\",\"text\":\"" + text + "\"}}";
    }

    private HttpResponseMessage send(String body, String token) {
        return world.http()
                .send(TestRequest.post("v1/notifications", body).as(token).key(key), new TestContext());
    }

    private HttpResponseMessage send(String body) {
        return send(body, world.tokens.employee("customer-service"));
    }

    @Test
    void an_agent_tells_a_customer_something() {
        HttpResponseMessage sent = send(message("About your call", "It is <b>done</b>."));

        assertThat(sent.getStatusCode()).isEqualTo(201);
        JsonNode shown = body(sent);
        assertThat(sent.getHeader("Location"))
                .isEqualTo("/api/v1/notifications/" + shown.get("id").asText());
        assertThat(shown.get("customerId").asText()).isEqualTo(customer.toString());
        JsonNode told = world.history(customer).at("/items/0");
        assertThat(told.get("title").asText()).isEqualTo("About your call");
        assertThat(told.get("text").asText()).isEqualTo("It is <b>done</b>.");
        assertThat(world.trail(customer)).containsExactly("notification.sent");
    }

    @Test
    void the_same_request_tells_once() {
        HttpResponseMessage first = send(message("a", "b"));
        HttpResponseMessage again = send(message("a", "b"));

        assertThat(again.getBody()).isEqualTo(first.getBody());
        assertThat(again.getHeader("Idempotency-Replayed")).isEqualTo("true");
        assertThat(send(message("a", "c")).getStatusCode()).isEqualTo(422);
        assertThat(world.history(customer).get("items")).hasSize(1);
    }

    @Test
    void the_same_words_under_another_key_tell_again() {
        send(message("a", "b"));
        world.http()
                .send(
                        TestRequest.post("v1/notifications", message("a", "b"))
                                .as(world.tokens.service())
                                .key(Ids.newId().toString()),
                        new TestContext());

        assertThat(world.history(customer).get("items")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /customerId",
                "{'customerId':'x'} | /customerId",
                "{'customerId':'0190a000-0000-7000-8000-000000000001','data':{}} | /template",
                "{'customerId':'0190a000-0000-7000-8000-000000000001','template':'eaten','data':{}} | /template",
                "{'customerId':'0190a000-0000-7000-8000-000000000001','template':'export-ready','data':{}} | /template",
                "{'customerId':'0190a000-0000-7000-8000-000000000001','template':'message'} | /data",
                "{'customerId':'0190a000-0000-7000-8000-000000000001','template':'message','data':{'text':'x'}}"
                        + " | /data/title",
                "{'customerId':'0190a000-0000-7000-8000-000000000001','template':'message',"
                        + "'data':{'title':' ','text':'x'}} | /data/title",
                "{'customerId':'0190a000-0000-7000-8000-000000000001','template':'message',"
                        + "'data':{'title':null,'text':'x'}} | /data/title",
                "{'customerId':'0190a000-0000-7000-8000-000000000001','template':'message',"
                        + "'data':{'title':7,'text':'x'}} | /data/title",
                "{'customerId':'0190a000-0000-7000-8000-000000000001','template':'message',"
                        + "'data':{'title':'x','text':'x','name':'Eve'}} | /data/name",
                "{'customerId':'0190a000-0000-7000-8000-000000000001','template':'message',"
                        + "'data':{'title':'x','text':'x','a/b~':'y'}} | /data/a~1b~0"
            })
    void a_request_that_makes_no_sense_is_refused_at_its_place(String request, String pointer) {
        HttpResponseMessage refused = send(request.replace('\'', '"'));

        assertThat(refused.getStatusCode()).isEqualTo(422);
        assertThat(body(refused).findValuesAsText("pointer")).contains(pointer);
    }

    @Test
    void texts_have_limits() {
        assertThat(send(message("t", "x".repeat(2000))).getStatusCode()).isEqualTo(201);
        HttpResponseMessage text = world.http()
                .send(
                        TestRequest.post("v1/notifications", message("t", "x".repeat(2001)))
                                .as(world.tokens.employee("admin"))
                                .key("k1"),
                        new TestContext());
        HttpResponseMessage title = world.http()
                .send(
                        TestRequest.post("v1/notifications", message("t".repeat(201), "x"))
                                .as(world.tokens.employee("admin"))
                                .key("k2"),
                        new TestContext());

        assertThat(body(text).at("/errors/0/pointer").asText()).isEqualTo("/data/text");
        assertThat(body(title).at("/errors/0/pointer").asText()).isEqualTo("/data");
        assertThat(world.history(customer).get("items")).hasSize(1);
    }

    @Test
    void a_key_is_needed() {
        HttpResponseMessage refused = world.http()
                .send(
                        TestRequest.post("v1/notifications", message("a", "b")).as(world.tokens.employee("admin")),
                        new TestContext());

        assertThat(refused.getStatusCode()).isEqualTo(400);
    }

    @Test
    void customers_and_order_managers_send_nothing() {
        for (String token : List.of(world.tokens.client(customer), world.tokens.employee("order-manager"))) {
            assertThat(send(message("a", "b"), token).getStatusCode()).isEqualTo(403);
        }
    }
}
