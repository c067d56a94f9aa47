package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.contracts.GdprEvents.HoldGround;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A legal hold as it is answered to who places it: it comes too late for what is erased, and maybe for what was asked a
 * moment ago, since no question can be called back.
 *
 * @param apps what each app still has
 */
record HoldView(
        UUID customerId, HoldGround ground, String reason, String by, Instant since, Keeps keeps, List<AppData> apps) {

    /** How much of the customer's data it keeps for sure. */
    enum Keeps {
        ALL,
        PART,
        /** Every app has erased, or may be erasing. */
        NOTHING
    }

    /** @param open the customer's erasures that are not over, locked, so that this is still so at the commit */
    static HoldView of(LegalHold hold, List<Erasure> open, Instant now) {
        List<AppData> apps = AppData.of(open, now);
        return new HoldView(
                hold.customerId(), hold.ground(), hold.reason(), hold.by(), hold.since(), keeps(apps), apps);
    }

    private static Keeps keeps(List<AppData> apps) {
        if (apps.stream().allMatch(app -> app.data() == AppData.State.KEPT)) {
            return Keeps.ALL;
        }
        return apps.stream().anyMatch(AppData::isKept) ? Keeps.PART : Keeps.NOTHING;
    }
}
