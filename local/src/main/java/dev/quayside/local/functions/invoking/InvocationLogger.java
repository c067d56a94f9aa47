package dev.quayside.local.functions.invoking;

import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The logger of one invocation. It belongs to no LogManager: a record goes straight to the host, and like in the real
 * worker {@code {0}} in a message stays as it is.
 */
final class InvocationLogger extends Logger {
    private final Consumer<LogLine> sink;
    private final InvocationContext context;

    InvocationLogger(Consumer<LogLine> sink, InvocationContext context) {
        super(null, null);
        this.sink = sink;
        this.context = context;
        setLevel(Level.INFO);
    }

    @Override
    public void log(LogRecord record) {
        if (isLoggable(record.getLevel())) {
            sink.accept(new LogLine(
                    record.getInstant(),
                    record.getLevel(),
                    context.app(),
                    context.getFunctionName(),
                    context.getInvocationId(),
                    record.getMessage(),
                    record.getThrown()));
        }
    }
}
