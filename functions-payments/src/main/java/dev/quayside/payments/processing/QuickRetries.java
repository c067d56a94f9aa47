package dev.quayside.payments.processing;

import dev.quayside.payments.gateway.GatewayAnswer;
import dev.quayside.payments.gateway.GatewayAnswer.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Asks a busy gateway a few times within a second or so. A call that got no answer at all is not repeated here: the
 * resolver looks it up first.
 *
 * @param most how often to ask again
 * @param firstPause before the second try; doubles with each
 */
public record QuickRetries(int most, Duration firstPause) {

    public static final QuickRetries STANDARD = new QuickRetries(3, Duration.ofMillis(150));

    /**
     * @param again notes a further attempt; false if there must be none
     * @return the last answer, or empty if {@code again} forbade to go on
     */
    Optional<GatewayAnswer> run(Supplier<GatewayAnswer> ask, Predicate<GatewayAnswer> again) {
        GatewayAnswer answer = ask.get();
        for (int retry = 0; retry < most && answer.outcome() == Outcome.BUSY; retry++) {
            pause(firstPause.multipliedBy(1L << retry));
            if (!again.test(answer)) {
                return Optional.empty();
            }
            answer = ask.get();
        }
        return Optional.of(answer);
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
