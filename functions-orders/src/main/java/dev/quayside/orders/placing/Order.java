package dev.quayside.orders.placing;

import dev.quayside.orders.order.OrderLine;
import dev.quayside.orders.placing.PriceList.Article;
import dev.quayside.shared.contracts.OrderEvents;
import dev.quayside.shared.http.Address;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An order as it was placed.
 *
 * @param placedBy who placed it: the customer, or somebody on the customer's behalf
 * @param total net and tax together
 */
record Order(
        UUID id,
        UUID customerId,
        Instant placedAt,
        String placedBy,
        List<OrderLine> lines,
        Money net,
        Money tax,
        Money total,
        int taxBasisPoints,
        String paymentMethod,
        Address shippingAddress) {

    Order {
        lines = List.copyOf(lines);
    }

    /**
     * Who orders for whom, when.
     *
     * @param id of the order, if it is placed
     */
    record Occasion(UUID id, UUID customerId, String placedBy, Instant at) {}

    /** Decides on a valid request; does nothing else. */
    static Placing place(OrderRequest request, PriceList prices, Occasion occasion) {
        for (PlacingPolicy policy : PlacingPolicy.ALL) {
            Optional<Placing.Refused> objection = policy.objection(request, prices);
            if (objection.isPresent()) {
                return objection.get();
            }
        }
        try {
            return new Placing.Placed(priced(request, prices, occasion));
        } catch (ArithmeticException tooLarge) {
            return new Placing.Refused(Refusal.TOTAL_TOO_LARGE, List.of("/lines"));
        }
    }

    private static Order priced(OrderRequest request, PriceList prices, Occasion occasion) {
        List<OrderLine> lines =
                request.lines().stream().map(line -> line(line, prices)).toList();
        Money net = lines.stream().map(OrderLine::net).reduce(Money.zero(request.currency()), Money::plus);
        Money tax = net.share(prices.taxBasisPoints());
        return new Order(
                occasion.id(),
                occasion.customerId(),
                occasion.at(),
                occasion.placedBy(),
                lines,
                net,
                tax,
                net.plus(tax),
                prices.taxBasisPoints(),
                request.paymentMethod(),
                request.shippingAddress());
    }

    private static OrderLine line(OrderRequest.Line line, PriceList prices) {
        Article article = prices.articles().get(line.sku());
        return new OrderLine(line.sku(), article.name(), line.quantity(), article.unitPrice(), article.weightGrams());
    }

    OrderEvents.OrderPlaced event() {
        List<OrderEvents.Line> told = lines.stream()
                .map(line -> new OrderEvents.Line(line.sku(), line.quantity()))
                .toList();
        return new OrderEvents.OrderPlaced(id, customerId, told, total, placedAt);
    }

    /** The token stays out of logs and failure messages, as does the address. */
    @Override
    public String toString() {
        return "Order[" + id + "]";
    }
}
