package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/personal-data.md} says what the registers of the running platform say. After a change of a register,
 * {@code -Dpersonal-data.write=true} writes it anew.
 */
class PersonalDataIT {
    private static final List<String> SCHEMAS =
            List.of("orders", "products", "customers", "notifications", "payments", "audit", "housekeeping");
    private static final String INTRODUCTION = """
            # Personal data

            What each schema holds of a person, what for, how long, and what becomes of it when the person is forgotten.
            Written from the registers in the schemas themselves, the tables `personal_data_tables` and `personal_data`, by
            which exports are made and people are forgotten; a test fails when this page says anything else. Columns that
            hold nothing personal are in the registers too, and not here.
            """;
    private static final String QUERY = """
            select d.table_name, d.column_name, d.holds, d.purpose, d.retention, d.erasure, d.replacement
            from %1$s.personal_data d left join %1$s.personal_data_tables t on t.table_name = d.table_name
            where d.erasure <> 'NONE' order by t.position nulls last, d.table_name, d.column_name
            """;

    @Test
    void the_page_says_what_the_registers_say() throws Exception {
        Path page = Staging.repository().resolve("docs/personal-data.md");
        String registers = render(read());
        if (Boolean.getBoolean("personal-data.write")) {
            Files.writeString(page, registers);
        }

        assertThat(registers).isEqualTo(Files.readString(page));
    }

    private static String render(Map<String, List<String>> rows) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        List<String> everywhere = new ArrayList<>(rows.get(SCHEMAS.get(0)));
        rows.values().forEach(everywhere::retainAll);
        section(page, "Every schema", everywhere);
        rows.forEach((schema, ofSchema) -> section(
                page,
                "Schema `" + schema + "`",
                ofSchema.stream().filter(row -> !everywhere.contains(row)).toList()));
        return page.toString();
    }

    private static void section(StringBuilder page, String title, List<String> rows) {
        page.append("\n## ").append(title).append('\n');
        if (rows.isEmpty()) {
            page.append("\nNothing more.\n");
            return;
        }
        page.append("\n| column | holds | for | kept | when the person is forgotten |\n|---|---|---|---|---|\n");
        rows.forEach(row -> page.append(row).append('\n'));
    }

    private static Map<String, List<String>> read() throws SQLException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        try (Connection connection = SharedPlatform.get().connect("quayside");
                Statement statement = connection.createStatement()) {
            for (String schema : SCHEMAS) {
                List<String> ofSchema = new ArrayList<>();
                try (ResultSet row = statement.executeQuery(QUERY.formatted(schema))) {
                    while (row.next()) {
                        ofSchema.add("| `%s.%s` | %s | %s | %s | %s |"
                                .formatted(
                                        row.getString("table_name"),
                                        row.getString("column_name"),
                                        row.getString("holds"),
                                        row.getString("purpose"),
                                        row.getString("retention"),
                                        fate(row.getString("erasure"), row.getString("replacement"))));
                    }
                }
                rows.put(schema, ofSchema);
            }
        }
        return rows;
    }

    private static String fate(String erasure, String replacement) {
        return switch (erasure) {
            case "DELETE" -> "the row is deleted";
            case "CLEAR" -> "cleared";
            case "REPLACE" -> "becomes `" + Objects.requireNonNull(replacement) + "`";
            case "PSEUDONYM" -> "becomes the pseudonym";
            case "EXPIRE" -> "goes by itself";
            case "KEEP" -> "is kept";
            case "FUNCTION" -> "erased by a function of the schema";
            default -> throw new IllegalArgumentException(erasure);
        };
    }
}
