package dev.quayside.orders.placing;

import dev.quayside.shared.http.Address;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.Validated;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * An order as somebody asks for it.
 *
 * @param customerId for whom; given by employees and outside producers, never by clients
 * @param currency in which all prices must be
 * @param paymentMethod token of the payment gateway
 */
record OrderRequest(UUID customerId, List<Line> lines, Currency currency, String paymentMethod, Address shippingAddress)
        implements Validated {

    private static final int MOST_LINES = 100;
    private static final int MOST_PIECES = 999;

    /** So many pieces of one article. */
    record Line(String sku, Integer quantity) {}

    @Override
    public void validate(Check check) {
        check.each(lines, "lines", 1, MOST_LINES, (line, at) -> {
            at.text(line.sku(), "sku", 1, 64);
            at.range(line.quantity(), "quantity", 1, MOST_PIECES);
        });
        if (lines != null && lines.size() <= MOST_LINES) {
            rejectRepeatedSkus(check);
        }
        check.present(currency, "currency");
        check.text(paymentMethod, "paymentMethod", 1, 200);
        check.nested(shippingAddress, "shippingAddress");
    }

    private void rejectRepeatedSkus(Check check) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i) != null && lines.get(i).sku() != null) {
                boolean isFirst = seen.add(lines.get(i).sku());
                check.that(isFirst, "lines/" + i + "/sku", "is in an earlier line already");
            }
        }
    }

    /** The token stays out of logs and failure messages, as does the address. */
    @Override
    public String toString() {
        return "OrderRequest[" + lines + "]";
    }
}
