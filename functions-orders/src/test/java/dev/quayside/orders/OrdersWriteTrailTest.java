package dev.quayside.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.AuditEvents.AccessRecorded;
import dev.quayside.shared.testing.TestRequest;
import dev.quayside.shared.testing.TestTrail;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which employee did what to whose order, and from where, is on record; what customers do to their own is not. */
class OrdersWriteTrailTest {

    private static final String ADDRESS = "203.0.113.7";
    private static final String ADMIN = "employee:" + UUID.nameUUIDFromBytes("admin".getBytes(StandardCharsets.UTF_8));

    private static OrdersBench bench;
    private static String admin;

    @BeforeAll
    static void open() {
        bench = new OrdersBench();
        admin = bench.tokens.employee("admin");
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void tell_nothing_of_what_was() {
        bench.database.admin().useHandle(handle -> handle.execute("delete from outbox"));
    }

    private static HttpResponseMessage place(String token, String key, String body) {
        return bench.http.placeOrder(
                from(TestRequest.post("v1/orders", body), token).key(key), bench.context);
    }

    private static int cancel(String token, UUID order) {
        return bench.http
                .cancelOrder(from(TestRequest.delete("v1/orders/" + order), token), order.toString(), bench.context)
                .getStatusCode();
    }

    private static int setStatus(UUID order, String status, int version) {
        TestRequest request = TestRequest.put("v1/orders/" + order + "/status", "{\"status\":\"" + status + "\"}")
                .header("If-Match", "\"" + version + "\"");
        return bench.http
                .changeStatus(from(request, admin), order.toString(), bench.context)
                .getStatusCode();
    }

    private static TestRequest from(TestRequest request, String token) {
        return request.as(token).header("X-Forwarded-For", ADDRESS + ", 10.0.0.1");
    }

    @Test
    void an_order_on_behalf_is_recorded_once_however_often_it_is_asked_for() {
        String body = OrdersBench.bodyFor(bench.customer);
        HttpResponseMessage placed = place(admin, "on-behalf", body);
        assertThat(place(admin, "on-behalf", body).getBody()).isEqualTo(placed.getBody());

        String order = OrdersBench.json(placed).get("id").asText();
        assertThat(TestTrail.of(bench.database))
                .singleElement()
                .extracting(
                        AccessRecorded::actor,
                        AccessRecorded::action,
                        AccessRecorded::subjectType,
                        AccessRecorded::subjectId,
                        AccessRecorded::customerId,
                        AccessRecorded::address)
                .containsExactly(ADMIN, "order.placed", "order", order, bench.customer, ADDRESS);
    }

    @Test
    void every_step_that_an_employee_sets_is_recorded() {
        UUID shipped = bench.confirmed();
        UUID cancelled = bench.placed();

        assertThat(setStatus(shipped, "SHIPPED", 4)).isEqualTo(200);
        assertThat(setStatus(shipped, "DELIVERED", 5)).isEqualTo(200);
        assertThat(cancel(admin, cancelled)).isEqualTo(200);
        assertThat(cancel(admin, cancelled)).isEqualTo(200);

        assertThat(TestTrail.of(bench.database))
                .allSatisfy(access -> {
                    assertThat(access.actor()).isEqualTo(ADMIN);
                    assertThat(access.address()).isEqualTo(ADDRESS);
                    assertThat(access.customerId()).isEqualTo(bench.customer);
                })
                .extracting(AccessRecorded::action, AccessRecorded::subjectId)
                .containsExactly(
                        tuple("order.shipped", shipped.toString()),
                        tuple("order.delivered", shipped.toString()),
                        tuple("order.cancelled", cancelled.toString()));
    }

    @Test
    void what_customers_do_to_their_own_and_what_is_refused_is_not_recorded() {
        UUID own = bench.placed();
        assertThat(cancel(bench.alice, own)).isEqualTo(200);
        UUID confirmed = bench.confirmed();
        assertThat(setStatus(confirmed, "SHIPPED", 1)).isEqualTo(412);
        assertThat(setStatus(confirmed, "DELIVERED", 4)).isEqualTo(409);
        String unknown = OrdersBench.bodyFor(bench.customer).replace("QS-1", "QS-9");
        assertThat(place(admin, "unknown", unknown).getStatusCode()).isEqualTo(422);

        assertThat(TestTrail.of(bench.database)).isEmpty();
    }

    @Test
    void what_cannot_be_recorded_is_not_written() {
        UUID confirmed = bench.confirmed();
        long orders = bench.count("select count(*) from orders");

        TestTrail.unwritable(bench.database, () -> {
            String body = OrdersBench.bodyFor(bench.customer);
            assertThat(place(admin, "unwritable", body).getStatusCode()).isEqualTo(500);
            assertThat(setStatus(confirmed, "SHIPPED", 4)).isEqualTo(500);
            assertThat(cancel(admin, confirmed)).isEqualTo(500);
            assertThat(bench.placed()).isNotNull();
        });

        assertThat(bench.status(confirmed)).isEqualTo("CONFIRMED");
        assertThat(bench.told(confirmed)).endsWith("confirmed");
        assertThat(bench.count("select count(*) from orders")).isEqualTo(orders + 1);
        assertThat(bench.count("select count(*) from idempotency_keys where key = 'unwritable'"))
                .isZero();
    }

    @Test
    void what_is_rolled_back_leaves_no_record() {
        UUID order = bench.placed();
        bench.database.admin().useHandle(handle -> handle.execute("""
                create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
                create constraint trigger at_the_commit after insert on outbox
                initially deferred for each row execute function refuse()
                """));
        try {
            assertThat(cancel(admin, order)).isEqualTo(500);
            assertThat(place(admin, "rolled-back", OrdersBench.bodyFor(bench.customer))
                            .getStatusCode())
                    .isEqualTo(500);
        } finally {
            bench.database.admin().useHandle(handle -> handle.execute("drop trigger at_the_commit on outbox"));
        }

        assertThat(TestTrail.of(bench.database)).isEmpty();
        assertThat(bench.status(order)).isEqualTo("PLACED");
    }
}
