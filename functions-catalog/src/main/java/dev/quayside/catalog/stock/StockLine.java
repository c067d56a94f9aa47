package dev.quayside.catalog.stock;

import dev.quayside.shared.contracts.OrderEvents.Line;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** So many pieces of one article for one order. */
record StockLine(UUID orderId, String sku, int quantity) {

    /**
     * The lines of an order with each article once, in SKU order.
     *
     * @throws IllegalArgumentException if there are none, or one makes no sense
     */
    static List<StockLine> of(UUID orderId, List<Line> lines) {
        if (orderId == null || lines == null || lines.isEmpty()) {
            throw new IllegalArgumentException("an order needs an id and lines");
        }
        Map<String, Integer> quantities = new TreeMap<>();
        for (Line line : lines) {
            if (line == null || line.sku() == null || line.quantity() < 1) {
                throw new IllegalArgumentException("a line needs a sku and a quantity");
            }
            quantities.merge(line.sku(), line.quantity(), Math::addExact);
        }
        return quantities.entrySet().stream()
                .map(entry -> new StockLine(orderId, entry.getKey(), entry.getValue()))
                .toList();
    }
}
