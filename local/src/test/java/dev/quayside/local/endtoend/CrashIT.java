package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.local.PlatformProcess;
import dev.quayside.local.endtoend.Shop.Wish;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** kill -9 in the middle of the work: nothing that was accepted may be lost, and nothing may happen twice. */
class CrashIT {

    private static final int ORDERS = 200;
    private static final int KILL_AFTER = 70;

    private final List<String> keys =
            IntStream.range(0, ORDERS).mapToObj(i -> "crash-" + i).toList();
    private final Queue<UUID> accepted = new ConcurrentLinkedQueue<>();

    @Test
    void every_accepted_order_ends_and_no_stock_or_money_is_lost() throws Exception {
        try (PlatformProcess platform = PlatformProcess.start()) {
            Shop shop = new Shop(platform);
            orderUntilKilled(platform, shop);

            platform.restart();
            // What a careful client does: it repeats whatever it has no answer for, under the same key.
            keys.forEach(
                    key -> assertThat(shop.order(wish(key), key).statusCode()).isEqualTo(201));

            assertThat(shop.one("select count(*) from orders.orders")).isEqualTo("" + ORDERS);
            awaitAllDecided(shop);
            assertThatBooksBalance(shop);
        }
    }

    private void orderUntilKilled(PlatformProcess platform, Shop shop) throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(KILL_AFTER);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            keys.forEach(key -> clients.execute(() -> orderUnlessCutOff(shop, key, enough)));
            assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
            platform.kill();
        } finally {
            clients.shutdownNow();
            clients.awaitTermination(30, TimeUnit.SECONDS);
        }
    }

    /** What the crash cuts off is repeated after the restart. */
    private void orderUnlessCutOff(Shop shop, String key, CountDownLatch enough) {
        try {
            HttpResponse<String> answer = shop.order(wish(key), key);
            if (answer.statusCode() == 201) {
                accepted.add(UUID.fromString(Shop.json(answer).get("id").asText()));
                enough.countDown();
            }
        } catch (IllegalStateException cutOff) {
            assertThat(cutOff.getCause()).isInstanceOfAny(IOException.class, InterruptedException.class);
        }
    }

    /** Every tenth payment is declined, so that compensation is under way too. */
    private static Wish wish(String key) {
        Wish wish = Wish.of("QS-1001").times(2);
        return key.endsWith("7") ? wish.paidWith("tok_declined") : wish;
    }

    private void awaitAllDecided(Shop shop) {
        Awaitility.await("all orders are decided")
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(shop.query("select order_id || ' ' || status from orders.order_states"
                                + " where status not in ('CONFIRMED', 'REJECTED') limit 5"))
                        .isEmpty());
        List<String> known = shop.query("select id from orders.orders");
        assertThat(known).containsAll(accepted.stream().map(UUID::toString).toList());
    }

    private static void assertThatBooksBalance(Shop shop) {
        Awaitility.await("released stock is back")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(
                        () -> assertThat(shop.one("select reserved from products.stock_levels where sku = 'QS-1001'"))
                                .isEqualTo(shop.one(
                                        "select 2 * count(*) from orders.order_states where status = 'CONFIRMED'")));
        assertThat(shop.query("select * from products.stock_discrepancies()")).isEmpty();

        shop.query("select id || ' ' || case status when 'CONFIRMED' then total else 0 end from orders.orders"
                        + " join orders.order_states on order_id = id")
                .forEach(row -> {
                    String[] idAndMoney = row.split(" ", 2);
                    assertThat(shop.moneyTaken(UUID.fromString(idAndMoney[0])))
                            .as("money taken for %s", idAndMoney[0])
                            .isEqualTo(Long.parseLong(idAndMoney[1]));
                    assertThat(shop.charges(UUID.fromString(idAndMoney[0]))).isLessThanOrEqualTo(1);
                });
    }
}
