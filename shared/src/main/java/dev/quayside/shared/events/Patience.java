package dev.quayside.shared.events;

import dev.quayside.shared.data.TransientFailure;
import java.time.Duration;

/**
 * Tries again for a while what fails for a reason that may pass, such as a database that is away: the host abandons a
 * failed message at once, and ten redeliveries take milliseconds.
 */
public final class Patience {

    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(50);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

    /** Well below the five minutes for which the host renews the lock of a message. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Patience() {}

    /** Runs {@code work}, which must be safe to run again; throws what it throws if that does not pass. */
    public static void run(Runnable work) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        Duration pause = FIRST_BACK_OFF;
        while (true) {
            try {
                work.run();
                return;
            } catch (RuntimeException e) {
                if (!TransientFailure.isCauseOf(e) || System.nanoTime() > giveUp) {
                    throw e;
                }
                pause = sleep(pause);
            }
        }
    }

    /** Returns the next, longer pause. */
    private static Duration sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting to try again", e);
        }
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
    }
}
