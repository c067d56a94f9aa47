package dev.quayside.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The files that declare Service Bus entities: Quayside's own and those that the user adds. */
final class ServiceBusFiles {
    private ServiceBusFiles() {}

    /**
     * Quayside's own file is a resource; it is laid beside the data, where people can read it.
     *
     * @throws Refusal if a file that the user named is not there
     */
    static List<Path> of(PlatformOptions options, Path dataFolder) {
        List<Path> files = new ArrayList<>();
        files.add(own(dataFolder.resolve("servicebus.json")));
        for (Path added : options.serviceBusConfigs) {
            if (!Files.isReadable(added)) {
                throw new Refusal("The Service Bus configuration " + added + " cannot be read.");
            }
            files.add(added);
        }
        return files;
    }

    private static Path own(Path file) {
        try (InputStream resource = ServiceBusFiles.class.getResourceAsStream("/servicebus/Config.json")) {
            Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
