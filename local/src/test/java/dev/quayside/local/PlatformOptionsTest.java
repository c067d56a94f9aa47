package dev.quayside.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PlatformOptionsTest {
    @TempDir
    private Path repository;

    @Test
    void without_options_all_apps_of_the_checkout_run_on_the_usual_ports() throws IOException {
        packaged("orders");
        packaged("catalog");

        PlatformOptions options = options();

        assertThat(options.ports()).isEqualTo(new Ports(8080, 5672));
        assertThat(options.data()).isEqualTo(repository.resolve(".quayside"));
        assertThat(options.apps()).containsExactly(App.ORDERS, App.CATALOG);
        assertThat(options.fresh).isFalse();
        assertThat(options.serviceBusConfigs).isEmpty();
    }

    @Test
    void every_option_is_read() throws IOException {
        packaged("orders");
        packaged("payments");

        PlatformOptions options = options(
                "--fresh",
                "--data",
                "elsewhere",
                "--port-base",
                "9000",
                "--amqp-port",
                "9100",
                "--apps",
                "payments,orders",
                "--servicebus-config",
                "a.json",
                "--servicebus-config",
                "b.json");

        assertThat(options.fresh).isTrue();
        assertThat(options.data()).isEqualTo(Path.of("elsewhere"));
        assertThat(options.ports()).isEqualTo(new Ports(9000, 9100));
        assertThat(options.apps()).containsExactly(App.PAYMENTS, App.ORDERS);
        assertThat(options.serviceBusConfigs).containsExactly(Path.of("a.json"), Path.of("b.json"));
    }

    @Test
    void no_apps_at_all_can_be_asked_for() throws IOException {
        packaged("orders");

        assertThat(options("--apps", "none").apps()).isEmpty();
    }

    @Test
    void an_unknown_app_is_refused_with_the_known_ones() {
        assertThatThrownBy(() -> options("--apps", "orders2").apps())
                .isInstanceOf(Refusal.class)
                .hasMessage("There is no app \"orders2\": the apps are orders, catalog, customers, notifications,"
                        + " payments, audit, housekeeping.");
    }

    @Test
    void an_app_without_a_package_is_refused() {
        assertThatThrownBy(() -> options("--apps", "orders").apps())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("The package of the app orders is missing");
    }

    @Test
    void an_amqp_port_among_the_others_is_refused() {
        assertThatThrownBy(() -> options("--amqp-port", "8087").ports()).isInstanceOf(Refusal.class);
        assertThat(options("--amqp-port", "8088").ports().serviceBus()).isEqualTo(8088);
    }

    @Test
    void a_base_port_without_room_is_refused() {
        assertThatThrownBy(() -> options("--port-base", "65529").ports()).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> options("--port-base", "0").ports()).isInstanceOf(Refusal.class);
        assertThat(options("--port-base", "65528").ports().blobs()).isEqualTo(65535);
    }

    private PlatformOptions options(String... arguments) {
        PlatformOptions options = new PlatformOptions();
        new CommandLine(options).parseArgs(arguments);
        options.repository = repository;
        return options;
    }

    private void packaged(String app) throws IOException {
        Path staging = repository.resolve("functions-" + app + "/target/azure-functions/quayside-" + app);
        Files.createDirectories(staging);
        Files.writeString(staging.resolve("host.json"), "{}");
    }
}
