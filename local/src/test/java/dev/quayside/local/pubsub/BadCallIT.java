package dev.quayside.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.rest.RequestOptions;
import com.azure.core.util.BinaryData;
import com.azure.messaging.webpubsub.WebPubSubServiceClient;
import com.azure.messaging.webpubsub.models.WebPubSubContentType;
import dev.quayside.local.Refusal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Calls with a good token that cannot be served. */
class BadCallIT {
    private static final WebPubSubContentType JSON = WebPubSubContentType.APPLICATION_JSON;
    private static final WebPubSubContentType TEXT = WebPubSubContentType.TEXT_PLAIN;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static TestPubSub pubSub;
    private static WebPubSubServiceClient sdk;

    @BeforeAll
    static void start() {
        pubSub = TestPubSub.start();
        sdk = pubSub.sdk();
    }

    @AfterAll
    static void stop() {
        pubSub.close();
    }

    @Test
    void a_body_that_is_not_json_is_400() {
        for (String body : new String[] {"no JSON", "{} {}", "", "[".repeat(5_000)}) {
            refused(() -> sdk.sendToAll(body, JSON), 400);
        }
    }

    @Test
    void a_message_of_more_than_a_mebibyte_is_413_and_one_of_a_mebibyte_is_taken() {
        sdk.sendToAll("x".repeat(Limits.MESSAGE_BYTES), TEXT);
        refused(() -> sdk.sendToAll("x".repeat(Limits.MESSAGE_BYTES + 1), TEXT), 413);
    }

    @Test
    void a_filter_is_refused_rather_than_ignored() {
        refused(
                () -> sdk.sendToAllWithResponse(
                        BinaryData.fromString("x"),
                        TEXT,
                        1,
                        new RequestOptions().addQueryParam("filter", "userId eq 'alice'")),
                400);
    }

    @Test
    void names_that_azure_does_not_take_are_400() {
        refused(() -> sdk.sendToGroup("x".repeat(1_025), "x", TEXT), 400);
        refused(() -> sdk.groupExistsWithResponse(" ", new RequestOptions()), 400);
        refused(() -> pubSub.sdk("7seas").sendToAll("x", TEXT), 400);
    }

    @Test
    void another_media_type_is_415_and_another_operation_404() {
        refused(
                () -> sdk.sendToAllWithResponse(
                        BinaryData.fromString("<a/>"),
                        new RequestOptions().setHeader(HttpHeaderName.CONTENT_TYPE, "application/xml")),
                415);
        refused(() -> sdk.addConnectionsToGroups(List.of("a"), "userId eq 'alice'"), 404);
    }

    @Test
    void what_is_no_websocket_and_what_leads_nowhere_is_told_so() throws Exception {
        assertThat(get("/client/hubs/notifications")).isEqualTo(400);
        assertThat(get("/client/hubs/7seas")).isEqualTo(400);
        assertThat(get("/client/")).isEqualTo(400);
        assertThat(get("/")).isEqualTo(404);
        assertThat(get("/api/hubs")).isEqualTo(404);
        assertThat(get("/api/health")).isEqualTo(200);
    }

    @Test
    void a_taken_port_is_refused_in_one_sentence() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> PubSubServer.start(pubSub.port()))
                .withMessageStartingWith("Web PubSub cannot listen on port " + pubSub.port() + ": ");
    }

    private static void refused(Runnable call, int status) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        HttpResponseException.class,
                        e -> assertThat(e.getResponse().getStatusCode()).isEqualTo(status));
    }

    private static int get(String path) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(URI.create(pubSub.address(path))).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
