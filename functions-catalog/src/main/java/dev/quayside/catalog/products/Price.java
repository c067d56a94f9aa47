package dev.quayside.catalog.products;

import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.Validated;
import dev.quayside.shared.kernel.Money;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/** A price in a request, in minor units. */
public record Price(Long amount, String currency) implements Validated {

    /** A hundred million euros: far above any price, and a thousand of them times a million still fit a long. */
    public static final long MOST = 10_000_000_000L;

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    @Override
    public void validate(Check check) {
        check.range(amount, "amount", 0, MOST);
        if (check.present(currency, "currency")) {
            check.that(CURRENCIES.contains(currency), "currency", "must be an ISO 4217 currency code");
        }
    }

    Money money() {
        return Money.of(amount, currency);
    }
}
