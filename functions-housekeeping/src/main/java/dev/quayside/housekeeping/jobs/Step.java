package dev.quayside.housekeeping.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a run is with one of the things it does. Kept in {@code job_runs.detail}, changed in the transaction that
 * does the work.
 *
 * @param step its name, unique in the run
 * @param action what is done: {@code DELETE}, {@code VACUUM}; a dry run does not do it
 * @param before what the step concerns is older than this; null if age does not matter
 * @param rows how many rows were treated, found or, by a dry run, counted
 * @param done whether nothing is left to do
 * @param cursor where to go on; null at the beginning
 * @param found differences, at most {@link #MOST_FOUND}
 * @param differences how many there are, listed or not
 * @param failure why it was given up; null if it was not
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Step(
        String step,
        String action,
        Instant before,
        long rows,
        boolean done,
        String cursor,
        List<JsonNode> found,
        long differences,
        String failure) {

    static final int MOST_FOUND = 100;

    public Step {
        found = found == null ? List.of() : List.copyOf(found);
    }

    /** A step that has not begun. */
    public static Step of(String name, String action, Instant before) {
        return new Step(name, action, before, 0, false, null, List.of(), 0, null);
    }

    /** After another batch; the last one if so. */
    public Step plus(long more, boolean isLast) {
        return new Step(step, action, before, rows + more, isLast, cursor, found, differences, failure);
    }

    public Step at(String newCursor) {
        return new Step(step, action, before, rows, done, newCursor, found, differences, failure);
    }

    /** With differences that were found. */
    public Step found(List<JsonNode> more) {
        List<JsonNode> all = new ArrayList<>(found);
        all.addAll(more.subList(0, Math.min(more.size(), MOST_FOUND - found.size())));
        return new Step(step, action, before, rows, done, cursor, all, differences + more.size(), failure);
    }

    Step failed(String why) {
        return new Step(step, action, before, rows, done, cursor, found, differences, why);
    }

    boolean isOver() {
        return done || failure != null;
    }
}
