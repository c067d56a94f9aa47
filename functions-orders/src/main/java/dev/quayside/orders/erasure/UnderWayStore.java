package dev.quayside.orders.erasure;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Orders that somebody still has to do something for. */
final class UnderWayStore {

    private UnderWayStore() {}

    /** For example {@code CONFIRMED: 2}. */
    static List<String> countByStatus(Handle handle, UUID customerId) {
        return handle.createQuery("""
                        select s.status || ': ' || count(*)
                        from orders o join order_states s on s.order_id = o.id
                        where o.customer_id = :customer
                            and (s.status not in ('DELIVERED', 'REJECTED', 'CANCELLED') or s.shipment_cancel_due)
                        group by s.status order by s.status
                        """)
                .bind("customer", customerId)
                .mapTo(String.class)
                .list();
    }
}
