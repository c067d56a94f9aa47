package dev.quayside.payments.processing;

import dev.quayside.payments.ledger.ChargeBooks;
import dev.quayside.payments.ledger.Payment;
import dev.quayside.payments.ledger.Refund;
import dev.quayside.payments.ledger.RefundBooks;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Finds out, every minute, what became of charges and refunds that were sent and not answered, whether the gateway or
 * we went away. It takes up one at a time, so that what it cannot get to in this run is nobody's; it never gives up.
 */
public final class PaymentResolver {

    /** For charges and again for refunds: both fit into the minute between two runs. */
    private static final Duration BUDGET = Duration.ofSeconds(20);

    private static final Duration WORRYING = Duration.ofHours(1);

    /** So many failures in a row mean that the gateway is away: the next run will see. */
    private static final int MOST_FAILURES = 5;

    private final Database database;
    private final ChargeBooks charges;
    private final RefundBooks refunds;
    private final Charger charger;
    private final Refunder refunder;
    private final Clock clock;

    public PaymentResolver(
            Database database,
            ChargeBooks charges,
            RefundBooks refunds,
            Charger charger,
            Refunder refunder,
            Clock clock) {
        this.database = database;
        this.charges = charges;
        this.refunds = refunds;
        this.charger = charger;
        this.refunder = refunder;
        this.clock = clock;
    }

    /** @return how many charges and refunds were taken up */
    public int run() {
        int charged = drain(this::nextPayment, this::resolve);
        int givenBack = drain(this::nextRefund, this::resolve);
        if (charged + givenBack > 0) {
            Log.info("resolved", "charges", charged, "refunds", givenBack);
        }
        return charged + givenBack;
    }

    private static <T> int drain(Supplier<Optional<T>> next, Predicate<T> resolve) {
        long end = System.nanoTime() + BUDGET.toNanos();
        int taken = 0;
        int failures = 0;
        while (failures < MOST_FAILURES && System.nanoTime() < end) {
            Optional<T> takenUp = next.get();
            if (takenUp.isEmpty()) {
                break;
            }
            taken++;
            failures = resolve.test(takenUp.get()) ? 0 : failures + 1;
        }
        return taken;
    }

    private Optional<Payment> nextPayment() {
        return database.inTransaction(charges::takeUpNext);
    }

    private Optional<Refund> nextRefund() {
        return database.inTransaction(refunds::takeUpNext);
    }

    private boolean resolve(Payment payment) {
        boolean resolved = charger.resolve(payment);
        warnWhenOld(resolved, "paymentId", payment.id(), payment.createdAt());
        return resolved;
    }

    private boolean resolve(Refund refund) {
        boolean resolved = refunder.resolve(refund);
        warnWhenOld(resolved, "refundId", refund.id(), refund.createdAt());
        return resolved;
    }

    private void warnWhenOld(boolean resolved, String field, UUID id, Instant since) {
        if (!resolved && since.isBefore(clock.instant().minus(WORRYING))) {
            Log.warn("the gateway has given no answer for over an hour", field, id, "since", since);
        }
    }
}
