package dev.quayside.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Lazy;
import dev.quayside.shared.testing.RegisterRules;
import dev.quayside.shared.testing.TestContext;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CatalogGdprTest {

    private static final CatalogFixture CATALOG = new CatalogFixture();

    @AfterAll
    static void close() {
        CATALOG.close();
    }

    @Test
    void every_column_is_registered() {
        RegisterRules.everyColumnIsRegistered(CATALOG.database);
    }

    @Test
    void what_belongs_to_a_customer_can_be_looked_up() {
        RegisterRules.rowsCanBeLookedUp(CATALOG.database);
    }

    @Test
    void there_is_nothing_to_erase_and_that_is_told() {
        ErasurePartRequested asked = new ErasurePartRequested(
                Ids.newId(),
                UUID.randomUUID(),
                "catalog",
                Instant.now(),
                Instant.now().plusSeconds(300));

        new StockFunctions(new Lazy<>(() -> CATALOG.app))
                .onGdprEvent("""
                {"specversion":"1.0","id":"%s","type":"%s","data":%s}
                """.formatted(Ids.newId(), asked.type(), Json.write(asked)), new TestContext());

        String told = CATALOG.admin.withHandle(
                handle -> handle.createQuery("select payload from outbox where topic = 'gdpr-events'")
                        .mapTo(String.class)
                        .one());
        ErasedPart part = CloudEvent.parse(told).data(ErasedPart.class);
        assertThat(part.outcome()).isEqualTo(Outcome.DONE);
        assertThat(part.tables()).isEmpty();
    }
}
