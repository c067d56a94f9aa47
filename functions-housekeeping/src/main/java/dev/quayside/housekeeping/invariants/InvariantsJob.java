package dev.quayside.housekeeping.invariants;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.housekeeping.jobs.Job;
import dev.quayside.housekeeping.jobs.JobRun;
import dev.quayside.housekeeping.jobs.Schedule;
import dev.quayside.housekeeping.jobs.Step;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.telemetry.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * Proves every night that what several places say of the same thing agrees, and reports what does not, row by row. It
 * only reads: a dry run is like any other.
 */
public final class InvariantsJob implements Job {

    private static final int PAGE = 500;

    /** What moved lately may still be on its way to one of those that are compared. */
    private static final Duration UNDER_WAY = Duration.ofMinutes(15);

    /** Entries of the audit are archived after ten years; a month of margin. */
    private static final Period ON_RECORD = Period.ofMonths(119);

    @Override
    public String name() {
        return "invariants";
    }

    @Override
    public String purpose() {
        return "Compares stock with its ledger, payments with orders, and orders with the audit";
    }

    @Override
    public Schedule schedule() {
        return Schedule.daily(4);
    }

    @Override
    public void run(JobRun run) {
        Instant before = run.asOf().minus(UNDER_WAY);
        Instant since = run.asOf().atZone(ZoneOffset.UTC).minus(ON_RECORD).toInstant();
        run.step(Step.of("stock-is-its-ledger", "COMPARE", null), InvariantsJob::stock);
        run.step(Step.of("orders-have-their-money", "COMPARE", before), (handle, step) -> orders(handle, step, before));
        run.step(Step.of("money-has-its-order", "COMPARE", before), (handle, step) -> payments(handle, step, before));
        run.step(
                Step.of("orders-are-on-record", "COMPARE", before),
                (handle, step) -> trails(handle, step, before, since));
    }

    private static Step stock(Handle handle, Step step) {
        return compared(
                step,
                InvariantStore.stock(handle, step.cursor(), PAGE),
                StockBook::sku,
                book -> book.balances() ? Optional.empty() : Optional.of(Json.node(book)));
    }

    private static Step orders(Handle handle, Step step, Instant before) {
        return compared(
                step,
                InvariantStore.orders(handle, id(step), PAGE, before),
                order -> order.orderId().toString(),
                order -> order.difference().map(Json::node));
    }

    private static Step payments(Handle handle, Step step, Instant before) {
        return compared(
                step,
                InvariantStore.payments(handle, id(step), PAGE, before),
                paid -> paid.orderId().toString(),
                paid -> paid.isKnown() || paid.payment().kept() == 0 ? Optional.empty() : Optional.of(Json.node(paid)));
    }

    private static Step trails(Handle handle, Step step, Instant before, Instant since) {
        return compared(
                step,
                InvariantStore.trails(handle, id(step), PAGE, before),
                trail -> trail.orderId().toString(),
                trail -> trail.isOnRecord()
                                || trail.isForgotten()
                                || trail.placedAt().isBefore(since)
                        ? Optional.empty()
                        : Optional.of(Json.node(trail)));
    }

    /** The step after a page of rows. */
    private static <T> Step compared(
            Step step, List<T> rows, Function<T, String> key, Function<T, Optional<JsonNode>> difference) {
        List<JsonNode> found =
                rows.stream().map(difference).flatMap(Optional::stream).toList();
        if (!found.isEmpty()) {
            Log.error("an invariant does not hold", null, "check", step.step(), "rows", Json.write(found));
        }
        Step after = rows.isEmpty() ? step : step.at(key.apply(rows.get(rows.size() - 1)));
        return after.found(found).plus(rows.size(), rows.size() < PAGE);
    }

    private static UUID id(Step step) {
        return step.cursor() == null ? null : UUID.fromString(step.cursor());
    }
}
