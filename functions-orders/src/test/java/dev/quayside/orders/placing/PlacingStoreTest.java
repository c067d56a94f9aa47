package dev.quayside.orders.placing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.gdpr.ErasedCustomers;
import dev.quayside.shared.http.Address;
import dev.quayside.shared.http.Idempotency;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlacingStoreTest {

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Address ADDRESS = new Address("Ada", "Kai 1", null, "Berlin", "10115", "DE");
    private static final Outbox OUTBOX = new Outbox("orders", () -> {});

    private static Order order() {
        Order.Occasion occasion = new Order.Occasion(Ids.newId(), Ids.newId(), "client:x", Instant.EPOCH);
        OrderRequest request = new OrderRequest(null, List.of(new OrderRequest.Line("A", 1)), EUR, "tok_ok", ADDRESS);
        PriceList prices =
                new PriceList(Map.of("A", new PriceList.Article("A", Money.of(1, "EUR"), 1, false)), 1_900, false);
        return ((Placing.Placed) Order.place(request, prices, occasion)).order();
    }

    private static boolean insert(TestDatabase database, Order order) throws SQLException {
        var claim = new Idempotency.Claim("client:x", "orders.place", order.id().toString(), "{}");
        return database.database()
                .withHandle(handle -> PlacingStore.insert(
                        handle, claim, order, OUTBOX.entry(order.event()), Reply.created("/x", "x")));
    }

    private static long count(TestDatabase database, String table) {
        return database.admin()
                .withHandle(handle -> handle.createQuery("select count(*) from " + table)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void somebody_whose_erasure_began_after_prices_were_read_places_nothing() throws Exception {
        try (TestDatabase database = TestDatabase.open("orders")) {
            Order forgotten = order();
            database.database()
                    .useTransaction(
                            transaction -> ErasedCustomers.note(transaction, forgotten.customerId(), Ids.newId()));

            assertThat(insert(database, forgotten)).isFalse();
            assertThat(insert(database, order())).isTrue();

            for (String table : List.of("orders", "order_states", "order_history", "idempotency_keys", "outbox")) {
                assertThat(count(database, table)).as(table).isOne();
            }
        }
    }
}
