package dev.quayside.payments.ledger;

import java.util.UUID;

/**
 * An order that asked for money or was closed.
 *
 * @param isClosed whether it was rejected or cancelled
 */
public record KnownOrder(UUID id, UUID customerId, boolean isClosed) {}
