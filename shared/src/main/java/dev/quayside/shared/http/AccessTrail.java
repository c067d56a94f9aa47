package dev.quayside.shared.http;

import dev.quayside.shared.contracts.AuditEvents.AccessRecorded;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Tells the audit app which employee looked at whose data, or changed it: no answer without its record. */
public final class AccessTrail {

    private final Outbox outbox;
    private final Clock clock;

    public AccessTrail(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * What was accessed.
     *
     * @param action {@code customer.viewed}
     * @param subjectType what kind of thing it is, {@code order}
     * @param customerId whose data it is; null if it is nobody's in particular
     */
    public record Access(String action, String subjectType, String subjectId, UUID customerId) {

        /** Access to a customer's data. */
        public static Access toCustomer(String action, UUID customerId) {
            return new Access(action, "customer", customerId.toString(), customerId);
        }
    }

    /**
     * Reads what a call asks for, in a transaction where the access has to be recorded in it; a client's read goes
     * without its round trips.
     */
    public static <R> R reading(Database database, Call call, Function<Handle, R> work) {
        return call.caller().isClient() ? database.withHandle(work::apply) : database.inTransaction(work::apply);
    }

    /** Records the access in the transaction that makes it. Of customers, who see only what is theirs, nothing is told. */
    public void record(Handle transaction, Call call, Access access) {
        if (!call.caller().isClient()) {
            outbox.append(
                    transaction,
                    new AccessRecorded(
                            call.caller().reference(),
                            access.action,
                            access.subjectType,
                            access.subjectId,
                            access.customerId,
                            "OK",
                            call.address().orElse(null),
                            clock.instant()));
        }
    }
}
