package dev.quayside.customers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.testing.TestBlobs;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/**
 * A customer with many orders is exported and forgotten like any other. {@code -Dcustomers.orders=100000} makes them as
 * many as {@code ./bench erasure} measures.
 */
class LargeCustomerIT {

    private static final int ORDERS = Integer.getInteger("customers.orders", 20_000);

    @Test
    void a_customer_with_many_orders_is_exported_and_forgotten() throws Exception {
        try (CustomersBench bench = new CustomersBench(TestBlobs.settings())) {
            UUID customer = bench.registered("Alice Larsen", "alice@example.com");
            bench.database
                    .admin()
                    .useHandle(handle -> handle.createUpdate("""
                            insert into customer_orders
                                (order_id, customer_id, status, rank, placed_at, total, currency, updated_at)
                            select gen_random_uuid(), :customer, 'DELIVERED', 6, now(), 4758, 'EUR', now()
                            from generate_series(1, :orders)
                            """)
                            .bind("customer", customer)
                            .bind("orders", ORDERS)
                            .execute());
            export(bench, customer);

            JsonNode told = ErasurePartTest.forget(bench, customer);

            assertThat(told.get("outcome").asText()).isEqualTo("DONE");
            assertThat(told.get("tables").toString())
                    .contains("{\"table\":\"customer_orders\",\"rows\":" + ORDERS + "}");
        }
    }

    private static void export(CustomersBench bench, UUID customer) throws Exception {
        ExportParts parts = new ExportParts(bench);
        UUID export = parts.requested(customer);
        parts.allWritten(export, customer).stream()
                .filter(part -> !part.app().equals("customers"))
                .forEach(bench::gdpr);
        bench.gdpr(new ExportRequested(export, customer, "client:" + customer, Instant.now()));
        JsonNode own = bench.told(ExportPartReady.TYPE, customer).get(0);
        bench.gdpr(new ExportPartReady(
                export,
                customer,
                "customers",
                own.get("blob").asText(),
                own.get("sha256").asText(),
                own.get("rows").asLong(),
                own.get("bytes").asLong(),
                Instant.now()));
        assertThat(parts.state(customer, export).get("state").asText()).isEqualTo("READY");
        assertThat(rowsOfPage(parts, export)).isGreaterThan(ORDERS);
    }

    private static long rowsOfPage(ExportParts parts, UUID export) throws Exception {
        try (InputStream file =
                        parts.blobs.read("gdpr-exports", export + ".zip").orElseThrow();
                ZipInputStream zip = new ZipInputStream(file)) {
            ZipEntry page = zip.getNextEntry();
            assertThat(page.getName()).isEqualTo("index.html");
            return new String(zip.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("<tr><td>"))
                    .count();
        }
    }
}
