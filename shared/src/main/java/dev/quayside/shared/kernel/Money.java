package dev.quayside.shared.kernel;

import java.util.Currency;
import java.util.Objects;

/**
 * An amount of money that somebody pays, owes or gets back: never negative, never a fraction of a minor unit.
 *
 * @param amount minor units of the currency (cents for EUR), 0 or more
 * @param currency ISO 4217 currency; written as its code in JSON
 */
public record Money(long amount, Currency currency) {

    public Money {
        Objects.requireNonNull(currency, "currency");
        if (amount < 0) {
            throw new IllegalArgumentException("An amount of money must not be negative");
        }
    }

    /** @throws IllegalArgumentException if {@code currencyCode} is not an ISO 4217 code or the amount is negative */
    public static Money of(long amount, String currencyCode) {
        return new Money(amount, Currency.getInstance(currencyCode));
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /** @throws ArithmeticException if the sum does not fit a {@code long} */
    public Money plus(Money other) {
        return new Money(Math.addExact(amount, sameCurrency(other).amount), currency);
    }

    /** @throws IllegalArgumentException if {@code other} is more than this */
    public Money minus(Money other) {
        return new Money(Math.subtractExact(amount, sameCurrency(other).amount), currency);
    }

    /** @throws ArithmeticException if the product does not fit a {@code long} */
    public Money times(long quantity) {
        return new Money(Math.multiplyExact(amount, quantity), currency);
    }

    /**
     * The share of this amount in basis points (1900 = 19 %), half a minor unit rounded up, as tax offices do.
     *
     * @throws ArithmeticException if an intermediate value does not fit a {@code long}
     */
    public Money share(int basisPoints) {
        return new Money(Math.addExact(Math.multiplyExact(amount, (long) basisPoints), 5_000) / 10_000, currency);
    }

    public boolean isMoreThan(Money other) {
        return amount > sameCurrency(other).amount;
    }

    public boolean isZero() {
        return amount == 0;
    }

    /** The ISO 4217 code, as stored in the database. */
    public String currencyCode() {
        return currency.getCurrencyCode();
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("Currencies differ: " + currency + " and " + other.currency);
        }
        return other;
    }
}
