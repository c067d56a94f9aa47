package dev.quayside.payments;

import static dev.quayside.payments.PaymentsWorld.CUSTOMER;
import static dev.quayside.payments.PaymentsWorld.cancelled;
import static dev.quayside.payments.PaymentsWorld.event;
import static dev.quayside.payments.PaymentsWorld.paymentDue;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.RegisterRules;
import dev.quayside.shared.testing.TestBlobs;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaymentsGdprTest {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    private final PaymentsWorld world = new PaymentsWorld();
    private final UUID order = Ids.newId();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void every_column_is_registered() {
        RegisterRules.everyColumnIsRegistered(world.database);
    }

    @Test
    void what_belongs_to_a_customer_can_be_looked_up() {
        RegisterRules.rowsCanBeLookedUp(world.database);
    }

    @Test
    void an_export_has_payments_refunds_and_journal() throws Exception {
        world.deliver(paymentDue(order, 1999, "tok_ok"));
        refund();

        gdpr(new ExportRequested(Ids.newId(), CUSTOMER, "client:" + CUSTOMER, AT));

        JsonNode ready = lastTold();
        assertThat(ready.get("app").asText()).isEqualTo("payments");
        JsonNode part = PaymentsWorld.json(TestBlobs.part(ready.get("blob").asText()));
        assertThat(part.findValuesAsText("amount")).contains("1999");
        assertThat(part.findValuesAsText("reason")).containsExactly("Ada was unhappy");
        assertThat(part.findValuesAsText("entry")).contains("CHARGE_CAPTURED");
        assertThat(part.findValues("paymentMethod")).isEmpty();
    }

    @Test
    void an_erasure_waits_for_money_on_its_way() {
        world.gateway.busy = true;
        world.deliver(paymentDue(order, 1999, "tok_ok"));

        gdpr(partRequested());

        assertThat(lastTold().get("outcome").asText()).isEqualTo("WAITING");
        assertThat(lastTold().get("reason").asText()).isEqualTo("unsettled payments: 1, refunds: 0");
        world.gateway.busy = false;
        world.resolve();
        gdpr(partRequested());
        assertThat(lastTold().get("outcome").asText()).isEqualTo("DONE");
    }

    @Test
    void what_the_books_need_stays_without_the_person() {
        world.deliver(paymentDue(order, 1999, "tok_ok"));
        refund();
        ErasurePartRequested asked = partRequested();

        gdpr(asked);
        gdpr(asked);

        assertThat(world.payment(order))
                .containsEntry("customer_id", Pseudonym.of(CUSTOMER))
                .containsEntry("captured", 1999L)
                .containsEntry("refunded", 1999L);
        assertThat(world.count("known_orders where customer_id = '" + Pseudonym.of(CUSTOMER) + "'"))
                .isOne();
        assertThat(world.count("refunds where reason = '***'")).isOne();
        assertThat(lastTold().get("tables").findValuesAsText("table"))
                .containsExactly("known_orders", "payments", "refunds");
        assertThat(lastTold().get("tables").findValuesAsText("rows")).containsExactly("1", "1", "1");
    }

    @Test
    void what_comes_late_is_kept_under_the_pseudonym() {
        world.deliver(paymentDue(order, 1999, "tok_ok"));
        gdpr(partRequested());
        UUID paidLate = Ids.newId();
        UUID closedLate = Ids.newId();

        world.deliver(paymentDue(order, 1999, "tok_ok"));
        world.deliver(cancelled(order));
        world.deliver(paymentDue(paidLate, 500, "tok_ok"));
        world.deliver(cancelled(closedLate));
        world.resolve();

        assertThat(world.count("known_orders where customer_id = '" + CUSTOMER + "'"))
                .isZero();
        assertThat(world.count("payments where customer_id = '" + CUSTOMER + "'"))
                .isZero();
        assertThat(world.count("known_orders where customer_id = '" + Pseudonym.of(CUSTOMER) + "'"))
                .isEqualTo(3);
        assertThat(world.payment(order)).containsEntry("refunded", 1999L);
        assertThat(world.payment(paidLate))
                .containsEntry("customer_id", Pseudonym.of(CUSTOMER))
                .containsEntry("captured", 500L);
    }

    private void refund() {
        Object payment = world.payment(order).get("id");
        TestRequest request = TestRequest.post("v1/payments/" + payment + "/refund", "{\"reason\":\"Ada was unhappy\"}")
                .as(world.tokens.employee("order-manager"))
                .key(Ids.newId().toString());
        new PaymentsHttp(world.lazy()).refund(request, payment.toString(), new TestContext());
        assertThat(world.payment(order)).containsEntry("refunded", 1999L);
    }

    private ErasurePartRequested partRequested() {
        return new ErasurePartRequested(
                Ids.newId(), CUSTOMER, "payments", AT, world.clock.instant().plusSeconds(300));
    }

    private void gdpr(DomainEvent event) {
        new PaymentsMessages(world.lazy()).onGdprEvent(event(event), new TestContext());
    }

    private JsonNode lastTold() {
        String payload = world.database
                .admin()
                .withHandle(
                        handle -> handle.createQuery("""
                        select payload from outbox where topic = 'gdpr-events' order by seq desc limit 1
                        """).mapTo(String.class).one());
        return PaymentsWorld.json(payload).get("data");
    }
}
