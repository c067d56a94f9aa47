package dev.quayside.payments.erasure;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What the resolver still works on; there is little of it at any time, and an index for it. */
final class UnsettledStore {

    private UnsettledStore() {}

    static long payments(Handle handle, UUID customerId) {
        return handle.createQuery("""
                        select count(*) from payments where next_attempt_at is not null and customer_id = :customer
                        """)
                .bind("customer", customerId)
                .mapTo(Long.class)
                .one();
    }

    static long refunds(Handle handle, UUID customerId) {
        return handle.createQuery("""
                        select count(*) from refunds r join payments p on p.id = r.payment_id
                        where r.next_attempt_at is not null and p.customer_id = :customer
                        """)
                .bind("customer", customerId)
                .mapTo(Long.class)
                .one();
    }
}
