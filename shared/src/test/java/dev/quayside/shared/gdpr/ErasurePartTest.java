package dev.quayside.shared.gdpr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.gdpr.GdprParticipant.ErasureRule;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.testing.RegisterRules;
import dev.quayside.shared.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a schema with a register of every kind: letters are deleted, deals kept without the person, notes by function. */
class ErasurePartTest {

    private static final Instant AT = Instant.parse("2026-01-31T12:00:00Z");
    private static TestDatabase database;

    private final UUID customer = Ids.newId();
    private final UUID other = Ids.newId();

    @BeforeAll
    static void open() {
        database = TestDatabase.open("orders");
        database.admin().useHandle(handle -> handle.execute("""
                set role quayside_migrator;
                create table deals (id integer generated always as identity primary key, customer_id uuid not null,
                    address jsonb, remark text not null, secret_token text, cents bigint not null);
                create table letters (customer_id uuid not null, words text not null);
                create table notes (deal integer not null, author text not null, seen_at timestamptz);
                create function erase_notes(customer uuid, pseudonym uuid, most integer) returns integer
                language plpgsql security definer set search_path = orders, pg_temp as $$
                declare erased integer;
                begin
                    update notes set author = 'nobody'
                    where ctid = any(array(select ctid from notes where author = 'client:' || customer limit most));
                    get diagnostics erased = row_count;
                    return erased;
                end $$;
                revoke update on notes from orders_app;
                insert into personal_data_tables (table_name, position, owner, eraser) values
                    ('deals', 20, 'customer_id = :customer', null),
                    ('letters', 30, 'customer_id = :customer', null),
                    ('notes', 10, 'author = :reference', 'erase_notes');
                insert into personal_data
                    (table_name, column_name, holds, purpose, retention, erasure, replacement, exported) values
                    ('deals', 'customer_id', 'id', 'books', '10 years', 'PSEUDONYM', null, true),
                    ('deals', 'address', 'address', 'delivery', '10 years', 'CLEAR', null, true),
                    ('deals', 'remark', 'what was said', 'delivery', '10 years', 'REPLACE', '''erased''', true),
                    ('deals', 'secret_token', 'token', 'payment', '1 day', 'CLEAR', null, false),
                    ('letters', 'customer_id', 'id', 'telling', '90 days', 'DELETE', null, true),
                    ('letters', 'words', 'a letter', 'telling', '90 days', 'DELETE', null, true),
                    ('notes', 'author', 'who wrote it', 'proof', '10 years', 'FUNCTION', null, true);
                """));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void the_register_of_the_template_and_of_these_tables_is_whole() {
        RegisterRules.everyColumnIsRegistered(database);
    }

    @Test
    void a_column_that_nobody_registered_is_found() {
        admin("create table strays (words text)");
        try {
            assertThatThrownBy(() -> RegisterRules.everyColumnIsRegistered(database))
                    .hasMessageContaining("strays.words");
        } finally {
            admin("drop table strays");
        }
    }

    @Test
    void the_customer_is_forgotten_and_nobody_else() {
        deals(customer, 4_500);
        deals(other, 3);
        letters(customer, 2);
        letters(other, 2);
        note("client:" + customer);
        ErasurePartRequested asked = asked();

        new ErasurePart(database.database(), ErasureRule.NONE).run(asked);

        assertThat(erased(asked))
                .containsExactly(
                        new ErasedTable("deals", 4_500), new ErasedTable("letters", 2), new ErasedTable("notes", 1));
        assertThat(count("deals where customer_id = '" + Pseudonym.of(customer) + "' and address is null"
                        + " and remark = 'erased' and secret_token is null and cents = 7"))
                .isEqualTo(4_500);
        assertThat(count("deals where customer_id = '" + other + "' and address is not null"))
                .isEqualTo(3);
        assertThat(count("letters where customer_id = '" + other + "'")).isEqualTo(2);
        assertThat(count("letters where customer_id = '" + customer + "'")).isZero();
        assertThat(count("notes where author = 'nobody'")).isOne();
        admin("delete from notes");
    }

    @Test
    void each_batch_is_told_in_its_transaction() {
        deals(customer, 4_500);
        ErasurePartRequested asked = asked();

        assertThatThrownBy(() -> new ErasurePart(database.database(), new Witness(3)).run(asked))
                .hasMessage("the record is away");
        assertThat(erased(asked)).containsExactly(new ErasedTable("deals", 4_000));

        new ErasurePart(database.database(), new Witness(4)).run(asked);
        assertThat(erased(asked)).containsExactly(new ErasedTable("deals", 4_500));
    }

    /** Keeps no record of a certain batch of deals, so that it must not be erased. */
    private static final class Witness implements ErasureRule {

        private final int failing;
        private int batches;

        Witness(int failing) {
            this.failing = failing;
        }

        @Override
        public Optional<String> waitsFor(Handle transaction, UUID customerId) {
            return Optional.empty();
        }

        @Override
        public void erased(Handle transaction, ErasurePartRequested asked, String table) {
            if (table.equals("deals") && ++batches == failing) {
                throw new IllegalStateException("the record is away");
            }
        }
    }

    @Test
    void two_at_once_and_once_more_count_each_row_once() {
        deals(customer, 5_000);
        ErasurePartRequested asked = asked();
        ErasurePart part = new ErasurePart(database.database(), ErasureRule.NONE);

        CompletableFuture.allOf(
                        CompletableFuture.runAsync(() -> part.run(asked)),
                        CompletableFuture.runAsync(() -> part.run(asked)))
                .join();
        part.run(asked);

        assertThat(erased(asked)).containsExactly(new ErasedTable("deals", 5_000));
    }

    @Test
    void a_register_after_which_rows_are_still_the_customers_is_told() {
        letters(customer, 1);
        admin("update personal_data set erasure = 'KEEP' where table_name = 'letters' and column_name = 'customer_id'");
        admin(
                "update personal_data set erasure = 'REPLACE', replacement = '''x''' where table_name = 'letters' and column_name = 'words'");
        try {
            assertThatThrownBy(() -> new ErasurePart(database.database(), ErasureRule.NONE).run(asked()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("letters");
        } finally {
            admin("update personal_data set erasure = 'DELETE', replacement = null where table_name = 'letters'");
        }
    }

    @Test
    void an_export_has_all_of_the_customer_without_secrets() throws Exception {
        deals(customer, 2);
        deals(other, 1);
        letters(customer, 1);
        ExportPart part = new ExportPart("orders", customer, AT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        database.database().useTransaction(transaction -> part.write(transaction, out));

        JsonNode json = Json.read(out.toString(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(json.at("/app").asText()).isEqualTo("orders");
        JsonNode deals = table(json, "deals");
        assertThat(deals.get("rows")).hasSize(2);
        assertThat(deals.at("/rows/0/customerId").asText()).isEqualTo(customer.toString());
        assertThat(deals.at("/rows/0/address/city").asText()).isEqualTo("Berlin");
        assertThat(deals.at("/rows/0/cents").asLong()).isEqualTo(7);
        assertThat(deals.at("/rows/0").has("secretToken")).isFalse();
        assertThat(deals.get("columns").findValuesAsText("name")).containsExactly("address", "customerId", "remark");
        assertThat(table(json, "letters").get("rows")).hasSize(1);
        assertThat(part.rows()).isEqualTo(3);
    }

    private static JsonNode table(JsonNode part, String name) {
        for (JsonNode table : part.get("tables")) {
            if (table.get("name").asText().equals(name)) {
                return table;
            }
        }
        throw new AssertionError("no table " + name + " in " + part);
    }

    private ErasurePartRequested asked() {
        return new ErasurePartRequested(Ids.newId(), customer, "orders", AT, AT.plusSeconds(300));
    }

    private static List<ErasedTable> erased(ErasurePartRequested asked) {
        return database.database().withHandle(handle -> ErasurePart.erased(handle, asked.erasureId()));
    }

    private static void deals(UUID whose, int howMany) {
        database.database()
                .useTransaction(transaction -> transaction
                        .createUpdate("""
                        insert into deals (customer_id, address, remark, secret_token, cents)
                        select :whose, '{"city": "Berlin"}', 'ring twice', 'tok_ok', 7 from generate_series(1, :howMany)
                        """)
                        .bind("whose", whose)
                        .bind("howMany", howMany)
                        .execute());
    }

    private static void letters(UUID whose, int howMany) {
        for (int i = 0; i < howMany; i++) {
            admin("insert into letters values ('" + whose + "', 'hello')");
        }
    }

    private static void note(String author) {
        admin("insert into notes (deal, author) values (1, '" + author + "')");
    }

    private static void admin(String sql) {
        database.admin().useHandle(handle -> handle.execute(sql));
    }

    private static long count(String what) {
        return database.admin()
                .withHandle(handle -> handle.select("select count(*) from " + what)
                        .mapTo(Long.class)
                        .one());
    }
}
