package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.local.endtoend.Shop.Wish;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens when everybody wants the same thing at the same time. */
class ConcurrencyIT {

    private static Shop shop;

    @BeforeAll
    static void open() {
        shop = new Shop(SharedPlatform.get());
    }

    @Test
    void two_hundred_orders_for_three_pieces_sell_exactly_three() throws Exception {
        List<UUID> orders = atOnce(200, i -> shop.place(Wish.of("QS-1003")));

        Awaitility.await("all are decided")
                .atMost(Duration.ofSeconds(90))
                .until(() -> shop.query("select status from orders.order_states where order_id in (" + quoted(orders)
                                + ") and status not in ('CONFIRMED', 'REJECTED')")
                        .isEmpty());

        Map<String, Long> outcomes =
                shop.query("select status from orders.order_states where order_id in (" + quoted(orders) + ")").stream()
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(outcomes).containsOnly(Map.entry("CONFIRMED", 3L), Map.entry("REJECTED", 197L));
        assertThat(shop.one("select on_hand - reserved from products.stock_levels where sku = 'QS-1003'"))
                .isEqualTo("0");
        assertThat(shop.query("select * from products.stock_discrepancies()")).isEmpty();
    }

    @Test
    void the_same_key_fifty_times_at_once_makes_one_order_and_fifty_equal_answers() throws Exception {
        String key = UUID.randomUUID().toString();

        List<HttpResponse<String>> answers = atOnce(50, i -> shop.order(Wish.of("QS-1001"), key));

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(201);
        assertThat(answers)
                .extracting(HttpResponse::body)
                .containsOnly(answers.get(0).body());
        assertThat(answers)
                .filteredOn(answer ->
                        answer.headers().firstValue("Idempotency-Replayed").isEmpty())
                .hasSize(1);
        assertThat(shop.one("select count(*) from orders.idempotency_keys where key = '" + key + "'"))
                .isEqualTo("1");
    }

    private static String quoted(List<UUID> ids) {
        return ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","));
    }

    private static <T> List<T> atOnce(int times, Function<Integer, T> action) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(times, 50));
        try {
            List<Callable<T>> calls = IntStream.range(0, times)
                    .<Callable<T>>mapToObj(i -> () -> action.apply(i))
                    .toList();
            return threads.invokeAll(calls).stream().map(ConcurrencyIT::result).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
