package dev.quayside.shared.gdpr;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.gdpr.GdprParticipant.ErasureRule;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.testing.TestBlobs;
import dev.quayside.shared.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** An app of which one table holds something of people. */
final class Letters implements AutoCloseable {

    static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");

    final TestDatabase database = TestDatabase.open("orders");

    Letters() {
        database.admin().useHandle(handle -> handle.execute("""
                set role quayside_migrator;
                create table letters (customer_id uuid not null, words text not null);
                insert into personal_data_tables (table_name, position, owner)
                values ('letters', 10, 'customer_id = :customer');
                insert into personal_data (table_name, column_name, holds, purpose, retention, erasure) values
                    ('letters', 'customer_id', 'id', 'telling', '90 days', 'DELETE'),
                    ('letters', 'words', 'a letter', 'telling', '90 days', 'DELETE');
                """));
    }

    void write(UUID customer) {
        database.database()
                .useTransaction(handle -> handle.execute("insert into letters values (?, 'hello')", customer));
    }

    long of(UUID customer) {
        return database.database()
                .withHandle(handle -> handle.select("select count(*) from letters where customer_id = ?", customer)
                        .mapTo(Long.class)
                        .one());
    }

    /** @param reached the database, as a process sees it */
    static GdprParticipant participant(Database reached, ErasureRule rule) {
        return participant(reached, rule, Clock.fixed(AT, ZoneOffset.UTC));
    }

    static GdprParticipant participant(Database reached, ErasureRule rule, Clock clock) {
        return new GdprParticipant(
                "orders", reached, new Outbox("orders", () -> {}), new BlobStore(TestBlobs.settings()), clock, rule);
    }

    static CloudEvent event(DomainEvent event) {
        String data = Json.write(event);
        return CloudEvent.parse("""
                {"specversion":"1.0","id":"%s","source":"/quayside/customers","type":"%s","subject":"%s","data":%s}
                """.formatted(Ids.newId(), event.type(), event.subject(), data));
    }

    <T extends DomainEvent> List<T> told(Class<T> type) {
        return database.database()
                .withHandle(handle -> handle.select("select payload from outbox order by seq")
                        .mapTo(String.class)
                        .map(payload -> CloudEvent.parse(payload).data(type))
                        .list());
    }

    /** Forgets what was told. */
    void forgetNews() {
        database.admin().useHandle(handle -> handle.execute("truncate outbox"));
    }

    @Override
    public void close() {
        database.close();
    }
}
