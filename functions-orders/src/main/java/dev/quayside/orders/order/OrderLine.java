package dev.quayside.orders.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Money;
import java.util.List;

/**
 * One article of an order, at the price of the moment it was placed; stored in the order as JSON.
 *
 * @param unitPrice net, for one piece
 * @param weightGrams of one piece
 */
public record OrderLine(String sku, String name, int quantity, Money unitPrice, int weightGrams) {

    /** @throws ArithmeticException if it does not fit a {@code long} */
    public Money net() {
        return unitPrice.times(quantity);
    }

    /** What all pieces weigh together. */
    public long totalGrams() {
        return (long) quantity * weightGrams;
    }

    /** Reads the lines of an order as they are stored. */
    public static List<OrderLine> ofStored(String json) {
        try {
            return List.of(Json.read(json, OrderLine[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The lines of an order cannot be read", e);
        }
    }
}
