package dev.quayside.shared.contracts;

import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.Topic;
import dev.quayside.shared.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the catalog app tells. Fields may be added; none is ever removed, renamed or given another meaning. */
public final class CatalogEvents {

    private CatalogEvents() {}

    /** An event about one product. */
    public interface ProductEvent extends DomainEvent {
        String sku();

        @Override
        default Topic topic() {
            return Topic.CATALOG_EVENTS;
        }

        @Override
        default String subject() {
            return sku();
        }
    }

    /** An event about the stock of one order. */
    public interface OrderStockEvent extends DomainEvent {
        UUID orderId();

        @Override
        default Topic topic() {
            return Topic.CATALOG_EVENTS;
        }

        @Override
        default String subject() {
            return orderId().toString();
        }
    }

    /**
     * A product can be bought from now on.
     *
     * @param price net, for one piece
     * @param version grows with every change, so that an older event is told from a newer one
     */
    public record ProductCreated(UUID productId, String sku, String name, Money price, int weightGrams, long version)
            implements ProductEvent {
        public static final String TYPE = "quayside.product.created.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** A product was changed; all values are the new ones. */
    public record ProductUpdated(UUID productId, String sku, String name, Money price, int weightGrams, long version)
            implements ProductEvent {
        public static final String TYPE = "quayside.product.updated.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** A product can no longer be bought. */
    public record ProductDiscontinued(UUID productId, String sku, long version) implements ProductEvent {
        public static final String TYPE = "quayside.product.discontinued.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** All lines of the order are reserved. */
    public record StockReserved(UUID orderId, Instant reservedUntil) implements OrderStockEvent {
        public static final String TYPE = "quayside.stock.reserved.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** What was asked for and what there is. */
    public record Shortage(String sku, int requested, int available) {}

    /** At least one line could not be reserved, so none is. */
    public record StockRejected(UUID orderId, List<Shortage> shortages) implements OrderStockEvent {
        public static final String TYPE = "quayside.stock.rejected.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The order's reservation is gone.
     *
     * @param reason {@code rejected}, {@code cancelled} or {@code expired}
     */
    public record StockReleased(UUID orderId, String reason) implements OrderStockEvent {
        public static final String TYPE = "quayside.stock.released.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Somebody corrected the number of pieces on hand. */
    public record StockAdjusted(String sku, int delta, int onHand, String reason) implements ProductEvent {
        public static final String TYPE = "quayside.stock.adjusted.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Fewer pieces are available than the product's threshold. */
    public record StockLow(String sku, int available, int threshold) implements ProductEvent {
        public static final String TYPE = "quayside.stock.low.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }
}
