package dev.quayside.orders.pricing;

import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.kernel.Money;
import org.jdbi.v3.core.Handle;

/** The table {@code product_prices}; an older version changes nothing. */
final class PriceStore {

    private PriceStore() {}

    static void sold(Handle transaction, String sku, String name, Money price, int weightGrams, long version) {
        if (sku == null || name == null || price == null) {
            throw new MalformedEventException("a product event needs sku, name and price", null);
        }
        transaction
                .createUpdate("""
                        insert into product_prices as known
                            (sku, version, name, currency, price, weight_grams, discontinued)
                        values (:sku, :version, :name, :currency, :price, :weight, false)
                        on conflict (sku) do update
                        set version = excluded.version, name = excluded.name, currency = excluded.currency,
                            price = excluded.price, weight_grams = excluded.weight_grams, discontinued = false
                        where known.version < excluded.version
                        """)
                .bind("sku", sku)
                .bind("version", version)
                .bind("name", name)
                .bind("currency", price.currencyCode())
                .bind("price", price.amount())
                .bind("weight", weightGrams)
                .execute();
    }

    static void discontinued(Handle transaction, String sku, long version) {
        if (sku == null) {
            throw new MalformedEventException("a product event needs a sku", null);
        }
        transaction.createUpdate("""
                        insert into product_prices as known (sku, version, discontinued) values (:sku, :version, true)
                        on conflict (sku) do update set version = excluded.version, discontinued = true
                        where known.version < excluded.version
                        """).bind("sku", sku).bind("version", version).execute();
    }
}
