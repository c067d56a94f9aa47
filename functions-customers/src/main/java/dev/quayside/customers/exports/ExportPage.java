package dev.quayside.customers.exports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** An export as a person reads it: a table for each table, written row by row as the parts are read. */
final class ExportPage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Template HEAD = template("head");
    private static final Template APP = template("app");
    private static final Template TABLE = template("table");
    private static final Template FOOT = template("foot");

    private ExportPage() {}

    static void begin(Writer page, Export export, List<ExportPart> parts) {
        List<Map<String, Object>> shown = parts.stream()
                .map(part -> Map.<String, Object>of("app", part.app(), "title", words(part.app()), "rows", part.rows()))
                .toList();
        HEAD.execute(Map.of("id", export.id(), "at", export.requestedAt(), "parts", shown), page);
    }

    /** Reads a part to its end. */
    static void part(Writer page, InputStream part) throws IOException {
        JsonParser json = JSON.createParser(part);
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "app" -> APP.execute(Map.of("app", json.getText(), "title", words(json.getText())), page);
                case "tables" -> tables(page, json);
                default -> json.skipChildren();
            }
        }
    }

    static void end(Writer page) {
        FOOT.execute(Map.of(), page);
    }

    private static void tables(Writer page, JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            String name = "";
            List<Map<String, String>> columns = List.of();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "name" -> name = json.getText();
                    case "columns" -> columns = columns(JSON.readTree(json));
                    case "rows" -> table(page, name, columns, new Rows(json));
                    default -> json.skipChildren();
                }
            }
        }
    }

    private static void table(Writer page, String name, List<Map<String, String>> columns, Rows rows) {
        Map<String, Object> table = Map.of(
                "title",
                words(name),
                "hasColumns",
                !columns.isEmpty(),
                "columns",
                columns,
                "hasRows",
                rows.hasNext(),
                "fields",
                rows.fields(),
                "rows",
                rows);
        TABLE.execute(table, page);
    }

    private static List<Map<String, String>> columns(JsonNode columns) {
        List<Map<String, String>> shown = new ArrayList<>();
        columns.forEach(column -> shown.add(Map.of(
                "title", words(column.path("name").asText()),
                "holds", column.path("holds").asText(),
                "purpose", column.path("purpose").asText(),
                "retention", column.path("retention").asText())));
        return shown;
    }

    /** {@code shippingAddress} and {@code shipping_address} are Shipping address. */
    private static String words(String name) {
        String apart =
                name.replace('_', ' ').replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return apart.isEmpty() ? apart : apart.substring(0, 1).toUpperCase(Locale.ROOT) + apart.substring(1);
    }

    /** A value as text; what is nested one after another, with its names. */
    private static String text(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .filter(field -> !field.getValue().isNull())
                    .map(field -> words(field.getKey()) + ": " + text(field.getValue()))
                    .collect(Collectors.joining(", "));
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(ExportPage::text)
                    .collect(Collectors.joining("; "));
        }
        return value.isNull() ? "" : value.asText();
    }

    /** The rows of a table, read while the template asks for them. */
    private static final class Rows implements Iterator<Map<String, List<String>>> {
        private final JsonParser json;
        private JsonNode next;

        /** @param json at the beginning of the array */
        Rows(JsonParser json) {
            this.json = json;
            advance();
        }

        /** The names of what a row has; empty if there is none. */
        List<String> fields() {
            return next == null
                    ? List.of()
                    : next.properties().stream()
                            .map(field -> words(field.getKey()))
                            .toList();
        }

        private void advance() {
            try {
                next = json.nextToken() == JsonToken.START_OBJECT ? JSON.readTree(json) : null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Map<String, List<String>> next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            List<String> cells = next.properties().stream()
                    .map(field -> text(field.getValue()))
                    .toList();
            advance();
            return Map.of("cells", cells);
        }
    }

    private static Template template(String name) {
        try (InputStream in = ExportPage.class.getResourceAsStream("/export/" + name + ".html")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Mustache.compiler().escapeHTML(true).compile(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
