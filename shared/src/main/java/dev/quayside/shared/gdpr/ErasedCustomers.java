package dev.quayside.shared.gdpr;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Whose erasure has begun in this schema: nothing of them is written any more, however late it comes. */
public final class ErasedCustomers {

    private ErasedCustomers() {}

    public static boolean contains(Handle handle, UUID customerId) {
        return handle.select("select exists (select from erased_customers where pseudonym = :pseudonym)")
                .bind("pseudonym", Pseudonym.of(customerId))
                .mapTo(Boolean.class)
                .one();
    }

    /** Notes it, in the transaction after which it holds; once more is fine. */
    public static void note(Handle transaction, UUID customerId, UUID erasureId) {
        transaction
                .createUpdate("""
                        insert into erased_customers (pseudonym, erasure_id) values (:pseudonym, :erasureId)
                        on conflict do nothing
                        """)
                .bind("pseudonym", Pseudonym.of(customerId))
                .bind("erasureId", erasureId)
                .execute();
    }
}
