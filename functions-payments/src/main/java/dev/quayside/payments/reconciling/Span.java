package dev.quayside.payments.reconciling;

import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/** A span of time to compare: a day in UTC, or from and to (exclusive), 31 days at most. */
record Span(Instant from, Instant to) {

    private static final Duration LONGEST = Duration.ofDays(31);

    /** {@link LocalDate#parse} takes years that PostgreSQL cannot store. */
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    static Span of(Call call) {
        Optional<String> day = call.query("day");
        if (day.isPresent()) {
            Instant start = day(day.get());
            return new Span(start, start.plus(Duration.ofDays(1)));
        }
        Instant from = call.queryInstant("from")
                .orElseThrow(() -> ProblemException.invalidParameter("from", "is required unless day is given"));
        Instant to = call.queryInstant("to")
                .orElseThrow(() -> ProblemException.invalidParameter("to", "is required unless day is given"));
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw ProblemException.invalidParameter("to", "must be after from, by 31 days at most");
        }
        return new Span(from, to);
    }

    private static Instant day(String text) {
        if (!DAY.matcher(text).matches()) {
            throw notADay();
        }
        try {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw notADay();
        }
    }

    private static ProblemException notADay() {
        return ProblemException.invalidParameter("day", "must be a date such as 2026-01-31");
    }

    /** Goes on where a page ended. */
    Span until(Instant cursor) {
        if (!cursor.isAfter(from) || cursor.isAfter(to)) {
            throw ProblemException.invalidParameter("cursor", "is not a cursor of this span");
        }
        return new Span(from, cursor);
    }
}
