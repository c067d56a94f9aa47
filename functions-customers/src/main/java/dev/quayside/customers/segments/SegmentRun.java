package dev.quayside.customers.segments;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * One run over all customers, in the order of their ids.
 *
 * @param asOf the moment that the whole run looks at; it started then
 * @param afterCustomer customers up to this one are done
 */
record SegmentRun(long id, Instant asOf, UUID afterCustomer, boolean isFinished) {

    /** Comes before every id. */
    static final UUID BEGINNING = new UUID(0, 0);

    /** One run a day suffices, by UTC. */
    boolean isOf(Instant now) {
        return day(asOf).equals(day(now));
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
