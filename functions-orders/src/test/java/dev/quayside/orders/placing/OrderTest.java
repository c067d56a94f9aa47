package dev.quayside.orders.placing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.quayside.orders.placing.PriceList.Article;
import dev.quayside.shared.http.Address;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.FieldError;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {

    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Address ADDRESS = new Address("Ada", "Kai 1", null, "Berlin", "10115", "DE");
    private static final Order.Occasion OCCASION =
            new Order.Occasion(Ids.newId(), Ids.newId(), "client:x", Instant.EPOCH);

    private static OrderRequest request(OrderRequest.Line... lines) {
        return new OrderRequest(null, List.of(lines), EUR, "tok_ok", ADDRESS);
    }

    private static OrderRequest.Line line(String sku, int quantity) {
        return new OrderRequest.Line(sku, quantity);
    }

    private static Article article(long price) {
        return new Article("Article", Money.of(price, "EUR"), 100, false);
    }

    private static Placing place(long price, int quantity, int taxBasisPoints) {
        PriceList prices = new PriceList(Map.of("A", article(price)), taxBasisPoints, false);
        return Order.place(request(line("A", quantity)), prices, OCCASION);
    }

    private static Order placed(Placing placing) {
        return ((Placing.Placed) placing).order();
    }

    private static Refusal refusal(Placing placing) {
        return ((Placing.Refused) placing).refusal();
    }

    @Test
    void net_and_tax_make_the_total() {
        PriceList prices = new PriceList(Map.of("A", article(1_999), "B", article(1)), 1_900, false);
        Order order = placed(Order.place(request(line("A", 3), line("B", 999)), prices, OCCASION));
        assertThat(order.net().amount()).isEqualTo(6_996);
        assertThat(order.tax().amount()).isEqualTo(1_329); // 1329.24
        assertThat(order.total().amount()).isEqualTo(8_325);
    }

    @Test
    void half_a_cent_of_tax_is_rounded_up() {
        assertThat(placed(place(50, 1, 1_900)).tax().amount()).isEqualTo(10); // 9.5
        assertThat(placed(place(49, 1, 1_900)).tax().amount()).isEqualTo(9); // 9.31
        assertThat(placed(place(50, 1, 0)).tax().amount()).isZero();
    }

    @Test
    void free_articles_cost_nothing() {
        assertThat(placed(place(0, 999, 1_900)).total().isZero()).isTrue();
    }

    @Test
    void the_total_must_fit() {
        assertThat(place(900_000_000_000_000L, 1, 1_000)).isInstanceOf(Placing.Placed.class);
        assertThat(place(Long.MAX_VALUE, 1, 0)).isInstanceOf(Placing.Placed.class);
        assertThat(refusal(place(Long.MAX_VALUE, 1, 1))).isEqualTo(Refusal.TOTAL_TOO_LARGE);
        assertThat(refusal(place(Long.MAX_VALUE, 2, 0))).isEqualTo(Refusal.TOTAL_TOO_LARGE);
        assertThat(refusal(place(Long.MAX_VALUE / 2, 3, 1_900))).isEqualTo(Refusal.TOTAL_TOO_LARGE);
    }

    @Test
    void each_policy_refuses_and_names_every_line() {
        Article gone = new Article(null, null, 0, true);
        Article dollars = new Article("Article", Money.of(1, "USD"), 1, false);
        PriceList prices = new PriceList(Map.of("A", article(1), "GONE", gone, "USD", dollars), 1_900, false);
        assertRefused(prices, Refusal.UNKNOWN_PRODUCT, "X", "A", "Y", "/lines/0/sku", "/lines/2/sku");
        assertRefused(prices, Refusal.DISCONTINUED_PRODUCT, "A", "GONE", "USD", "/lines/1/sku");
        assertRefused(prices, Refusal.CURRENCY_MISMATCH, "A", "USD", "A", "/lines/1");
        PriceList unserved = new PriceList(Map.of("A", article(1)), null, false);
        PriceList forgotten = new PriceList(Map.of("A", article(1)), 1_900, true);
        assertRefused(forgotten, Refusal.CUSTOMER_ERASED, "A", "A", "A", "/customerId");
        assertRefused(unserved, Refusal.COUNTRY_NOT_SERVED, "A", "A", "A", "/shippingAddress/country");
    }

    private static void assertRefused(
            PriceList prices, Refusal refusal, String first, String second, String third, String... pointers) {
        Placing placing = Order.place(request(line(first, 1), line(second, 1), line(third, 1)), prices, OCCASION);
        assertThat(placing).isEqualTo(new Placing.Refused(refusal, List.of(pointers)));
    }

    @Test
    void a_request_keeps_its_bounds() {
        assertThat(faults(request(line("A", 1)))).isEmpty();
        assertThat(faults(request(line("A", 999)))).isEmpty();
        assertThat(faults(request(line("A", 1_000)))).containsExactly("/lines/0/quantity");
        assertThat(faults(request(line("A", 0)))).containsExactly("/lines/0/quantity");
        assertThat(faults(request(line("A", -1)))).containsExactly("/lines/0/quantity");
        assertThat(faults(request(line("A".repeat(64), 1)))).isEmpty();
        assertThat(faults(request(line("A".repeat(65), 1)))).containsExactly("/lines/0/sku");
        assertThat(faults(request())).containsExactly("/lines");
        assertThat(faults(lines(100))).isEmpty();
        assertThat(faults(lines(101))).containsExactly("/lines");
        assertThat(faults(lines(10_000))).containsExactly("/lines");
    }

    @Test
    void a_repeated_sku_is_pointed_at() {
        assertThat(faults(request(line("A", 1), line("B", 1), line("A", 2)))).containsExactly("/lines/2/sku");
    }

    @Test
    void missing_fields_are_all_told() {
        assertThat(faults(new OrderRequest(null, null, null, null, null)))
                .containsExactly("/lines", "/currency", "/paymentMethod", "/shippingAddress");
        List<OrderRequest.Line> lines = new ArrayList<>();
        lines.add(null);
        lines.add(new OrderRequest.Line(null, null));
        Address address = new Address(null, " ", "x".repeat(201), null, null, "de");
        assertThat(faults(new OrderRequest(null, lines, EUR, "", address)))
                .containsExactly(
                        "/lines/0",
                        "/lines/1/sku",
                        "/lines/1/quantity",
                        "/paymentMethod",
                        "/shippingAddress/name",
                        "/shippingAddress/line1",
                        "/shippingAddress/line2",
                        "/shippingAddress/city",
                        "/shippingAddress/postalCode",
                        "/shippingAddress/country");
    }

    private static OrderRequest lines(int count) {
        return request(IntStream.range(0, count).mapToObj(i -> line("A" + i, 1)).toArray(OrderRequest.Line[]::new));
    }

    private static List<String> faults(OrderRequest request) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> Check.throwIfInvalid(request));
        return problem == null
                ? List.of()
                : problem.errors().stream().map(FieldError::pointer).toList();
    }
}
