package dev.quayside.housekeeping.maintenance;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The tables that we may maintain, and their maintenance. */
final class MaintenanceStore {

    private MaintenanceStore() {}

    /**
     * A table.
     *
     * @param name with its schema, quoted where needed
     * @param isPartitioned whether its rows are in partitions, which are tables of their own
     */
    record Table(String name, boolean isPartitioned) {}

    /** Those of all apps, as the catalogue of the database has them. */
    static List<Table> tables(Handle handle) {
        return handle.createQuery("""
                        select format('%I.%I', n.nspname, c.relname) as name, c.relkind = 'p' as is_partitioned
                        from pg_catalog.pg_class c
                        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                        where c.relkind in ('r', 'p') and pg_catalog.has_table_privilege(c.oid, 'MAINTAIN')
                        order by 1
                        """)
                .map((row, context) -> new Table(row.getString("name"), row.getBoolean("is_partitioned")))
                .list();
    }

    /**
     * Frees the space of dead rows and counts anew what the planner needs to know. A table that is being maintained
     * already is passed over. Outside of any transaction: PostgreSQL refuses it inside.
     */
    static void maintain(Handle handle, Table table) {
        handle.execute(
                (table.isPartitioned ? "analyze (skip_locked) " : "vacuum (analyze, skip_locked) ") + table.name);
    }
}
