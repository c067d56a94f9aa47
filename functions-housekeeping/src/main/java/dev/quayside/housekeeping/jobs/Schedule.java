package dev.quayside.housekeeping.jobs;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;

/**
 * When a job is due, in UTC.
 *
 * @param day of the week; null for every day
 * @param hour of the day, 0 to 23
 */
public record Schedule(DayOfWeek day, int hour) {

    public static Schedule daily(int hour) {
        return new Schedule(null, hour);
    }

    public static Schedule weekly(DayOfWeek day, int hour) {
        return new Schedule(day, hour);
    }

    /** The last moment it was due, up to and including {@code now}. */
    Instant last(Instant now) {
        ZonedDateTime due = at(now);
        if (day != null) {
            due = due.with(TemporalAdjusters.previousOrSame(day));
        }
        if (due.toInstant().isAfter(now)) {
            due = due.minusDays(step());
        }
        return due.toInstant();
    }

    /** The next moment it is due, after {@code now}. */
    Instant next(Instant now) {
        return last(now).atZone(ZoneOffset.UTC).plusDays(step()).toInstant();
    }

    /** As a timer trigger writes it: six fields, Sunday is 0. */
    public String ncrontab() {
        return "0 0 " + hour + " * * " + (day == null ? "*" : day.getValue() % 7);
    }

    private int step() {
        return day == null ? 1 : 7;
    }

    private ZonedDateTime at(Instant now) {
        return now.atZone(ZoneOffset.UTC).with(LocalTime.of(hour, 0));
    }
}
