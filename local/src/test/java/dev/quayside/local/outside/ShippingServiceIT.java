package dev.quayside.local.outside;

import static dev.quayside.local.outside.OutsideSystemsFixture.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.local.outside.OutsideSystemsFixture.Reply;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippingServiceIT {
    @TempDir
    private static Path folder;

    private static OutsideSystemsFixture outside;

    @BeforeAll
    static void start() {
        outside = new OutsideSystemsFixture(folder);
    }

    @AfterAll
    static void stop() {
        outside.close();
    }

    @AfterEach
    void noFaults() throws Exception {
        outside.delete("/faults");
    }

    @Test
    void rates_grow_with_weight_and_distance() throws Exception {
        Reply near = rates("DE", "10115", 1200);

        assertThat(near.status()).isEqualTo(200);
        assertThat(near.body().toString())
                .isEqualTo("{\"rates\":[{\"service\":\"standard\",\"amount\":490,\"currency\":\"EUR\",\"days\":3},"
                        + "{\"service\":\"express\",\"amount\":1480,\"currency\":\"EUR\",\"days\":1}]}");
        assertThat(standard(rates("DE", "10115", 2000))).isEqualTo(490);
        assertThat(standard(rates("DE", "10115", 2001))).isEqualTo(550);
        assertThat(standard(rates("US", "94107", 1200))).isEqualTo(2990);
    }

    @Test
    void some_places_cannot_be_shipped_to() throws Exception {
        assertThat(rates("DE", "00000", 100).text("code")).isEqualTo("unshippable");
        assertThat(rates("AQ", "1", 100).text("code")).isEqualTo("unsupported_country");
        assertThat(rates("DE", "10115", 0).status()).isEqualTo(400);
        assertThat(outside.post("/shipping/shipments", booking("00000")).text("code"))
                .isEqualTo("unshippable");
    }

    @Test
    void the_same_key_books_once() throws Exception {
        String key = newKey();
        Reply first = outside.post("/shipping/shipments", key, booking("10115"));
        Reply again = outside.post("/shipping/shipments", key, booking("10115"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text("status")).isEqualTo("booked");
        assertThat(first.text("trackingNumber")).startsWith("QS");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(outside.post("/shipping/shipments", key, booking("10117")).status())
                .isEqualTo(422);
        assertThat(outside.get("/shipping/shipments?idempotencyKey=" + key).items())
                .hasSize(1);
    }

    @Test
    void a_shipment_is_tracked_and_can_be_cancelled_more_than_once() throws Exception {
        String id = outside.post("/shipping/shipments", booking("10115")).text("id");

        assertThat(outside.get("/shipping/shipments/" + id + "/tracking").text("status"))
                .isEqualTo("booked");
        assertThat(outside.delete("/shipping/shipments/" + id).text("status")).isEqualTo("cancelled");
        assertThat(outside.delete("/shipping/shipments/" + id).status()).isEqualTo(200);
        assertThat(outside.get("/shipping/shipments/" + id).text("status")).isEqualTo("cancelled");
        assertThat(outside.get("/shipping/shipments/" + id + "/tracking").text("status"))
                .isEqualTo("cancelled");
        assertThat(outside.delete("/shipping/shipments/sh_none").status()).isEqualTo(404);
    }

    @Test
    void an_error_switch_hits_as_often_as_it_says() throws Exception {
        assertThat(outside.put("/faults/shipping", "{'mode':'error','times':2}").status())
                .isEqualTo(200);

        assertThat(rates("DE", "10115", 100).status()).isEqualTo(503);
        assertThat(rates("DE", "10115", 100).status()).isEqualTo(503);
        assertThat(rates("DE", "10115", 100).status()).isEqualTo(200);
        assertThat(outside.get("/faults").body()).isEmpty();
    }

    @Test
    void a_delay_switch_holds_the_answer_back() throws Exception {
        outside.put("/faults/shipping", "{'mode':'delay','delayMillis':600}");
        Instant start = Instant.now();

        assertThat(rates("DE", "10115", 100).status()).isEqualTo(200);
        assertThat(Duration.between(start, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(600));
    }

    @Test
    void a_timeout_switch_does_the_work_and_stays_silent() throws Exception {
        outside.put("/faults/shipping", "{'mode':'timeout','times':1}");
        String key = newKey();
        HttpRequest.Builder request = outside.request("/shipping/shipments")
                .header("Idempotency-Key", key)
                .timeout(Duration.ofMillis(500))
                .POST(HttpRequest.BodyPublishers.ofString(booking("10115").replace('\'', '"')));

        assertThatThrownBy(() -> outside.call(request)).isInstanceOf(HttpTimeoutException.class);
        assertThat(outside.get("/shipping/shipments?idempotencyKey=" + key).items())
                .hasSize(1);
    }

    @Test
    void a_drop_switch_closes_the_connection() throws Exception {
        outside.put("/faults/shipping", "{'mode':'drop'}");

        assertThatThrownBy(() -> rates("DE", "10115", 100)).isInstanceOf(IOException.class);
    }

    @Test
    void a_decline_switch_makes_everything_unshippable() throws Exception {
        outside.put("/faults/shipping", "{'mode':'decline'}");

        assertThat(rates("DE", "10115", 100).text("code")).isEqualTo("unshippable");
    }

    @Test
    void a_switch_that_makes_no_sense_is_refused() throws Exception {
        assertThat(outside.put("/faults/shipping", "{'mode':'explode'}").status())
                .isEqualTo(422);
        assertThat(outside.put("/faults/shipping", "{'mode':'error','probability':2}")
                        .status())
                .isEqualTo(422);
        assertThat(outside.put("/faults/erp", "{'mode':'error'}").status()).isEqualTo(404);
    }

    private static Reply rates(String country, String postalCode, int grams) throws Exception {
        return outside.post(
                "/shipping/rates",
                "{'destination':{'country':'" + country + "','postalCode':'" + postalCode
                        + "'},'parcels':[{'weightGrams':" + grams + "}],'currency':'EUR'}");
    }

    private static long standard(Reply rates) {
        return rates.body().at("/rates/0/amount").asLong();
    }

    private static String booking(String postalCode) {
        return "{'reference':'order-1','service':'standard','destination':{'name':'Alice','line1':'Kai 1',"
                + "'city':'Berlin','postalCode':'" + postalCode
                + "','country':'DE'},'parcels':[{'weightGrams':1200}]}";
    }
}
