package dev.quayside.catalog.products;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.http.Page;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.util.Optional;

/** Lists and creates categories. */
public final class Categories {

    private final Database database;
    private final AccessTrail trail;

    public Categories(Database database, AccessTrail trail) {
        this.database = database;
        this.trail = trail;
    }

    public Reply list(Call call) {
        int limit = call.limit();
        Optional<Cursor> cursor = call.cursor(1);
        return Reply.ok(Page.of(
                database.withHandle(handle -> CategoryStore.list(handle, cursor, limit)),
                limit,
                category -> Cursor.of(category.slug())));
    }

    public Reply create(Call call) {
        ProductRequests.NewCategory request = call.body(ProductRequests.NewCategory.class);
        Category category = new Category(request.slug(), request.name());
        return call.once(database, "catalog.create-category", transaction -> {
            if (!CategoryStore.insert(transaction, category)) {
                throw new ProblemException(
                        ProductProblem.CATEGORY_TAKEN, "There is a category " + category.slug() + " already");
            }
            trail.record(transaction, call, new Access("category.created", "category", category.slug(), null));
            return Reply.created("/api/v1/products?category=" + category.slug(), category);
        });
    }
}
