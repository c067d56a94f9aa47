package dev.quayside.housekeeping.deadletters;

import dev.quayside.shared.http.Call;
import java.util.Optional;
import java.util.UUID;

/**
 * Which dead letters are asked for.
 *
 * @param source where they died, as {@link Source#name} writes it
 * @param type of their events
 * @param after the last of the page before
 */
record DeadLetterFilter(
        Optional<String> source,
        Optional<String> type,
        Optional<DeadLetterState> state,
        Optional<UUID> orderId,
        Optional<UUID> customerId,
        Optional<UUID> after,
        int limit) {

    static DeadLetterFilter of(Call call) {
        return new DeadLetterFilter(
                call.query("source"),
                call.query("type"),
                call.queryEnum("state", DeadLetterState.class),
                call.queryId("orderId"),
                call.queryId("customerId"),
                call.cursor(1).map(cursor -> cursor.uuid(0)),
                call.limit());
    }
}
