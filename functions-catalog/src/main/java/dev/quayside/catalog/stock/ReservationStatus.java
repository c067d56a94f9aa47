package dev.quayside.catalog.stock;

import java.util.Arrays;
import java.util.List;

/**
 * Where a reservation stands. Events come in any order and more than once, so each status knows a step for each
 * happening.
 */
enum ReservationStatus {
    /** Set aside until it expires. */
    RESERVED(Step.TELL_RESERVED, Step.MAKE_FIRM, Step.RELEASE, Step.SHIP),
    /** Paid: set aside for as long as it takes. */
    FIRM(Step.TELL_RESERVED, Step.IGNORE, Step.RELEASE, Step.SHIP),
    /** There was not enough. */
    REJECTED(Step.TELL_REJECTED, Step.TELL_REJECTED, Step.IGNORE, Step.REFUSE),
    /** Set aside for too long without a payment. */
    EXPIRED(Step.TELL_EXPIRED, Step.RESERVE_FIRM, Step.CLOSE, Step.RESERVE_AND_SHIP),
    /** The order ended, and what was set aside is free again. */
    RELEASED(Step.IGNORE, Step.IGNORE, Step.IGNORE, Step.REFUSE),
    /** Left the house. */
    SHIPPED(Step.IGNORE, Step.IGNORE, Step.IGNORE, Step.IGNORE),
    /** The order ended before anything was set aside. */
    CLOSED(Step.IGNORE, Step.IGNORE, Step.IGNORE, Step.REFUSE),
    /** Paid, but what was ordered is not known yet. */
    PAID_EARLY(Step.RESERVE_FIRM, Step.IGNORE, Step.CLOSE, Step.NOTE_SHIPPED),
    /** Shipped, but what was ordered is not known yet. */
    SHIPPED_EARLY(Step.RESERVE_AND_SHIP, Step.IGNORE, Step.IGNORE, Step.IGNORE);

    /** What to do. */
    enum Step {
        /** Tell again that it is reserved. */
        TELL_RESERVED,
        /** Tell again that it is rejected. */
        TELL_REJECTED,
        /** Tell again that it has expired. */
        TELL_EXPIRED,
        MAKE_FIRM,
        /** Set aside for good, or reject. */
        RESERVE_FIRM,
        RELEASE,
        CLOSE,
        SHIP,
        /** The goods are gone although nothing was set aside for them. */
        RESERVE_AND_SHIP,
        NOTE_SHIPPED,
        /** It no longer applies. */
        IGNORE,
        /** It contradicts what we know: a person has to look. */
        REFUSE
    }

    private final Step placed;
    private final Step paid;
    private final Step closed;
    private final Step shipped;

    ReservationStatus(Step placed, Step paid, Step closed, Step shipped) {
        this.placed = placed;
        this.paid = paid;
        this.closed = closed;
        this.shipped = shipped;
    }

    /** The status of an order that nothing was known of before. */
    static ReservationStatus first(Happening happening) {
        return switch (happening) {
            case PLACED -> RESERVED;
            case PAID -> PAID_EARLY;
            case CLOSED -> CLOSED;
            case SHIPPED -> SHIPPED_EARLY;
        };
    }

    Step on(Happening happening) {
        return switch (happening) {
            case PLACED -> placed;
            case PAID -> paid;
            case CLOSED -> closed;
            case SHIPPED -> shipped;
        };
    }

    /** The statuses in which a happening calls for a step: for a statement that takes it without reading first. */
    static List<ReservationStatus> calling(Step step, Happening happening) {
        return Arrays.stream(values())
                .filter(status -> status.on(happening) == step)
                .toList();
    }
}
