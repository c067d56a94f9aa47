package dev.quayside.local.functions.triggers;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;

/**
 * What a timer is told about itself.
 *
 * @param last when it fired last; null: never
 * @param next when it should fire next, or should have
 * @param lastUpdated when this was noted
 */
record TimerStatus(Instant last, Instant next, Instant lastUpdated) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEVER = "0001-01-01T00:00:00Z";

    /** The payload of an invocation; status is null for a timer that keeps none. */
    static String payload(TimerStatus status, boolean pastDue) {
        var payload = JSON.createObjectNode();
        payload.putObject("Schedule").put("AdjustForDST", true);
        if (status == null) {
            payload.putNull("ScheduleStatus");
        } else {
            payload.putObject("ScheduleStatus")
                    .put("Last", status.last == null ? NEVER : status.last.toString())
                    .put("Next", status.next.toString())
                    .put("LastUpdated", status.lastUpdated.toString());
        }
        return payload.put("IsPastDue", pastDue).toString();
    }
}
