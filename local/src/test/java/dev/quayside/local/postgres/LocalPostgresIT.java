package dev.quayside.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.local.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresIT {
    @TempDir
    private Path folder;

    private final int port = FreePorts.one();

    @Test
    void data_stays_between_runs_and_sorts_by_code_point() throws SQLException {
        try (LocalPostgres postgres = start()) {
            execute(postgres, "CREATE TABLE kept (name text)");
            execute(postgres, "INSERT INTO kept VALUES ('Øre'), ('zebra'), ('Äpfel')");
        }
        try (LocalPostgres postgres = start()) {
            assertThat(query(postgres, "SELECT string_agg(upper(name), ' ' ORDER BY name) FROM kept"))
                    .isEqualTo("ZEBRA ÄPFEL ØRE");
            assertThat(query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(postgres, "SHOW shared_preload_libraries")).isEqualTo("pg_stat_statements");
            assertThat(query(postgres, "SHOW synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void a_server_left_behind_is_stopped_and_said_to_be() {
        LocalPostgres orphan = start();
        List<String> said = new ArrayList<>();

        LocalPostgres.stopOrphan(data(), log(), said::add);

        assertThat(said).singleElement().asString().contains("left PostgreSQL running");
        assertThatThrownBy(() -> query(orphan, "SELECT 1")).isInstanceOf(SQLException.class);
        try (LocalPostgres next = start()) {
            assertThat(next.port()).isEqualTo(port);
        }
    }

    @Test
    void a_pid_file_that_names_another_process_is_not_believed() throws Exception {
        start().close();
        long ourselves = ProcessHandle.current().pid();
        Files.writeString(data().resolve("postmaster.pid"), ourselves + "\n" + data() + "\n");
        List<String> said = new ArrayList<>();

        LocalPostgres.stopOrphan(data(), log(), said::add);

        assertThat(said).isEmpty();
        try (LocalPostgres next = start()) {
            assertThat(query(next, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void a_cluster_that_was_only_half_made_is_made_anew() throws Exception {
        Files.createDirectories(data());
        Files.writeString(data().resolve("postgresql.conf"), "left behind");

        try (LocalPostgres postgres = start()) {
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    private LocalPostgres start() {
        return LocalPostgres.start(data(), log(), port, List.of("quayside"));
    }

    private Path data() {
        return folder.resolve("postgres");
    }

    private Path log() {
        return folder.resolve("logs/postgres.log");
    }

    private static void execute(LocalPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.dataSource("quayside", "postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(LocalPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.dataSource("quayside", "postgres").getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
