package dev.quayside.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The Function Apps that the platform can run. */
enum App {
    ORDERS("orders"),
    CATALOG("products"),
    CUSTOMERS("customers"),
    NOTIFICATIONS("notifications"),
    PAYMENTS("payments"),
    AUDIT("audit"),
    HOUSEKEEPING("housekeeping");

    private final String schema;

    App(String schema) {
        this.schema = schema;
    }

    static Optional<App> named(String name) {
        return Arrays.stream(values()).filter(app -> app.title().equals(name)).findFirst();
    }

    /**
     * The apps of a list; {@code none} alone stands for the platform without apps.
     *
     * @throws Refusal if one is not known
     */
    static List<App> listed(List<String> names) {
        if (names.equals(List.of("none"))) {
            return List.of();
        }
        return names.stream()
                .map(name -> named(name.strip())
                        .orElseThrow(() -> new Refusal("There is no app \"" + name + "\": the apps are "
                                + Arrays.stream(values()).map(App::title).collect(Collectors.joining(", ")) + ".")))
                .distinct()
                .toList();
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The schema it owns. */
    String schema() {
        return schema;
    }

    /** The folder that the build packages it into, in the form that is deployed. */
    Path staging(Path repository) {
        return repository.resolve("functions-" + title() + "/target/azure-functions/quayside-" + title());
    }

    boolean isPackaged(Path repository) {
        return Files.isRegularFile(staging(repository).resolve("host.json"));
    }

    /** Whether this checkout has the app's sources at all. */
    boolean exists(Path repository) {
        return Files.isDirectory(repository.resolve("functions-" + title()));
    }
}
