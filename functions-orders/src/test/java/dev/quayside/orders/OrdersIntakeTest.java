package dev.quayside.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.AtOnce;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OrdersIntakeTest {

    private static OrdersBench bench;

    @BeforeAll
    static void open() {
        bench = new OrdersBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static String bodyFor(UUID customer) {
        return OrdersBench.body().replaceFirst("\\{", "{\"customerId\":\"" + customer + "\",");
    }

    private static long ordersOf(UUID customer) {
        return bench.count("select count(*) from orders where customer_id = '" + customer + "'");
    }

    @Test
    void a_queued_order_is_placed_once_for_its_message_id() throws Exception {
        UUID customer = Ids.newId();
        String body = bodyFor(customer);
        String messageId = Ids.newId().toString();
        AtOnce.run(8, () -> bench.messages.onQueuedOrder(body, messageId, bench.context));
        bench.messages.onQueuedOrder(body, messageId, bench.context);
        assertThat(ordersOf(customer)).isEqualTo(1);
        assertThat(bench.count("select count(*) from order_history h join orders o on o.id = h.order_id"
                        + " where h.actor = 'service:orders-queue' and o.customer_id = '" + customer + "'"))
                .isEqualTo(1);
        bench.messages.onQueuedOrder(body, "another", bench.context);
        assertThat(ordersOf(customer)).isEqualTo(2);
    }

    @Test
    void what_cannot_be_placed_fails_and_goes_to_the_dead_letters() {
        UUID customer = Ids.newId();
        String good = bodyFor(customer);
        List<String> bad = List.of(
                "",
                "null",
                "no JSON",
                "[]",
                good + "x",
                OrdersBench.body(), // for whom?
                good.replace("QS-1", "QS-9"),
                good.replace("QS-1", "QS-OLD"),
                good.replace("\"quantity\":2", "\"quantity\":0"),
                good.replaceFirst("\\{", "{\"messageId\":\"shadow\","));
        for (String body : bad) {
            assertThatThrownBy(
                            () -> bench.messages.onQueuedOrder(body, Ids.newId().toString(), bench.context))
                    .as(body)
                    .isInstanceOf(MalformedEventException.class)
                    .hasMessageNotContaining("Kai 1");
        }
        assertThat(ordersOf(customer)).isZero();
    }
}
