package dev.quayside.housekeeping.erasure;

import java.time.Instant;
import java.util.UUID;

/**
 * A customer's data must be kept for now, whatever the customer wants.
 *
 * @param reason in the words of who decided
 * @param by who decided, {@code employee:0190…}
 * @param since when it was first placed, or last given another reason
 */
record LegalHold(UUID customerId, String reason, String by, Instant since) {}
