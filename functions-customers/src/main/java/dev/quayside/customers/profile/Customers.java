package dev.quayside.customers.profile;

import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.http.ProblemException;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which customers there are for whom. What is wrong ends the request as if there were no such customer. */
public final class Customers {

    private Customers() {}

    /** Clients see themselves, employees everybody. */
    public static void requireVisible(Caller caller, UUID id) {
        if (caller.isClient() && !caller.id().equals(id)) {
            throw ProblemException.notFound();
        }
    }

    public static void requireRegistered(Handle handle, UUID id) {
        if (!CustomerStore.exists(handle, id)) {
            throw ProblemException.notFound();
        }
    }

    /** As {@link #requireRegistered}; whoever calls this for the same customer waits until this transaction ends. */
    public static void lockRegistered(Handle transaction, UUID id) {
        if (CustomerStore.lock(transaction, id).isEmpty()) {
            throw ProblemException.notFound();
        }
    }
}
