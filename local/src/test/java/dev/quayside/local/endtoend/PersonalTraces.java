package dev.quayside.local.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks for words in every column of every table of every schema, whatever a register says. */
final class PersonalTraces {
    private final Shop shop;

    /** As an array of SQL: each word as text, and as bytes look like. */
    private final String patterns;

    PersonalTraces(Shop shop, List<String> words) {
        this.shop = shop;
        this.patterns = words.stream()
                .flatMap(word -> Stream.of(word, HexFormat.of().formatHex(word.getBytes(StandardCharsets.UTF_8))))
                .map(word -> "'%" + word + "%'")
                .collect(Collectors.joining(", ", "array[", "]"));
    }

    /** Where any of them is, as {@code schema.table.column}. */
    Set<String> places() {
        Set<String> places = new TreeSet<>();
        for (String table : tables()) {
            shop.query("select distinct field.key from " + table + " mine, jsonb_each_text(to_jsonb(mine)) field"
                            + " where field.value ilike any (" + patterns + ")")
                    .forEach(column -> places.add(table + "." + column));
        }
        return places;
    }

    private List<String> tables() {
        return shop.query("""
                select format('%I.%I', nspname, relname) from pg_class join pg_namespace on relnamespace = pg_namespace.oid
                where relkind in ('r', 'p') and not relispartition
                    and nspname not like 'pg\\_%' and nspname <> 'information_schema'
                """);
    }

    /** Those of the places that the schema's register does not say have to be kept. */
    Set<String> unexplained() {
        Set<String> places = places();
        places.removeIf(this::isKept);
        return places;
    }

    private boolean isKept(String place) {
        String[] parts = place.split("\\.", 3);
        return !shop.query(
                        "select 1 from %s.personal_data where table_name = '%s' and column_name = '%s' and erasure = 'KEEP'"
                                .formatted(parts[0], parts[1], parts[2]))
                .isEmpty();
    }
}
