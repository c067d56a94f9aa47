package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.http.Call;
import java.util.Optional;
import java.util.UUID;

/**
 * Which erasures are asked for.
 *
 * @param pseudonym whose; callers name the customer
 * @param after the last of the page before
 */
record ErasureFilter(Optional<ErasureState> state, Optional<UUID> pseudonym, Optional<UUID> after, int limit) {

    static ErasureFilter of(Call call) {
        return new ErasureFilter(
                call.queryEnum("state", ErasureState.class),
                call.queryId("customerId").map(Pseudonym::of),
                call.cursor(1).map(cursor -> cursor.uuid(0)),
                call.limit());
    }
}
