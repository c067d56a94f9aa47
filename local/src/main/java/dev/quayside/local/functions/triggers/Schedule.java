package dev.quayside.local.functions.triggers;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.quayside.local.functions.staging.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** When a timer fires: six-field NCRONTAB in UTC (five fields mean second 0), or a time span between firings. */
final class Schedule {
    /** NCRONTAB counts weekdays from Sunday = 0, and wants both day fields to match where other crons want either. */
    private static final CronDefinition NCRONTAB = CronDefinitionBuilder.defineCron()
            .withSeconds()
            .and()
            .withMinutes()
            .and()
            .withHours()
            .and()
            .withDayOfMonth()
            .and()
            .withMonth()
            .and()
            .withDayOfWeek()
            .withValidRange(0, 6)
            .withMondayDoWValue(1)
            .and()
            .matchDayOfWeekAndDayOfMonth()
            .instance();

    private final UnaryOperator<Instant> next;

    private Schedule(UnaryOperator<Instant> next) {
        this.next = next;
    }

    /**
     * Compiles a schedule.
     *
     * @throws IllegalArgumentException when it is not valid or never fires
     */
    static Schedule parse(String text) {
        Optional<Duration> span = TimeSpan.parse(text);
        if (span.isPresent()) {
            if (span.get().isZero()) {
                throw new IllegalArgumentException("a time span must not be zero");
            }
            return new Schedule(after -> after.plus(span.get()));
        }
        String fields = text.strip();
        String cron = fields.split("\\s+").length == 5 ? "0 " + fields : fields;
        ExecutionTime times =
                ExecutionTime.forCron(new CronParser(NCRONTAB).parse(cron).validate());
        Instant epoch = Instant.EPOCH;
        if (times.nextExecution(epoch.atZone(ZoneOffset.UTC)).isEmpty()) {
            throw new IllegalArgumentException("it never fires");
        }
        return new Schedule(after ->
                times.nextExecution(after.atZone(ZoneOffset.UTC)).orElseThrow().toInstant());
    }

    /** The first time after the given one. */
    Instant next(Instant after) {
        return next.apply(after);
    }

    /** Whether two of the next firings are less than a minute apart; the real host then keeps no status. */
    boolean firesMoreThanOnceAMinute(Instant from) {
        Instant previous = next(from);
        for (int i = 0; i < 5; i++) {
            Instant following = next(previous);
            if (Duration.between(previous, following).compareTo(Duration.ofMinutes(1)) < 0) {
                return true;
            }
            previous = following;
        }
        return false;
    }
}
