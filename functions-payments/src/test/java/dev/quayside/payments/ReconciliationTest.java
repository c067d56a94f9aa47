package dev.quayside.payments;

import static dev.quayside.payments.PaymentsWorld.json;
import static dev.quayside.payments.PaymentsWorld.paymentDue;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.payments.gateway.GatewayCharge;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconciliationTest {

    private static PaymentsWorld world;

    @BeforeAll
    static void open() {
        world = new PaymentsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void empty_books() {
        world.database.admin().useHandle(handle -> handle.execute("truncate payments cascade"));
        world.gateway.charges.clear();
        world.gateway.busy = false;
    }

    private HttpResponseMessage reconcile(String... query) {
        TestRequest request = TestRequest.get("v1/payments/reconciliation").as(world.tokens.employee("admin"));
        for (int i = 0; i < query.length; i += 2) {
            request = request.query(query[i], query[i + 1]);
        }
        return new PaymentsHttp(world.lazy()).reconcile(request, new TestContext());
    }

    private JsonNode reconcile(String cursor) {
        HttpResponseMessage response = reconcile(
                "from",
                Instant.now().minus(Duration.ofHours(1)).toString(),
                "to",
                Instant.now().plus(Duration.ofHours(1)).toString(),
                "cursor",
                cursor);
        assertThat(response.getStatusCode()).as("%s", response.getBody()).isEqualTo(200);
        return json((String) response.getBody());
    }

    private UUID captured(long amount) {
        UUID order = Ids.newId();
        world.deliver(paymentDue(order, amount, "tok_ok"));
        return (UUID) world.payment(order).get("id");
    }

    private void atGateway(UUID payment, long amount) {
        String key = "charge-" + payment;
        world.gateway.add(
                key, new GatewayCharge("ch_x" + amount, key, "captured", amount, "EUR", "reference", Instant.now()));
    }

    @Test
    void books_that_agree_match() {
        captured(100);
        captured(200);

        JsonNode report = reconcile("");

        assertThat(report.get("matched").asInt()).isEqualTo(2);
        assertThat(report.get("differences")).isEmpty();
        assertThat(report.at("/totals/0/journal")).isEqualTo(report.at("/totals/0/gateway"));
        assertThat(report.at("/totals/0/gateway/amount").asLong()).isEqualTo(300);
        assertThat(report.has("nextCursor")).isFalse();
    }

    @Test
    void a_charge_without_a_payment_is_missing_here() {
        atGateway(Ids.newId(), 300);

        JsonNode difference = reconcile("").at("/differences/0");

        assertThat(difference.get("kind").asText()).isEqualTo("MISSING_HERE");
        assertThat(difference.get("chargeId").asText()).isEqualTo("ch_x300");
        assertThat(difference.has("paymentId")).isFalse();
    }

    @Test
    void a_payment_without_a_charge_is_missing_at_the_gateway() {
        UUID payment = captured(100);
        world.gateway.charges.clear();

        JsonNode difference = reconcile("").at("/differences/0");

        assertThat(difference.get("kind").asText()).isEqualTo("MISSING_AT_GATEWAY");
        assertThat(difference.get("paymentId").asText()).isEqualTo(payment.toString());
    }

    @Test
    void another_amount_is_told_with_both() {
        UUID payment = captured(100);
        atGateway(payment, 101);

        JsonNode difference = reconcile("").at("/differences/0");

        assertThat(difference.get("kind").asText()).isEqualTo("AMOUNT_DIFFERS");
        assertThat(difference.at("/ours/amount").asLong()).isEqualTo(100);
        assertThat(difference.at("/gateways/amount").asLong()).isEqualTo(101);
    }

    @Test
    void a_charge_whose_payment_is_still_being_found_out_is_no_difference() {
        world.deliver(paymentDue(Ids.newId(), 100, "tok_timeout"));

        JsonNode report = reconcile("");

        assertThat(report.get("unsettled").asInt()).isEqualTo(1);
        assertThat(report.get("differences")).isEmpty();
    }

    @Test
    void many_charges_come_in_pages_that_cover_each_once() {
        for (int i = 1; i <= 8; i++) {
            captured(i);
        }
        List<Integer> matched = new ArrayList<>();
        JsonNode page;
        String cursor = "";
        do {
            page = reconcile(cursor);
            matched.add(page.get("matched").asInt());
            assertThat(page.get("differences")).isEmpty();
            cursor = page.path("nextCursor").asText("");
        } while (!cursor.isEmpty());

        assertThat(matched).hasSizeGreaterThan(2);
        assertThat(matched.stream().mapToInt(Integer::intValue).sum()).isEqualTo(8);
    }

    @Test
    void a_gateway_that_does_not_answer_is_a_problem_of_its_own() {
        world.gateway.busy = true;

        HttpResponseMessage response = reconcile("day", "2026-01-31");

        assertThat(response.getStatusCode()).isEqualTo(503);
        assertThat(json((String) response.getBody()).get("type").asText()).endsWith("/gateway-unavailable");
    }

    @ParameterizedTest
    @CsvSource({
        "day, tomorrow, day",
        "day, 2026-02-30, day",
        "day, +99999-01-01, day",
        "from, 2026-01-01T00:00:00Z, to",
        "to, 2026-01-01T00:00:00Z, from"
    })
    void a_span_that_is_none_is_refused(String name, String value, String named) {
        HttpResponseMessage response = reconcile(name, value);

        assertThat(response.getStatusCode()).isEqualTo(400);
        assertThat(json((String) response.getBody()).at("/errors/0/parameter").asText())
                .isEqualTo(named);
    }

    @Test
    void a_span_of_more_than_31_days_or_none_is_refused() {
        assertThat(reconcile("from", "2026-01-01T00:00:00Z", "to", "2026-02-01T00:00:01Z")
                        .getStatusCode())
                .isEqualTo(400);
        assertThat(reconcile("from", "2026-01-01T00:00:00Z", "to", "2026-01-01T00:00:00Z")
                        .getStatusCode())
                .isEqualTo(400);
    }
}
