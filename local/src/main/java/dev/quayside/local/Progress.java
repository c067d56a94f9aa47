package dev.quayside.local;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;

/** What the user sees while the platform starts, runs and stops. Parts that start at once report at once. */
final class Progress {
    private final PrintStream out;
    private final Instant begun = Instant.now();

    Progress(PrintStream out) {
        this.out = out;
    }

    void say(String line) {
        synchronized (out) {
            out.println(line);
            out.flush();
        }
    }

    /** Runs {@code work} and prints how long it took, with what {@code work} says about itself. */
    <T> T timed(String part, Supplier<T> work, String detail) {
        Instant start = Instant.now();
        T result = work.get();
        say(String.format(Locale.ROOT, "  %-16s %5.1f s  %s", part, seconds(start), detail)
                .stripTrailing());
        return result;
    }

    double secondsSinceBegun() {
        return seconds(begun);
    }

    private static double seconds(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }
}
