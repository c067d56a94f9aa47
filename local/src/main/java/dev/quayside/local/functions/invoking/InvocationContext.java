package dev.quayside.local.functions.invoking;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.TraceContext;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.logging.Logger;

/** What a function learns about its invocation. */
final class InvocationContext implements ExecutionContext {
    private final String app;
    private final String function;
    private final Consumer<LogLine> sink;
    private final String invocationId = randomId();
    private final TraceContext trace;
    private Logger logger;

    InvocationContext(String app, String function, String traceparent, Consumer<LogLine> sink) {
        this.app = app;
        this.function = function;
        this.sink = sink;
        this.trace = new InvocationTrace(traceparent);
    }

    String app() {
        return app;
    }

    @Override
    public synchronized Logger getLogger() {
        if (logger == null) {
            logger = new InvocationLogger(sink, this);
        }
        return logger;
    }

    @Override
    public String getInvocationId() {
        return invocationId;
    }

    @Override
    public String getFunctionName() {
        return function;
    }

    @Override
    public TraceContext getTraceContext() {
        return trace;
    }

    /** Not a secret, so the cheap random source does: the secure one is a lock that all invocations would share. */
    private static String randomId() {
        var random = ThreadLocalRandom.current();
        long high = (random.nextLong() & 0xFFFFFFFF_FFFF0FFFL) | 0x4000L;
        long low = (random.nextLong() & 0x3FFFFFFF_FFFFFFFFL) | 0x80000000_00000000L;
        return new UUID(high, low).toString();
    }
}
