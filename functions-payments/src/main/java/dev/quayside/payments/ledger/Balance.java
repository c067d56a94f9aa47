package dev.quayside.payments.ledger;

/**
 * Where the money of a payment is, in minor units of its currency.
 *
 * @param captured taken from the customer
 * @param refunding on its way back
 * @param refunded given back
 */
public record Balance(long captured, long refunding, long refunded) {

    static final Balance NOTHING = new Balance(0, 0, 0);

    public Balance {
        if (refunding < 0 || refunded < 0 || Math.addExact(refunding, refunded) > captured) {
            throw new IllegalArgumentException("More cannot be given back than was taken");
        }
    }

    /** What can still be refunded. */
    public long left() {
        return captured - refunding - refunded;
    }

    /** @throws IllegalArgumentException if less than {@code amount} is left */
    Balance refunding(long amount) {
        return new Balance(captured, refunding + amount, refunded);
    }

    Balance refundDone(long amount) {
        return new Balance(captured, refunding - amount, refunded + amount);
    }

    Balance refundFailed(long amount) {
        return new Balance(captured, refunding - amount, refunded);
    }
}
