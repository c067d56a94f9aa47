package dev.quayside.payments.desk;

import dev.quayside.payments.ledger.PaymentStatus;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which payments are asked for.
 *
 * @param customerId only this customer's; empty for everybody's
 * @param from created then or later
 * @param to created before
 * @param after where the last page ended
 */
record PaymentFilter(
        Optional<UUID> customerId,
        Optional<UUID> orderId,
        Optional<PaymentStatus> status,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Position> after,
        int limit) {

    /** A place in the list, newest first. */
    record Position(Instant createdAt, UUID id) {

        static Position of(Cursor cursor) {
            return new Position(cursor.instant(0), cursor.uuid(1));
        }
    }

    /** Customers see their own, whatever they ask for. */
    static PaymentFilter of(Call call) {
        return new PaymentFilter(
                call.caller().isClient() ? Optional.of(call.caller().id()) : Optional.empty(),
                call.queryId("orderId"),
                call.queryEnum("status", PaymentStatus.class),
                call.queryInstant("from"),
                call.queryInstant("to"),
                call.cursor(2).map(Position::of),
                call.limit());
    }
}
