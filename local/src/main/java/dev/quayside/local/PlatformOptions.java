package dev.quayside.local;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code ./run}. */
@Command(
        name = "./run",
        description = "Runs the whole Quayside platform on this machine.",
        sortOptions = false,
        usageHelpAutoWidth = true)
final class PlatformOptions {
    private static final int LAST_OFFSET = 7;

    @Option(names = "--fresh", description = "Start with empty data.")
    boolean fresh;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder that keeps data and logs (default: .quayside in the repository).")
    Path data;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "8080",
            description = "First port of the row (default: ${DEFAULT-VALUE}).")
    int portBase;

    @Option(
            names = "--amqp-port",
            paramLabel = "N",
            defaultValue = "5672",
            description = "Port of Service Bus (default: ${DEFAULT-VALUE}).")
    int amqpPort;

    @Option(
            names = "--apps",
            paramLabel = "A,B",
            split = ",",
            description = "Run only these apps, or none (default: all).")
    List<String> apps = List.of();

    @Option(
            names = "--servicebus-config",
            paramLabel = "FILE",
            description = "Further Service Bus entities, in the format of Microsoft's emulator; repeatable.")
    List<Path> serviceBusConfigs = List.of();

    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    boolean help;

    /** Set by the run script, not by the user. */
    @Option(names = "--repository", paramLabel = "DIR", hidden = true, defaultValue = ".")
    Path repository;

    Ports ports() {
        if (portBase < 1 || portBase > 65535 - LAST_OFFSET || amqpPort < 1 || amqpPort > 65535) {
            throw new Refusal("A port is a number from 1 to 65535, and the base port leaves room for seven more.");
        }
        if (amqpPort >= portBase && amqpPort <= portBase + LAST_OFFSET) {
            throw new Refusal("The port of Service Bus (" + amqpPort + ") lies among the ports " + portBase + " to "
                    + (portBase + LAST_OFFSET) + " of the other parts.");
        }
        return new Ports(portBase, amqpPort);
    }

    Path repository() {
        return repository.toAbsolutePath().normalize();
    }

    Path data() {
        return data == null ? repository().resolve(".quayside") : data;
    }

    /** The apps to run: those asked for, else all that this checkout has. */
    List<App> apps() {
        List<App> wanted = apps.isEmpty()
                ? Arrays.stream(App.values())
                        .filter(app -> app.exists(repository()))
                        .toList()
                : App.listed(apps);
        for (App app : wanted) {
            if (!app.isPackaged(repository())) {
                throw new Refusal("The package of the app " + app.title() + " is missing (" + app.staging(repository())
                        + "): build it with ./run or mvn package.");
            }
        }
        return wanted;
    }
}
