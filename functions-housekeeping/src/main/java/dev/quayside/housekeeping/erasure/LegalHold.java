package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.contracts.GdprEvents.HoldGround;
import java.time.Instant;
import java.util.UUID;

/**
 * A customer's data must be kept for now, whatever the customer wants.
 *
 * @param ground told to others, and so in the audit's trail for ten years
 * @param reason in the words of who decided: may name the person, so it is kept here until the hold ends, and told nobody
 * @param by who decided, {@code employee:0190…}
 * @param since when it was first placed, or last given another ground or reason
 */
record LegalHold(UUID customerId, HoldGround ground, String reason, String by, Instant since) {}
