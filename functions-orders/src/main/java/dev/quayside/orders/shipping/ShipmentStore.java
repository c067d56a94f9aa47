package dev.quayside.orders.shipping;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quayside.orders.order.OrderLine;
import dev.quayside.orders.order.OrderStatus;
import dev.quayside.shared.http.Address;
import dev.quayside.shared.kernel.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What the shipment step reads and remembers. */
final class ShipmentStore {

    private ShipmentStore() {}

    /** An order to be shipped. */
    record Consignment(UUID orderId, OrderStatus status, Address destination, List<OrderLine> lines) {}

    /** The shipment of an order; {@code shipmentId} is null until one is booked. */
    record Booking(UUID customerId, String shipmentId, String trackingNumber) {}

    static Optional<Consignment> find(Handle handle, UUID order) {
        return handle.createQuery("""
                        select s.status, o.shipping_address, o.lines
                        from orders o join order_states s on s.order_id = o.id where o.id = :id
                        """)
                .bind("id", order)
                .map((row, context) -> new Consignment(
                        order,
                        OrderStatus.valueOf(row.getString("status")),
                        address(row.getString("shipping_address")),
                        OrderLine.ofStored(row.getString("lines"))))
                .findOne();
    }

    static Optional<Booking> booking(Handle handle, UUID order) {
        return handle.createQuery("""
                        select o.customer_id, s.shipment_id, s.tracking_number
                        from orders o join order_states s on s.order_id = o.id where o.id = :id
                        """)
                .bind("id", order)
                .map((row, context) -> new Booking(
                        row.getObject("customer_id", UUID.class),
                        row.getString("shipment_id"),
                        row.getString("tracking_number")))
                .findOne();
    }

    /**
     * Takes on calling off a shipment, if that is due and nobody took it on after {@code leftSince}.
     *
     * @param at when it is taken on, by which who did so is known again
     */
    static boolean takeOnCancel(Handle handle, UUID order, Instant at, Instant leftSince) {
        return handle.createUpdate("""
                        update order_states set nudged_at = :at
                        where order_id = :id and shipment_cancel_due
                            and (nudged_at is null or nudged_at <= :leftSince)
                        """)
                        .bind("id", order)
                        .bind("at", at)
                        .bind("leftSince", leftSince)
                        .execute()
                == 1;
    }

    /** What was taken on at that time is done; unless it has become due anew since. */
    static void cancelDone(Handle handle, UUID order, Instant takenOnAt) {
        handle.createUpdate("""
                        update order_states set shipment_cancel_due = false
                        where order_id = :id and nudged_at = :takenOnAt
                        """).bind("id", order).bind("takenOnAt", takenOnAt).execute();
    }

    /** Those first that were longest not tried. */
    static List<UUID> cancelDue(Handle handle, int batch) {
        return handle.createQuery("""
                        select order_id from order_states where shipment_cancel_due
                        order by nudged_at nulls first limit :batch
                        """).bind("batch", batch).mapTo(UUID.class).list();
    }

    /** Makes it due anew: who took it on before may have looked before there was anything to call off. */
    static void setCancelDue(Handle handle, UUID order) {
        handle.createUpdate("update order_states set shipment_cancel_due = true, nudged_at = null where order_id = :id")
                .bind("id", order)
                .execute();
    }

    /** What one piece weighs, in grams, by SKU; unknown ones are missing. */
    static Map<String, Integer> weights(Handle handle, List<String> skus) {
        Map<String, Integer> weights = new HashMap<>();
        handle.createQuery("select sku, coalesce(weight_grams, 0) as grams from product_prices where sku = any(:skus)")
                .bindArray("skus", String.class, skus.toArray())
                .map((row, context) -> weights.put(row.getString("sku"), row.getInt("grams")))
                .list();
        return weights;
    }

    private static Address address(String json) {
        try {
            return Json.read(json, Address.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The address of an order cannot be read", e);
        }
    }
}
