package dev.quayside.shared.gdpr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.kernel.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/**
 * Writes what a schema holds of a customer as JSON, row by row, so that it takes no memory however much it is:
 *
 * <pre>{@code
 * {"app": "orders", "at": "2026-01-31T12:00:00Z", "tables": [
 *   {"name": "orders",
 *    "columns": [{"name": "shippingAddress", "holds": "…", "purpose": "…", "retention": "…"}],
 *    "rows": [{"id": "…", "shippingAddress": {…}}]}]}
 * }</pre>
 */
final class ExportPart {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern UNDERSCORE = Pattern.compile("_(\\w)");
    private static final int FETCH = 1_000;

    private final String app;
    private final UUID customerId;
    private final Instant at;
    private long rows;

    ExportPart(String app, UUID customerId, Instant at) {
        this.app = app;
        this.customerId = customerId;
        this.at = at;
    }

    /** How many rows were written. */
    long rows() {
        return rows;
    }

    /** @param transaction PostgreSQL sends rows bit by bit only within one */
    void write(Handle transaction, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("app", app);
            json.writeStringField("at", at.toString());
            json.writeArrayFieldStart("tables");
            for (RegisteredTable table : Register.tables(transaction)) {
                if (table.isExported()) {
                    write(transaction, table, json);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void write(Handle transaction, RegisteredTable table, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", table.name());
        json.writeArrayFieldStart("columns");
        for (RegisteredColumn column : table.columns()) {
            if (column.isExported() && column.erasure() != Erasure.NONE) {
                json.writeStartObject();
                json.writeStringField("name", camelCase(column.name()));
                json.writeStringField("holds", column.holds());
                json.writeStringField("purpose", column.purpose());
                json.writeStringField("retention", column.retention());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("rows");
        writeRows(transaction, table, json);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeRows(Handle transaction, RegisteredTable table, JsonGenerator json) throws IOException {
        String sql = "select to_json(mine) from (select %s from %s where %s) mine"
                .formatted(String.join(", ", exportedColumns(transaction, table)), table.name(), table.owner());
        try (ResultIterator<String> found = ErasurePart.ofCustomer(transaction.createQuery(sql), customerId)
                .setFetchSize(FETCH)
                .mapTo(String.class)
                .iterator()) {
            while (found.hasNext()) {
                writeRow(found.next(), json);
                rows++;
            }
        }
    }

    private static void writeRow(String row, JsonGenerator json) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> field : Json.read(row, JsonNode.class).properties()) {
            json.writeFieldName(camelCase(field.getKey()));
            json.writeRawValue(field.getValue().toString());
        }
        json.writeEndObject();
    }

    /** All columns but those that the register keeps out; what is no text need not be in the register. */
    private static List<String> exportedColumns(Handle handle, RegisteredTable table) {
        List<String> hidden = table.columns().stream()
                .filter(column -> !column.isExported())
                .map(RegisteredColumn::name)
                .toList();
        return handle.createQuery("""
                        select attname::text from pg_attribute
                        where attrelid = to_regclass(:table) and attnum > 0 and not attisdropped
                        order by attnum
                        """)
                .bind("table", table.name())
                .mapTo(String.class)
                .filter(column -> !hidden.contains(column))
                .collect(Collectors.toList());
    }

    private static String camelCase(String column) {
        return UNDERSCORE.matcher(column).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }
}
