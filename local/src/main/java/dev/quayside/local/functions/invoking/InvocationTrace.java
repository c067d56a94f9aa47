package dev.quayside.local.functions.invoking;

import com.microsoft.azure.functions.TraceContext;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** W3C trace context of an invocation: a span of its own in the caller's trace, or in a new one. */
final class InvocationTrace implements TraceContext {
    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-([0-9a-f]{2})");

    private final String caller;
    private String traceparent;

    InvocationTrace(String caller) {
        this.caller = caller;
    }

    @Override
    public synchronized String getTraceparent() {
        if (traceparent == null) {
            var found = TRACEPARENT.matcher(caller == null ? "" : caller);
            traceparent = found.matches()
                    ? "00-" + found.group(1) + "-" + hex() + "-" + found.group(2)
                    : "00-" + hex() + hex() + "-" + hex() + "-00";
        }
        return traceparent;
    }

    @Override
    public String getTracestate() {
        return "";
    }

    @Override
    public Map<String, String> getAttributes() {
        return Map.of();
    }

    /** Eight random bytes, never all zero, which the standard forbids. */
    private static String hex() {
        return String.format("%016x", ThreadLocalRandom.current().nextLong() | 1);
    }
}
