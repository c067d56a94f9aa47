package dev.quayside.shared.gdpr;

import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.gdpr.GdprParticipant.ErasureRule;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * Forgets a customer in one schema, table by table as the register says, some rows to a transaction. What is erased no
 * longer is the customer's, so that a run that is cut short is simply started again.
 */
final class ErasurePart {

    /** Takes some 20 ms; whoever wants one of these rows waits no longer. */
    private static final int BATCH = 2_000;

    private final Database database;
    private final ErasureRule rule;

    /** @param rule told of each batch, in its transaction */
    ErasurePart(Database database, ErasureRule rule) {
        this.database = database;
        this.rule = rule;
    }

    /** @throws IllegalStateException if rows are still the customer's afterwards: a mistake in the register */
    void run(ErasurePartRequested asked) {
        for (RegisteredTable table : database.withHandle(Register::tables)) {
            table.eraseSome().ifPresent(statement -> erase(asked, table, statement));
        }
    }

    private void erase(ErasurePartRequested asked, RegisteredTable table, String statement) {
        long rows = database.withHandle(handle -> count(handle, table, asked.customerId()));
        for (long left = rows; left > 0; left -= BATCH) {
            database.useTransaction(transaction -> {
                long erased = ofCustomer(transaction.createQuery(statement), asked.customerId())
                        .bind("pseudonym", Pseudonym.of(asked.customerId()))
                        .bind("most", BATCH)
                        .mapTo(Long.class)
                        .one();
                note(transaction, asked.erasureId(), table.name(), erased);
                rule.erased(transaction, asked, table.name());
            });
        }
        if (rows > 0 && database.withHandle(handle -> count(handle, table, asked.customerId())) > 0) {
            throw new IllegalStateException(
                    "rows of " + table.name() + " are still the customer's after they were erased");
        }
    }

    private static long count(Handle handle, RegisteredTable table, UUID customerId) {
        String sql = "select count(*) from %s where %s".formatted(table.name(), table.owner());
        return ofCustomer(handle.createQuery(sql), customerId).mapTo(Long.class).one();
    }

    /** Of the two names of a customer, a statement may use one. */
    static Query ofCustomer(Query query, UUID customerId) {
        return query.configure(SqlStatements.class, config -> config.setUnusedBindingAllowed(true))
                .bind("customer", customerId)
                .bind("reference", "client:" + customerId);
    }

    private static void note(Handle transaction, UUID erasureId, String table, long rows) {
        transaction
                .createUpdate("""
                        insert into erased_rows as noted (erasure_id, table_name, rows)
                        values (:erasureId, :table, :rows)
                        on conflict (erasure_id, table_name) do update set rows = noted.rows + excluded.rows
                        """)
                .bind("erasureId", erasureId)
                .bind("table", table)
                .bind("rows", rows)
                .execute();
    }

    /** What was erased so far, by whichever run did it. */
    static List<ErasedTable> erased(Handle handle, UUID erasureId) {
        return handle.createQuery("""
                        select table_name, rows from erased_rows where erasure_id = :erasureId order by table_name
                        """)
                .bind("erasureId", erasureId)
                .map((row, context) -> new ErasedTable(row.getString("table_name"), row.getLong("rows")))
                .list();
    }
}
