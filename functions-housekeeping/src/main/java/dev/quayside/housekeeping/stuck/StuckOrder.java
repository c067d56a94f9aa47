package dev.quayside.housekeeping.stuck;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * An order that has not moved for a while although the platform has a step to do.
 *
 * @param waitsFor the step: {@code RESERVE_STOCK}, {@code TAKE_PAYMENT}, {@code BOOK_SHIPMENT} or
 *     {@code CANCEL_SHIPMENT}
 * @param since when it last moved
 * @param nudgedAt when the step was last asked for again; absent if never
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StuckOrder(
        UUID orderId,
        UUID customerId,
        String status,
        String waitsFor,
        Instant placedAt,
        Instant since,
        Instant nudgedAt) {}
