package dev.quayside.catalog.products;

import dev.quayside.shared.http.Cursor;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Categories in PostgreSQL. */
final class CategoryStore {

    private static final RowMapper<Category> CATEGORY =
            (row, context) -> new Category(row.getString("slug"), row.getString("name"));

    private CategoryStore() {}

    /** @return false if the slug is taken */
    static boolean insert(Handle transaction, Category category) {
        return transaction
                        .createUpdate(
                                "insert into categories (slug, name) values (:slug, :name) on conflict (slug) do nothing")
                        .bind("slug", category.slug())
                        .bind("name", category.name())
                        .execute()
                == 1;
    }

    static Optional<Category> find(Handle handle, String slug) {
        return handle.createQuery("select slug, name from categories where slug = :slug")
                .bind("slug", slug)
                .map(CATEGORY)
                .findOne();
    }

    /** By slug, one more than asked for. */
    static List<Category> list(Handle handle, Optional<Cursor> after, int limit) {
        return handle.createQuery("select slug, name from categories where slug > :after order by slug limit :rows")
                .bind("after", after.map(cursor -> cursor.text(0)).orElse(""))
                .bind("rows", limit + 1)
                .map(CATEGORY)
                .list();
    }
}
