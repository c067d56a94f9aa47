package dev.quayside.catalog.stock;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The stock of one product: opened with the product, read by employees. */
public final class Inventory {

    /** Most pieces that there can be of a product. */
    public static final int MOST_PIECES = StockLevel.MOST_PIECES;

    private final Database database;

    public Inventory(Database database) {
        this.database = database;
    }

    public Reply answer(Call call, String productId) {
        UUID id = Call.id(productId);
        return database.withHandle(handle -> StockStore.find(handle, id))
                .map(level -> Reply.ok(InventoryView.of(level)))
                .orElseThrow(ProblemException::notFound);
    }

    /**
     * Opens the books of a new product.
     *
     * @param pieces on hand from the start, 0 or more
     * @param lowThreshold fewer available pieces than this are told as low; 0 for never
     * @param actor who brought them, {@code employee:0190…}
     */
    public static void open(Handle transaction, String sku, int pieces, int lowThreshold, String actor) {
        StockStore.open(transaction, sku, pieces, lowThreshold, actor);
    }

    /** Changes from how few available pieces on the product is told as low. */
    public static void setLowThreshold(Handle transaction, String sku, int lowThreshold) {
        StockStore.setLowThreshold(transaction, sku, lowThreshold);
    }
}
