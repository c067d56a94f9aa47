package dev.quayside.catalog.products;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Shows products, one or page by page, newest first. */
public final class ReadProducts {

    private final Database database;

    public ReadProducts(Database database) {
        this.database = database;
    }

    public Reply one(Call call, String productId) {
        UUID id = Call.id(productId);
        return database.withHandle(handle -> ProductStore.find(handle, id))
                .map(found -> Reply.ok(found.view()).etag(found.version()))
                .orElseThrow(ProblemException::notFound);
    }

    /** Clients see what can be bought, whatever they ask for. */
    public Reply list(Call call) {
        int limit = call.limit();
        Optional<Cursor> cursor = call.cursor(1);
        Optional<ProductStatus> status = call.queryEnum("status", ProductStatus.class);
        Optional<String> category = call.query("category");
        boolean hidden = call.caller().isClient() && status.equals(Optional.of(ProductStatus.DISCONTINUED));
        if (hidden) {
            return Reply.ok(new Page<>(List.of(), null));
        }
        Optional<ProductStatus> shown = call.caller().isClient() ? Optional.of(ProductStatus.ACTIVE) : status;
        ProductStore.Filter filter = new ProductStore.Filter(category, shown);
        return Reply.ok(Page.of(
                database.withHandle(handle -> ProductStore.list(handle, filter, cursor, limit)),
                limit,
                product -> Cursor.of(product.id())));
    }

    /** The products with these ids, in the order of the ids. */
    public static List<ProductView> show(Handle handle, List<UUID> ids) {
        return ProductStore.show(handle, ids);
    }
}
