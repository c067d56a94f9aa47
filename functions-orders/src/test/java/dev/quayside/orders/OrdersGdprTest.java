package dev.quayside.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.orders.order.OrderStatus;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.gdpr.ErasedCustomers;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.testing.RegisterRules;
import dev.quayside.shared.testing.TestBlobs;
import dev.quayside.shared.testing.TestRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrdersGdprTest {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    private final OrdersBench bench = new OrdersBench();
    private final UUID pseudonym = Pseudonym.of(bench.customer);

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void every_column_is_registered() {
        RegisterRules.everyColumnIsRegistered(bench.database);
    }

    @Test
    void what_belongs_to_a_customer_can_be_looked_up() {
        RegisterRules.rowsCanBeLookedUp(bench.database);
    }

    @Test
    void an_export_has_the_orders_their_history_and_no_payment_token() throws Exception {
        bench.placed();
        bench.placed();
        bench.place(bench.tokens.client(Ids.newId()), Ids.newId().toString(), OrdersBench.body());

        gdpr(new ExportRequested(Ids.newId(), bench.customer, "client:" + bench.customer, AT));

        ExportPartReady ready =
                told(ExportPartReady.TYPE, ExportPartReady.class).get(0);
        String part = TestBlobs.part(ready.blob());
        JsonNode tables = Json.read(part, JsonNode.class).get("tables");
        assertThat(tables.findValuesAsText("name")).contains("orders", "order_history", "order_states");
        assertThat(part).contains("Kai 1").doesNotContain("tok_ok");
        assertThat(tables.findValuesAsText("placedBy")).hasSize(2).containsOnly("client:" + bench.customer);
    }

    @Test
    void an_erasure_waits_for_orders_under_way_and_says_so() {
        UUID order = bench.confirmed();

        gdpr(partRequested());

        ErasedPart waiting = told(ErasedPart.TYPE, ErasedPart.class).get(0);
        assertThat(waiting.outcome()).isEqualTo(Outcome.WAITING);
        assertThat(waiting.reason()).isEqualTo("orders under way: CONFIRMED: 1");
        assertThat(bench.count("select count(*) from orders where customer_id = '" + bench.customer + "'"))
                .isOne();

        end(order);
        gdpr(partRequested());

        assertThat(told(ErasedPart.TYPE, ErasedPart.class).get(1).outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void what_the_books_need_stays_without_the_person() {
        UUID order = bench.confirmed();
        end(order);
        ErasurePartRequested asked = partRequested();

        gdpr(asked);
        gdpr(asked);

        assertThat(database()).doesNotContain(bench.customer.toString(), "Kai 1", "Ada", "tok_ok");
        JsonNode kept = OrdersBench.json(bench.http.getOrder(
                TestRequest.get("v1/orders/" + order).as(bench.tokens.employee("order-manager")),
                order.toString(),
                bench.context));
        assertThat(kept.get("customerId").asText()).isEqualTo(pseudonym.toString());
        assertThat(kept.at("/total/amount").asLong()).isEqualTo(2_380);
        assertThat(kept.at("/shippingAddress/country").asText()).isEqualTo("DE");
        assertThat(kept.at("/shippingAddress/name").asText()).isEqualTo("***");
        ErasedPart done = told(ErasedPart.TYPE, ErasedPart.class).get(1);
        assertThat(done.tables())
                .extracting(table -> table.table() + "=" + table.rows())
                .contains("orders=1", "order_states=1", "order_history=1");
    }

    @Test
    void nor_does_the_answer_stay_that_an_employee_got_who_ordered_for_them() {
        String body = OrdersBench.body().replaceFirst("\\{", "{\"customerId\":\"" + bench.customer + "\",");
        bench.place(bench.tokens.employee("customer-service"), Ids.newId().toString(), body);
        bench.database.admin().useHandle(handle -> handle.execute("update order_states set status = 'REJECTED'"));
        assertThat(bench.count("select count(*) from idempotency_keys")).isOne();

        gdpr(partRequested());

        assertThat(bench.count("select count(*) from idempotency_keys")).isZero();
        assertThat(database()).doesNotContain(bench.customer.toString(), "Kai 1", "Ada");
    }

    @Test
    void from_the_request_on_nobody_orders_for_the_customer() {
        gdpr(new ErasureRequested(Ids.newId(), bench.customer, "client:" + bench.customer, AT));

        HttpResponseMessage refused = bench.place(bench.alice, Ids.newId().toString(), OrdersBench.body());

        assertThat(refused.getStatusCode()).isEqualTo(410);
        assertThat(OrdersBench.problem(refused)).isEqualTo("customer-erased");
        assertThat(bench.count("select count(*) from orders")).isZero();
        assertThat(bench.place(bench.tokens.client(Ids.newId()), Ids.newId().toString(), OrdersBench.body())
                        .getStatusCode())
                .isEqualTo(201);
    }

    @Test
    void nor_does_who_has_seen_the_prices_just_before() throws Exception {
        CompletableFuture<HttpResponseMessage> late = bench.database.admin().inTransaction(other -> {
            other.execute("lock table outbox in access exclusive mode");
            CompletableFuture<HttpResponseMessage> placing = CompletableFuture.supplyAsync(
                    () -> bench.place(bench.alice, Ids.newId().toString(), OrdersBench.body()));
            while (bench.count("select count(*) from pg_locks where not granted") == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            bench.database.database().useTransaction(noted -> ErasedCustomers.note(noted, bench.customer, Ids.newId()));
            return placing;
        });

        assertThat(late.get().getStatusCode()).isEqualTo(410);
        assertThat(OrdersBench.problem(late.get())).isEqualTo("customer-erased");
        assertThat(bench.count("select count(*) from orders")).isZero();
    }

    @ParameterizedTest
    @EnumSource(OrderStatus.class)
    void only_orders_that_came_to_an_end_are_forgotten(OrderStatus status) {
        UUID order = bench.placed();
        bench.database
                .admin()
                .useHandle(handle -> handle.createUpdate(
                                "update order_states set status = :status where order_id = :order")
                        .bind("status", status)
                        .bind("order", order)
                        .execute());

        gdpr(partRequested());

        ErasedPart answer = told(ErasedPart.TYPE, ErasedPart.class).get(0);
        boolean isFinal = Set.of("DELIVERED", "REJECTED", "CANCELLED").contains(status.name());
        assertThat(answer.outcome()).isEqualTo(isFinal ? Outcome.DONE : Outcome.WAITING);
        assertThat(bench.count("select count(*) from orders where customer_id = '" + pseudonym + "'"))
                .isEqualTo(isFinal ? 1 : 0);
    }

    @Test
    void the_payment_token_goes_when_the_order_is_paid_or_called_off() {
        assertThat(token(bench.placed())).isEqualTo("tok_ok");
        UUID order = bench.reserved();
        assertThat(token(order)).isEqualTo("tok_ok");

        bench.payment(OrdersBench.captured(order));

        assertThat(bench.status(order)).isEqualTo("PAID");
        assertThat(token(order)).isNull();
        UUID calledOff = bench.reserved();
        bench.http.cancelOrder(
                TestRequest.delete("v1/orders/" + calledOff).as(bench.alice), calledOff.toString(), bench.context);
        assertThat(bench.status(calledOff)).isEqualTo("CANCELLED");
        assertThat(token(calledOff)).isNull();
    }

    private String token(UUID order) {
        return bench.database
                .admin()
                .withHandle(handle -> handle.select("select payment_method from order_states where order_id = ?", order)
                        .mapTo(String.class)
                        .findOne()
                        .orElse(null));
    }

    @Test
    void what_comes_late_moves_nothing_and_names_nobody() {
        UUID order = bench.reserved();
        bench.http.cancelOrder(
                TestRequest.delete("v1/orders/" + order).as(bench.alice), order.toString(), bench.context);
        gdpr(partRequested());

        bench.payment(OrdersBench.captured(order));

        assertThat(bench.status(order)).isEqualTo("CANCELLED");
        List<OrderCancelled> cancelled = told(OrderCancelled.TYPE, OrderCancelled.class);
        assertThat(cancelled).hasSize(2);
        assertThat(cancelled.get(1).customerId()).isEqualTo(pseudonym);
        assertThat(cancelled.get(1).cancelledBy()).isEqualTo("client:" + pseudonym);
        assertThat(database()).doesNotContain(bench.customer.toString());
    }

    /** Delivered, by whoever ships. */
    private void end(UUID order) {
        bench.database
                .admin()
                .useHandle(
                        handle -> handle.createUpdate("""
                        update order_states set status = 'DELIVERED', shipment_cancel_due = false where order_id = :order
                        """).bind("order", order).execute());
    }

    private ErasurePartRequested partRequested() {
        return new ErasurePartRequested(
                Ids.newId(), bench.customer, "orders", AT, bench.clock.instant().plusSeconds(300));
    }

    private void gdpr(DomainEvent event) {
        bench.messages.onGdprEvent(OrdersBench.envelope(event), bench.context);
    }

    private <T> List<T> told(String type, Class<T> payload) {
        return bench.database
                .database()
                .withHandle(handle -> handle.createQuery("select payload from outbox where type = :type order by seq")
                        .bind("type", type)
                        .mapTo(String.class)
                        .map(text -> CloudEvent.parse(text).data(payload))
                        .list());
    }

    /** All that is kept, but for what waits to be sent. */
    private String database() {
        return bench.database
                .admin()
                .withHandle(
                        handle -> handle.createQuery("""
                        select string_agg(kept, ' ') from (
                            select to_json(o)::text as kept from orders o
                            union all select to_json(s)::text from order_states s
                            union all select to_json(h)::text from order_history h
                            union all select to_json(k)::text from idempotency_keys k
                            union all select to_json(e)::text from erased_customers e) everything
                        """).mapTo(String.class).one());
    }
}
