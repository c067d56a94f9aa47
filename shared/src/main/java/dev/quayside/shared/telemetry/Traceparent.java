package dev.quayside.shared.telemetry;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * W3C Trace Context: names the trace that a piece of work belongs to, across HTTP, outbox, Service Bus and consumer.
 *
 * @param traceId 32 lower-case hex digits
 * @param spanId 16 lower-case hex digits
 * @param sampled whether the caller records this trace
 */
public record Traceparent(String traceId, String spanId, boolean sampled) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2}).*");
    private static final Pattern ZEROS = Pattern.compile("0+");

    /** A trace that starts here. */
    public static Traceparent start() {
        return new Traceparent(randomHex(2), randomHex(1), true);
    }

    /** Goes on with the caller's trace in a span of our own, or starts one where the header is absent or malformed. */
    public static Traceparent continueFrom(String header) {
        Matcher form = FORM.matcher(header == null ? "" : header);
        boolean valid = form.matches()
                && !ZEROS.matcher(form.group(1)).matches()
                && !ZEROS.matcher(form.group(2)).matches();
        return valid
                ? new Traceparent(form.group(1), randomHex(1), (Integer.parseInt(form.group(3), 16) & 1) == 1)
                : start();
    }

    /** The header's value. */
    @Override
    public String toString() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    private static String randomHex(int longs) {
        StringBuilder hex = new StringBuilder(16 * longs);
        for (int i = 0; i < longs; i++) {
            // all zeros would be invalid
            hex.append(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong() | 1));
        }
        return hex.toString();
    }
}
