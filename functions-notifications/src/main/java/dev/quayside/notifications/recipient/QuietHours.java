package dev.quayside.notifications.recipient;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;

/**
 * When a customer wants no e-mail and no text message, by the clock on their wall.
 *
 * @param from begins then; later than {@code to} for a span over midnight
 * @param to ends then: the first moment that is not quiet
 */
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {

    public QuietHours {
        if (from.equals(to)) {
            throw new IllegalArgumentException("Quiet hours must begin and end at different times");
        }
    }

    /** The first moment from {@code now} on that is not quiet: {@code now} itself, or when the quiet hours end. */
    public Instant release(Instant now) {
        LocalDateTime wall = LocalDateTime.ofInstant(now, zone);
        if (!isQuiet(wall.toLocalTime())) {
            return now;
        }
        Instant today = firstAfter(now, wall.toLocalDate());
        Instant end =
                today.isAfter(now) ? today : firstAfter(now, wall.toLocalDate().plusDays(1));
        // Clocks that leap over the end may land in the quiet hours of another day.
        return release(end);
    }

    private boolean isQuiet(LocalTime time) {
        boolean begun = !time.isBefore(from);
        boolean over = !time.isBefore(to);
        return from.isBefore(to) ? begun && !over : begun || !over;
    }

    /**
     * When the quiet hours of that day end. When clocks are put forward over the end, it is that moment; when they are
     * put back over it, the end comes twice, and the first one that is still to come counts.
     */
    private Instant firstAfter(Instant now, LocalDate day) {
        LocalDateTime end = day.atTime(to);
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(end);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = zone.getRules().getTransition(end);
            return gap.getInstant();
        }
        Instant first = end.toInstant(offsets.get(0));
        return first.isAfter(now) ? first : end.toInstant(offsets.get(offsets.size() - 1));
    }
}
