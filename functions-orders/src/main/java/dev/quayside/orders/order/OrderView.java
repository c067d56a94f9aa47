package dev.quayside.orders.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.shared.http.Address;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An order as callers see it; the payment method is not in it.
 *
 * @param reason why it was rejected; absent otherwise
 * @param updatedAt when its status last changed
 * @param trackingNumber absent until a shipment is booked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderView(
        UUID id,
        UUID customerId,
        OrderStatus status,
        String reason,
        Instant placedAt,
        Instant updatedAt,
        List<Line> lines,
        Money net,
        Money tax,
        int taxBasisPoints,
        Money total,
        Address shippingAddress,
        String trackingNumber) {

    /** One article; {@code net} is for all its pieces. */
    public record Line(String sku, String name, int quantity, Money unitPrice, Money net) {

        public static List<Line> of(List<OrderLine> lines) {
            return lines.stream()
                    .map(line -> new Line(line.sku(), line.name(), line.quantity(), line.unitPrice(), line.net()))
                    .toList();
        }
    }
}
