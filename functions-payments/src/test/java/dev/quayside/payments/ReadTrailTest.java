package dev.quayside.payments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who looked at payments is on record, unless they are one's own. */
class ReadTrailTest {

    private final PaymentsWorld world = new PaymentsWorld();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void what_employees_look_at_is_recorded_and_what_clients_do_is_not() {
        UUID order = Ids.newId();
        world.deliver(PaymentsWorld.paymentDue(order, 1000, "tok_ok"));
        Object payment = world.payment(order).get("id");
        world.database.admin().useHandle(handle -> handle.execute("delete from outbox"));

        look(payment, world.tokens.client(PaymentsWorld.CUSTOMER));
        assertThat(world.count("outbox")).isZero();

        look(payment, world.tokens.employee("customer-service"));
        List<String> recorded = world.database
                .admin()
                .withHandle(handle -> handle.createQuery("select payload from outbox order by seq")
                        .mapTo(String.class)
                        .list());
        assertThat(recorded).hasSize(2);
        assertThat(recorded.get(0)).contains("payment.viewed", PaymentsWorld.CUSTOMER.toString());
        assertThat(recorded.get(1)).contains("payments.listed");
    }

    /** At the payment, and at the list. */
    private void look(Object payment, String token) {
        PaymentsHttp http = new PaymentsHttp(world.lazy());
        TestRequest one = TestRequest.get("v1/payments/" + payment).as(token);
        TestRequest all = TestRequest.get("v1/payments").as(token);
        assertThat(http.get(one, payment.toString(), new TestContext()).getStatusCode())
                .isEqualTo(200);
        assertThat(http.list(all, new TestContext()).getStatusCode()).isEqualTo(200);
    }
}
