package dev.quayside.shared.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.quayside.shared.gdpr.Erasure;
import dev.quayside.shared.gdpr.Register;
import dev.quayside.shared.gdpr.RegisteredColumn;
import dev.quayside.shared.gdpr.RegisteredTable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatements;

/** What holds for every schema's register of personal data. */
public final class RegisterRules {

    /** These are done row by row, so somebody has to say whose the rows are. */
    private static final Set<Erasure> OF_AN_OWNER =
            EnumSet.of(Erasure.DELETE, Erasure.CLEAR, Erasure.REPLACE, Erasure.PSEUDONYM, Erasure.FUNCTION);

    /** A look into a table or, for a bitmap, into its index. */
    private static final Pattern SCAN = Pattern.compile("Seq Scan|Index (Only )?Scan|Tid Scan");

    private RegisterRules() {}

    /** Fails for a column that may hold text or names a customer and is not registered, and for a register that lies. */
    public static void everyColumnIsRegistered(TestDatabase database) {
        database.admin().useHandle(handle -> {
            Map<String, List<RegisteredColumn>> registered = Register.columns(handle);
            Set<String> names = registered.entrySet().stream()
                    .flatMap(table -> table.getValue().stream().map(column -> table.getKey() + "." + column.name()))
                    .collect(Collectors.toCollection(TreeSet::new));
            List<String> missing = columns(handle, database.schema(), true);
            missing.removeAll(names);
            assertThat(missing)
                    .as("columns of %s that are in no register", database.schema())
                    .isEmpty();
            assertThat(columns(handle, database.schema(), false))
                    .as("columns that there are")
                    .containsAll(names);
        });
        database.database().useTransaction(transaction -> {
            List<RegisteredTable> tables = Register.tables(transaction);
            tables.forEach(table -> canBeErased(transaction, table));
            List<String> owned = tables.stream().map(RegisteredTable::name).toList();
            Register.columns(transaction)
                    .forEach((table, columns) -> assertThat(columns)
                            .as("columns of %s, of which nobody says whose the rows are", table)
                            .noneMatch(column -> OF_AN_OWNER.contains(column.erasure()) && !owned.contains(table)));
        });
    }

    /** Fails if a customer's rows are looked for by reading a table from end to end; the tables must be large. */
    public static void rowsAreFoundByIndexes(TestDatabase database, UUID customer) {
        for (RegisteredTable table : database.database().withHandle(Register::tables)) {
            List<String> plan = database.admin().withHandle(handle -> plan(handle, table, customer));
            assertThat(String.join("\n", plan))
                    .as(table.name())
                    .contains("Index")
                    .doesNotContain("Seq Scan");
        }
    }

    /**
     * Fails if there is a table in which a customer's rows cannot be looked up: whatever the size of the tables, since
     * PostgreSQL is told to read none from end to end if it can.
     */
    public static void rowsCanBeLookedUp(TestDatabase database) {
        List<RegisteredTable> tables = database.database().withHandle(Register::tables);
        database.admin().useTransaction(transaction -> {
            for (String way : List.of("seqscan", "hashjoin", "mergejoin")) {
                transaction.execute("set local enable_" + way + " = off");
            }
            for (RegisteredTable table : tables) {
                List<String> plan = plan(transaction, table, UUID.randomUUID());
                assertThat(plan.stream().filter(line -> line.contains("Index Cond:")))
                        .as("conditions by which rows of %s are found: %s", table.name(), String.join("\n", plan))
                        .isNotEmpty()
                        .hasSameSizeAs(plan.stream()
                                .filter(line -> SCAN.matcher(line).find())
                                .toList());
            }
        });
    }

    private static List<String> plan(Handle handle, RegisteredTable table, UUID customer) {
        String owner = table.owner()
                .replace(":customer", "'" + customer + "'")
                .replace(":reference", "'client:" + customer + "'");
        return handle.createQuery("explain (costs off) select * from " + table.name() + " where " + owner)
                .mapTo(String.class)
                .list();
    }

    private static void canBeErased(Handle transaction, RegisteredTable table) {
        Set<Erasure> erasures =
                table.columns().stream().map(RegisteredColumn::erasure).collect(Collectors.toSet());
        assertThat(erasures.contains(Erasure.FUNCTION))
                .as("eraser of %s", table.name())
                .isEqualTo(table.eraser() != null);
        if (erasures.contains(Erasure.DELETE)) {
            assertThat(erasures).as("what becomes of %s", table.name()).isSubsetOf(Erasure.DELETE, Erasure.NONE);
        }
        table.eraseSome()
                .ifPresent(statement -> assertThatCode(() -> transaction
                                .createQuery(statement)
                                .configure(SqlStatements.class, config -> config.setUnusedBindingAllowed(true))
                                .bind("customer", UUID.randomUUID())
                                .bind("reference", "client:" + UUID.randomUUID())
                                .bind("pseudonym", UUID.randomUUID())
                                .bind("most", 10)
                                .mapTo(Long.class)
                                .one())
                        .as(statement)
                        .doesNotThrowAnyException());
    }

    /** All columns of a schema, or only those that may hold text or name a customer; the partitions of a table are it. */
    private static List<String> columns(Handle handle, String schema, boolean onlySuspicious) {
        return new ArrayList<>(handle.createQuery("""
                        select c.relname || '.' || a.attname
                        from pg_class c
                        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                        join pg_type t on t.oid = a.atttypid
                        where c.relnamespace = cast(:schema as regnamespace)
                            and c.relkind in ('r', 'p') and not c.relispartition
                            and c.relname not in ('flyway_schema_history', 'personal_data', 'personal_data_tables')
                            and (not :onlySuspicious or a.attname like '%customer_id'
                                or t.typname in ('json', 'jsonb', 'bytea', 'xml', 'inet', 'hstore')
                                or t.typcategory in ('S', 'A'))
                        order by 1
                        """)
                .bind("schema", schema)
                .bind("onlySuspicious", onlySuspicious)
                .mapTo(String.class)
                .list());
    }
}
