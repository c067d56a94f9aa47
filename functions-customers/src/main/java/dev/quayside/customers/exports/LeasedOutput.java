package dev.quayside.customers.exports;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Passes bytes on and, while they flow, keeps a lease from running out. */
final class LeasedOutput extends FilterOutputStream {

    private final Clock clock;
    private final Duration lease;
    private final Consumer<Instant> extend;
    private Instant due;

    /**
     * @param lease taken just now
     * @param extend told until when the lease lasts, before half of it is over
     */
    LeasedOutput(OutputStream out, Clock clock, Duration lease, Consumer<Instant> extend) {
        super(out);
        this.clock = clock;
        this.lease = lease;
        this.extend = extend;
        this.due = clock.instant().plus(lease.dividedBy(3));
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        extendIfDue();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        extendIfDue();
    }

    private void extendIfDue() {
        Instant now = clock.instant();
        if (!now.isBefore(due)) {
            extend.accept(now.plus(lease));
            due = now.plus(lease.dividedBy(3));
        }
    }
}
