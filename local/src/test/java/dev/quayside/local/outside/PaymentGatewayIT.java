package dev.quayside.local.outside;

import static dev.quayside.local.outside.OutsideSystemsFixture.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.local.outside.OutsideSystemsFixture.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaymentGatewayIT {
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

    @Test
    void the_same_key_is_charged_once_and_answered_alike() throws Exception {
        String key = newKey();
        Reply first = outside.post("/payments/charges", key, charge("tok_ok", 1999));
        Reply again = outside.post("/payments/charges", key, charge("tok_ok", 1999));

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text("status")).isEqualTo("captured");
        assertThat(first.body().get("amount").asLong()).isEqualTo(1999);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(outside.get("/payments/charges?idempotencyKey=" + key).items())
                .hasSize(1);
        assertThat(outside.get("/payments/charges/" + first.text("id")).body()).isEqualTo(first.body());
        assertThat(outside.post("/payments/charges", key, charge("tok_ok", 2000))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void charges_are_remembered_after_a_restart() throws Exception {
        String key = newKey();
        Reply before = outside.post("/payments/charges", key, charge("tok_ok", 500));

        outside.restart();

        Reply after = outside.post("/payments/charges", key, charge("tok_ok", 500));
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.body()).isEqualTo(before.body());
    }

    @Test
    void a_declined_card_stays_declined() throws Exception {
        String key = newKey();
        Reply first = outside.post("/payments/charges", key, charge("tok_declined", 100));

        assertThat(first.status()).isEqualTo(402);
        assertThat(first.text("code")).isEqualTo("card_declined");
        assertThat(outside.post("/payments/charges", key, charge("tok_declined", 100)))
                .isEqualTo(first);
        assertThat(refund(first.text("id"), 100).status()).isEqualTo(404);
    }

    @Test
    void with_tok_timeout_the_charge_happens_and_the_answer_never_comes() {
        String key = newKey();
        HttpRequest.Builder request = outside.request("/payments/charges")
                .header("Idempotency-Key", key)
                .timeout(Duration.ofMillis(500))
                .POST(HttpRequest.BodyPublishers.ofString(
                        charge("tok_timeout", 100).replace('\'', '"')));

        assertThatThrownBy(() -> outside.call(request)).isInstanceOf(HttpTimeoutException.class);
        assertThat(charged(key)).isEqualTo(1);
    }

    @Test
    void with_tok_flaky_the_third_attempt_works() throws Exception {
        String key = newKey();

        assertThat(outside.post("/payments/charges", key, charge("tok_flaky", 100))
                        .status())
                .isEqualTo(503);
        assertThat(outside.post("/payments/charges", key, charge("tok_flaky", 100))
                        .status())
                .isEqualTo(503);
        assertThat(charged(key)).isZero();
        assertThat(outside.post("/payments/charges", key, charge("tok_flaky", 100))
                        .status())
                .isEqualTo(201);
        assertThat(outside.post("/payments/charges", key, charge("tok_flaky", 100))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void with_tok_slow_the_answer_takes_two_seconds() throws Exception {
        Instant start = Instant.now();

        assertThat(outside.post("/payments/charges", charge("tok_slow", 100)).status())
                .isEqualTo(201);
        assertThat(Duration.between(start, Instant.now())).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
    }

    @Test
    void no_more_is_refunded_than_was_charged_and_the_same_key_only_once() throws Exception {
        String charge =
                outside.post("/payments/charges", charge("tok_ok", 1000)).text("id");
        String key = newKey();
        String body = "{'chargeId':'" + charge + "','amount':600}";

        Reply first = outside.post("/payments/refunds", key, body);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.text("status")).isEqualTo("refunded");
        Reply again = outside.post("/payments/refunds", key, body);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(refund(charge, 401).text("code")).isEqualTo("amount_too_large");
        assertThat(refund(charge, 400).status()).isEqualTo(201);
        assertThat(outside.get("/payments/refunds?idempotencyKey=" + key).items())
                .hasSize(1);
        assertThat(outside.get("/payments/refunds?chargeId=" + charge).items()).hasSize(2);
    }

    @Test
    void with_tok_fail_refund_the_money_stays_taken() throws Exception {
        String charge = outside.post("/payments/charges", charge("tok_fail_refund", 1000))
                .text("id");

        Reply refused = refund(charge, 1000);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("code")).isEqualTo("refund_failed");
    }

    @Test
    void requests_that_make_no_sense_are_refused() throws Exception {
        assertThat(outside.post("/payments/charges", charge("tok_unknown", 100)).text("code"))
                .isEqualTo("invalid_payment_method");
        assertThat(outside.post("/payments/charges", charge("tok_ok", 0)).status())
                .isEqualTo(400);
        assertThat(outside.post("/payments/charges", "not json").status()).isEqualTo(400);
        assertThat(outside.call(outside.request("/payments/charges").POST(HttpRequest.BodyPublishers.noBody()))
                        .text("code"))
                .isEqualTo("idempotency_key_required");
        assertThat(outside.get("/payments/charges/ch_none").status()).isEqualTo(404);
        assertThat(outside.get("/nowhere").status()).isEqualTo(404);
    }

    @Test
    void only_reading_is_possible_without_the_api_key() throws Exception {
        assertThat(outside.call(outside.anonymous("/payments/charges?limit=1")).status())
                .isEqualTo(200);
        assertThat(outside.call(outside.anonymous("/payments/charges").POST(HttpRequest.BodyPublishers.ofString("{}")))
                        .status())
                .isEqualTo(401);
        assertThat(outside.call(outside.anonymous("/payments/charges").header("Authorization", "Bearer guess"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_list_is_newest_first_and_can_be_filtered_by_reference() throws Exception {
        String reference = newKey();
        String body = charge("tok_ok", 100).replace("order-1", reference);
        String first = outside.post("/payments/charges", body).text("id");
        String second = outside.post("/payments/charges", body).text("id");

        var items = outside.get("/payments/charges?reference=" + reference).items();
        assertThat(items).extracting(item -> item.get("id").asText()).containsExactly(second, first);
        assertThat(outside.get("/payments/charges?limit=1").items()).hasSize(1);
    }

    @Test
    void charges_of_a_span_of_time_are_listed_page_by_page() throws Exception {
        String reference = OutsideSystemsFixture.newKey();
        String body = "{'amount':100,'currency':'EUR','paymentMethod':'tok_ok','reference':'" + reference + "'}";
        String first = outside.post("/payments/charges", body).text("id");
        var second = outside.post("/payments/charges", body);
        String third = outside.post("/payments/charges", body).text("id");
        String list = "/payments/charges?reference=" + reference;

        assertThat(ids(list + "&limit=2")).containsExactly(third, second.text("id"));
        assertThat(ids(list + "&limit=2&startingAfter=" + second.text("id"))).containsExactly(first);
        assertThat(ids(list + "&createdFrom=" + second.text("createdAt"))).containsExactly(third, second.text("id"));
        assertThat(ids(list + "&createdTo=" + second.text("createdAt"))).containsExactly(first);
    }

    private static List<String> ids(String list) throws Exception {
        List<String> ids = new ArrayList<>();
        outside.get(list).items().forEach(item -> ids.add(item.get("id").asText()));
        return ids;
    }

    private static int charged(String key) {
        try {
            return outside.get("/payments/charges?idempotencyKey=" + key)
                    .items()
                    .size();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Reply refund(String charge, long amount) throws Exception {
        return outside.post("/payments/refunds", "{'chargeId':'" + charge + "','amount':" + amount + "}");
    }

    private static String charge(String method, long amount) {
        return "{'amount':" + amount + ",'currency':'EUR','paymentMethod':'" + method + "','reference':'order-1'}";
    }
}
