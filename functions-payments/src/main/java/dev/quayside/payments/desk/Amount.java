package dev.quayside.payments.desk;

import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.Validated;
import dev.quayside.shared.kernel.Money;
import java.util.Currency;

/** An amount above 0 that a caller asks for. */
record Amount(Long amount, Currency currency) implements Validated {

    /** In minor units; no single payment is near that, and sums of many still fit. */
    static final long MOST = 1_000_000_000_000L;

    @Override
    public void validate(Check check) {
        check.range(amount, "amount", 1, MOST);
        check.present(currency, "currency");
    }

    Money money() {
        return new Money(amount, currency);
    }
}
