package dev.quayside.local.functions.staging;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** .NET's duration format, {@code [d.]hh:mm:ss}, which host.json and timer schedules use. */
public final class TimeSpan {
    private static final Pattern FORMAT = Pattern.compile("(?:(\\d{1,4})\\.)?(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2}))?");

    private TimeSpan() {}

    /** Empty when the text is no time span at all. */
    public static Optional<Duration> parse(String text) {
        var found = FORMAT.matcher(text.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofDays(number(found.group(1)))
                .plusHours(number(found.group(2)))
                .plusMinutes(number(found.group(3)))
                .plusSeconds(number(found.group(4))));
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
