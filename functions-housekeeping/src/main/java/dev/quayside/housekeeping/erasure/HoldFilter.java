package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.http.Call;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which legal holds are asked for.
 *
 * @param after the last of the page before
 */
record HoldFilter(Optional<Place> after, int limit) {

    /** Where a page ended. */
    record Place(Instant since, UUID customerId) {}

    static HoldFilter of(Call call) {
        return new HoldFilter(call.cursor(2).map(cursor -> new Place(cursor.instant(0), cursor.uuid(1))), call.limit());
    }
}
