package dev.quayside.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.AuditEvents.AccessRecorded;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import dev.quayside.shared.testing.TestTrail;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which employee took money or gave it back, and from where, is on record. */
class WriteTrailTest {

    private static final String ADDRESS = "203.0.113.7";
    private static final String ADMIN = "employee:" + UUID.nameUUIDFromBytes("admin".getBytes(StandardCharsets.UTF_8));

    private final PaymentsWorld world = new PaymentsWorld();
    private final String admin = world.tokens.employee("admin");
    private final UUID order = Ids.newId();
    private String payment;

    @BeforeEach
    void an_order_is_paid() {
        world.deliver(PaymentsWorld.paymentDue(order, 1000, "tok_ok"));
        payment = world.payment(order).get("id").toString();
        world.database.admin().useHandle(handle -> handle.execute("delete from outbox"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private HttpResponseMessage take(String token) {
        String body = """
                {"orderId":"%s","amount":{"amount":700,"currency":"EUR"},"paymentMethod":"tok_ok","reference":"desk"}
                """.formatted(order);
        return new PaymentsHttp(world.lazy())
                .take(from(TestRequest.post("v1/payments", body), token), new TestContext());
    }

    private int refund(String key, long amount) {
        String body = "{\"amount\":{\"amount\":" + amount + ",\"currency\":\"EUR\"}}";
        TestRequest request = TestRequest.post("v1/payments/" + payment + "/refund", body);
        return new PaymentsHttp(world.lazy())
                .refund(from(request, admin).key(key), payment, new TestContext())
                .getStatusCode();
    }

    private static TestRequest from(TestRequest request, String token) {
        return request.as(token).key("1").header("X-Forwarded-For", ADDRESS + ", 10.0.0.1");
    }

    @Test
    void every_write_is_recorded_once_however_often_it_is_repeated() {
        HttpResponseMessage taken = take(admin);
        assertThat(take(admin).getBody()).isEqualTo(taken.getBody());
        assertThat(refund("1", 100)).isEqualTo(202);
        assertThat(refund("1", 100)).isEqualTo(202);

        String takenId = PaymentsWorld.json((String) taken.getBody()).get("id").asText();
        assertThat(TestTrail.of(world.database))
                .allSatisfy(access -> {
                    assertThat(access.actor()).isEqualTo(ADMIN);
                    assertThat(access.address()).isEqualTo(ADDRESS);
                    assertThat(access.customerId()).isEqualTo(PaymentsWorld.CUSTOMER);
                })
                .extracting(AccessRecorded::action, AccessRecorded::subjectType, AccessRecorded::subjectId)
                .containsExactly(
                        tuple("payment.taken", "payment", takenId),
                        tuple("payment.refund-requested", "payment", payment));
    }

    @Test
    void what_is_refused_is_not_recorded() {
        assertThat(take(world.tokens.client(PaymentsWorld.CUSTOMER)).getStatusCode())
                .isEqualTo(403);
        assertThat(refund("1", 1001)).isEqualTo(422);

        assertThat(TestTrail.of(world.database)).isEmpty();
    }

    @Test
    void what_cannot_be_recorded_is_not_written() {
        TestTrail.unwritable(world.database, () -> {
            assertThat(take(admin).getStatusCode()).isEqualTo(500);
            assertThat(refund("1", 100)).isEqualTo(500);
        });

        assertThat(world.count("payments")).isEqualTo(1);
        assertThat(world.count("refunds")).isZero();
        assertThat(world.gateway.taken("desk")).isZero();
    }

    @Test
    void what_is_rolled_back_leaves_no_record() {
        world.database.admin().useHandle(handle -> handle.execute("""
                alter table idempotency_keys add check (body is null) not valid
                """));

        assertThat(take(admin).getStatusCode()).isEqualTo(500);
        assertThat(refund("1", 100)).isEqualTo(500);

        assertThat(TestTrail.of(world.database)).isEmpty();
    }
}
