package dev.quayside.shared.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Real time plus what a test has let pass. */
public final class MovableClock extends Clock {

    private final AtomicReference<Duration> ahead;
    private final ZoneId zone;

    public MovableClock() {
        this(new AtomicReference<>(Duration.ZERO), ZoneOffset.UTC);
    }

    private MovableClock(AtomicReference<Duration> ahead, ZoneId zone) {
        this.ahead = ahead;
        this.zone = zone;
    }

    /** Lets time pass. */
    public void advance(Duration duration) {
        ahead.updateAndGet(duration::plus);
    }

    /** Makes it a certain time; from there on it goes at its usual pace. */
    public void set(Instant now) {
        ahead.set(Duration.between(Instant.now(), now));
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock as another zone reads it: both move together. */
    @Override
    public Clock withZone(ZoneId other) {
        return new MovableClock(ahead, other);
    }
}
