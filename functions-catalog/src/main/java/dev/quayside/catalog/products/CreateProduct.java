package dev.quayside.catalog.products;

import dev.quayside.catalog.stock.Inventory;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.kernel.Ids;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;

/** Adds a product, with its stock. */
public final class CreateProduct {

    private final Database database;
    private final Outbox outbox;
    private final AccessTrail trail;

    public CreateProduct(Database database, Outbox outbox, AccessTrail trail) {
        this.database = database;
        this.outbox = outbox;
        this.trail = trail;
    }

    public Reply answer(Call call) {
        ProductRequests.Creation request = call.body(ProductRequests.Creation.class);
        return call.once(database, "catalog.create-product", transaction -> {
            Product product = product(request, categoryNamed(transaction, request.category()));
            if (!ProductStore.insert(transaction, product)) {
                throw new ProblemException(
                        ProductProblem.SKU_TAKEN, "There is a product with the SKU " + product.sku() + " already");
            }
            int pieces = request.initialStockOrNone();
            Inventory.open(
                    transaction,
                    product.sku(),
                    pieces,
                    request.lowStockThresholdOrNone(),
                    call.caller().reference());
            outbox.append(transaction, product.created());
            trail.record(transaction, call, new Access("product.created", "product", product.sku(), null));
            return Reply.created("/api/v1/products/" + product.id(), ProductView.of(product, pieces > 0))
                    .etag(product.version());
        });
    }

    static Category categoryNamed(Handle handle, String slug) {
        return CategoryStore.find(handle, slug)
                .orElseThrow(() -> ProblemException.invalid("/category", "is not the slug of a category"));
    }

    private static Product product(ProductRequests.Creation request, Category category) {
        // As precise as PostgreSQL stores it, so that the answer equals what is read later.
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new Product(
                Ids.newId(),
                request.sku(),
                request.name(),
                request.descriptionOrEmpty(),
                category,
                request.price().money(),
                request.weightGrams(),
                request.attributesOrNone(),
                ProductStatus.ACTIVE,
                1,
                now,
                now);
    }
}
