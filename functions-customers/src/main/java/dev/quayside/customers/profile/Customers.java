package dev.quayside.customers.profile;

import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.gdpr.ErasedCustomers;
import dev.quayside.shared.http.ProblemException;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Which customers there are for whom. What is wrong ends the request, by 404 or, for those who were erased, by 410. */
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
            throw absent(handle, id);
        }
    }

    /** As {@link #requireRegistered}; whoever calls this for the same customer waits until this transaction ends. */
    public static void lockRegistered(Handle transaction, UUID id) {
        lock(transaction, id);
    }

    static Customer find(Handle handle, UUID id) {
        return CustomerStore.find(handle, id).orElseThrow(() -> absent(handle, id));
    }

    static Customer lock(Handle transaction, UUID id) {
        return CustomerStore.lock(transaction, id).orElseThrow(() -> absent(transaction, id));
    }

    /**
     * From here on nobody is shown the customer. Whoever does the same at once waits until this transaction ends.
     *
     * @return false if there is no such customer, or no longer
     */
    public static boolean delete(Handle transaction, UUID id, Instant now) {
        return CustomerStore.delete(transaction, id, now);
    }

    /**
     * As {@link #delete}, if nobody has seen the customer at that moment or later; whoever would, waits until this
     * transaction ends.
     *
     * @return false if there is no such customer, or no longer, or if they were seen
     */
    public static boolean deleteUnseen(Handle transaction, UUID id, Instant since, Instant now) {
        CustomerStore.lockSightings(transaction, id);
        return CustomerStore.isUnseen(transaction, id, since) && CustomerStore.delete(transaction, id, now);
    }

    /** Whether a profile is kept, though it may be deleted. */
    public static boolean isKept(Handle handle, UUID id) {
        return CustomerStore.isKept(handle, id);
    }

    static void requireNotErased(Handle handle, UUID id) {
        if (ErasedCustomers.contains(handle, id)) {
            throw erased();
        }
    }

    private static ProblemException absent(Handle handle, UUID id) {
        return ErasedCustomers.contains(handle, id) ? erased() : ProblemException.notFound();
    }

    private static ProblemException erased() {
        return new ProblemException(CustomerProblem.CUSTOMER_ERASED, CustomerProblem.CUSTOMER_ERASED.title());
    }
}
