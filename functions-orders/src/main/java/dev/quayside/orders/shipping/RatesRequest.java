package dev.quayside.orders.shipping;

import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.Validated;
import java.util.Currency;
import java.util.List;
import java.util.regex.Pattern;

/** What would it cost to ship these articles there? */
record RatesRequest(Destination destination, List<Line> lines, Currency currency) implements Validated {

    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");

    record Destination(String country, String postalCode) implements Validated {
        @Override
        public void validate(Check check) {
            check.text(postalCode, "postalCode", 1, 16);
            if (check.present(country, "country")) {
                check.that(COUNTRY.matcher(country).matches(), "country", "must be an ISO 3166-1 code such as DE");
            }
        }
    }

    record Line(String sku, Integer quantity) {}

    @Override
    public void validate(Check check) {
        check.nested(destination, "destination");
        check.each(lines, "lines", 1, 100, (line, at) -> {
            at.text(line.sku(), "sku", 1, 64);
            at.range(line.quantity(), "quantity", 1, 999);
        });
        check.present(currency, "currency");
    }
}
