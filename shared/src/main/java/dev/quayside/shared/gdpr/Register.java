package dev.quayside.shared.gdpr;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The register of personal data that each schema has in its tables {@code personal_data_tables} and {@code personal_data}. */
public final class Register {

    private Register() {}

    /** The tables with rows that belong to customers, in the order in which they are erased. */
    public static List<RegisteredTable> tables(Handle handle) {
        Map<String, List<RegisteredColumn>> columns = columns(handle);
        return handle.createQuery("""
                        select table_name, owner, exported, eraser from personal_data_tables order by position, table_name
                        """)
                .map((row, context) -> new RegisteredTable(
                        row.getString("table_name"),
                        row.getString("owner"),
                        row.getBoolean("exported"),
                        row.getString("eraser"),
                        columns.getOrDefault(row.getString("table_name"), List.of())))
                .list();
    }

    /** Every registered column by its table, personal or not. */
    public static Map<String, List<RegisteredColumn>> columns(Handle handle) {
        record InTable(String table, RegisteredColumn column) {}
        return handle
                .createQuery("""
                        select table_name, column_name, holds, purpose, retention, erasure, replacement, exported
                        from personal_data order by table_name, column_name
                        """)
                .map((row, context) -> new InTable(
                        row.getString("table_name"),
                        new RegisteredColumn(
                                row.getString("column_name"),
                                row.getString("holds"),
                                row.getString("purpose"),
                                row.getString("retention"),
                                Erasure.valueOf(row.getString("erasure")),
                                row.getString("replacement"),
                                row.getBoolean("exported"))))
                .stream()
                .collect(Collectors.groupingBy(
                        InTable::table, Collectors.mapping(InTable::column, Collectors.toList())));
    }
}
