package dev.quayside.catalog.products;

import dev.quayside.catalog.stock.Inventory;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Replaces what is known of a product, or discontinues it, if nobody changed it since the caller read it. */
public final class ChangeProduct {

    private final Database database;
    private final Outbox outbox;
    private final AccessTrail trail;

    public ChangeProduct(Database database, Outbox outbox, AccessTrail trail) {
        this.database = database;
        this.outbox = outbox;
        this.trail = trail;
    }

    public Reply answer(Call call, String productId) {
        UUID id = Call.id(productId);
        long version = call.ifMatch();
        ProductRequests.Change request = call.body(ProductRequests.Change.class);
        return database.inTransaction(transaction -> {
            Product product = ProductStore.lock(transaction, id).orElseThrow(ProblemException::notFound);
            if (product.version() != version) {
                throw Call.preconditionFailed();
            }
            change(transaction, call, product, request);
            ProductStore.Found changed =
                    ProductStore.find(transaction, id).orElseThrow(() -> new IllegalStateException("locked above"));
            return Reply.ok(changed.view()).etag(changed.version());
        });
    }

    private void change(Handle transaction, Call call, Product product, ProductRequests.Change request) {
        Category category = CreateProduct.categoryNamed(transaction, request.category());
        Product.Change change = product.change(request, category, Instant.now().truncatedTo(ChronoUnit.MICROS));
        if (change instanceof Product.Change.Refused refused) {
            throw new ProblemException(refused.reason(), refused.reason().title());
        }
        Product.Change.Changed changed = (Product.Change.Changed) change;
        ProductStore.update(transaction, changed.product());
        if (request.lowStockThreshold() != null) {
            Inventory.setLowThreshold(transaction, product.sku(), request.lowStockThreshold());
        }
        outbox.append(transaction, changed.event());
        trail.record(transaction, call, new Access(action(changed.product().status()), "product", product.sku(), null));
    }

    private static String action(ProductStatus status) {
        return switch (status) {
            case ACTIVE -> "product.updated";
            case DISCONTINUED -> "product.discontinued";
        };
    }
}
