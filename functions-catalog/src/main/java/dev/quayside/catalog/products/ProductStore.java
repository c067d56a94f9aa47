package dev.quayside.catalog.products;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quayside.shared.http.Cursor;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** Products in PostgreSQL. */
final class ProductStore {

    private static final RowMapper<Product> PRODUCT = (row, context) -> new Product(
            row.getObject("id", UUID.class),
            row.getString("sku"),
            row.getString("name"),
            row.getString("description"),
            new Category(row.getString("category"), row.getString("category_name")),
            Money.of(row.getLong("price_amount"), row.getString("price_currency")),
            row.getInt("weight_grams"),
            attributes(row),
            ProductStatus.valueOf(row.getString("status")),
            row.getLong("version"),
            row.getObject("created_at", OffsetDateTime.class).toInstant(),
            row.getObject("updated_at", OffsetDateTime.class).toInstant());

    private static final RowMapper<ProductView> VIEW =
            (row, context) -> ProductView.of(PRODUCT.map(row, context), row.getBoolean("in_stock"));

    private static final String SELECT_VIEW = """
            select p.id, p.sku, p.name, p.description, p.category, p.category_name, p.price_amount, p.price_currency,
                   p.weight_grams, p.attributes, p.status, p.version, p.created_at, p.updated_at,
                   coalesce(l.on_hand > l.reserved, false) as in_stock
            from products p left join stock_levels l on l.sku = p.sku
            """;

    private ProductStore() {}

    /** A product as it is shown, with the version that its ETag tells. */
    record Found(ProductView view, long version) {}

    /** @return false if the SKU is taken */
    static boolean insert(Handle transaction, Product product) {
        return bind(transaction.createUpdate("""
                        insert into products (id, sku, name, description, category, category_name, price_amount,
                            price_currency, weight_grams, attributes, status, version, created_at, updated_at)
                        values (:id, :sku, :name, :description, :category, :categoryName, :amount,
                            :currency, :weightGrams, cast(:attributes as jsonb), :status, :version, :createdAt, :updatedAt)
                        on conflict (sku) do nothing
                        """), product)
                        .bind("createdAt", product.createdAt())
                        .execute()
                == 1;
    }

    static void update(Handle transaction, Product product) {
        bind(transaction.createUpdate("""
                        update products set name = :name, description = :description, category = :category,
                            category_name = :categoryName, price_amount = :amount, price_currency = :currency,
                            weight_grams = :weightGrams, attributes = cast(:attributes as jsonb), status = :status,
                            version = :version, updated_at = :updatedAt
                        where id = :id and sku = :sku
                        """), product).execute();
    }

    private static Update bind(Update statement, Product product) {
        return statement
                .bind("id", product.id())
                .bind("sku", product.sku())
                .bind("name", product.name())
                .bind("description", product.description())
                .bind("category", product.category().slug())
                .bind("categoryName", product.category().name())
                .bind("amount", product.price().amount())
                .bind("currency", product.price().currencyCode())
                .bind("weightGrams", product.weightGrams())
                .bind("attributes", Json.write(product.attributes()))
                .bind("status", product.status())
                .bind("version", product.version())
                .bind("updatedAt", product.updatedAt());
    }

    static Optional<Found> find(Handle handle, UUID id) {
        return handle.createQuery(SELECT_VIEW + "where p.id = :id")
                .bind("id", id)
                .map((row, context) -> new Found(VIEW.map(row, context), row.getLong("version")))
                .findOne();
    }

    /** Finds a product and keeps others from changing it until the transaction ends. */
    static Optional<Product> lock(Handle transaction, UUID id) {
        return transaction
                .createQuery("select p.* from products p where p.id = :id for no key update")
                .bind("id", id)
                .map(PRODUCT)
                .findOne();
    }

    /** Newest first, one more than asked for. */
    static List<ProductView> list(Handle handle, Filter filter, Optional<Cursor> after, int limit) {
        StringBuilder sql = new StringBuilder(SELECT_VIEW).append("where true");
        filter.category.ifPresent(category -> sql.append(" and p.category = :category"));
        filter.status.ifPresent(status -> sql.append(" and p.status = :status"));
        after.ifPresent(cursor -> sql.append(" and p.id < :after"));
        Query query = handle.createQuery(sql.append(" order by p.id desc limit :rows"))
                .bind("rows", limit + 1);
        filter.category.ifPresent(category -> query.bind("category", category));
        filter.status.ifPresent(status -> query.bind("status", status));
        after.ifPresent(cursor -> query.bind("after", cursor.uuid(0)));
        return query.map(VIEW).list();
    }

    record Filter(Optional<String> category, Optional<ProductStatus> status) {}

    /** Shows products by their ids, in the order of the ids. */
    static List<ProductView> show(Handle handle, List<UUID> ids) {
        return handle.createQuery(SELECT_VIEW + """
                        join unnest(:ids) with ordinality as wanted (id, place) on wanted.id = p.id
                        order by wanted.place
                        """)
                .bindArray("ids", UUID.class, ids.toArray())
                .map(VIEW)
                .list();
    }

    private static Map<String, String> attributes(ResultSet row) throws SQLException {
        try {
            @SuppressWarnings("unchecked")
            Map<String, String> attributes = Json.read(row.getString("attributes"), Map.class);
            return attributes;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored attributes cannot be read", e);
        }
    }
}
