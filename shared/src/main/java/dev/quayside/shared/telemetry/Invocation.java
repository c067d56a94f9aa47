package dev.quayside.shared.telemetry;

import com.microsoft.azure.functions.ExecutionContext;
import java.util.logging.Logger;

/**
 * What the running thread works on: set around each function call, read by {@link Log}, the outbox and the pools.
 *
 * @param app the Function App, {@code orders}
 * @param function the function, {@code PlaceOrder}
 * @param invocationId the host's id of this call
 * @param trigger what started it: decides which connection pool it may draw on
 * @param trace the trace it belongs to
 * @param logger where its log lines go
 */
public record Invocation(
        String app, String function, String invocationId, Trigger trigger, Traceparent trace, Logger logger) {

    /** What started an invocation. */
    public enum Trigger {
        HTTP,
        MESSAGE,
        TIMER
    }

    private static final ThreadLocal<Invocation> CURRENT = new ThreadLocal<>();

    /** Opens the scope of a function call; close it in a try-with-resources. */
    public static Scope open(String app, Trigger trigger, Traceparent trace, ExecutionContext context) {
        CURRENT.set(new Invocation(
                app, context.getFunctionName(), context.getInvocationId(), trigger, trace, context.getLogger()));
        return CURRENT::remove;
    }

    /** The call that this thread is in, or null on a background thread. */
    public static Invocation current() {
        return CURRENT.get();
    }

    /** The trace that this thread is in; a new one on a background thread. */
    public static Traceparent currentTrace() {
        Invocation current = CURRENT.get();
        return current != null ? current.trace : Traceparent.start();
    }

    /** Ends what {@link #open} began. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
