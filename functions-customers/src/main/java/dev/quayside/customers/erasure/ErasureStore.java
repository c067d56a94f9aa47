package dev.quayside.customers.erasure;

import dev.quayside.shared.gdpr.Pseudonym;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads the table {@code erased_customers}. */
final class ErasureStore {

    private ErasureStore() {}

    static Optional<Erasure> find(Handle handle, UUID customer) {
        return handle.createQuery("select erasure_id, since from erased_customers where pseudonym = :pseudonym")
                .bind("pseudonym", Pseudonym.of(customer))
                .map((row, context) -> new Erasure(
                        row.getObject("erasure_id", UUID.class),
                        row.getTimestamp("since").toInstant()))
                .findOne();
    }
}
