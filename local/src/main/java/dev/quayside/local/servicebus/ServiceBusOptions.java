package dev.quayside.local.servicebus;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * What a local Service Bus needs.
 *
 * @param port to listen on at 127.0.0.1; 0 for any free one
 * @param entityFiles files in the format of the Service Bus emulator's {@code Config.json}; merged
 * @param database a database of its own; up to two connections are used
 */
public record ServiceBusOptions(int port, List<Path> entityFiles, DataSource database) {

    public ServiceBusOptions {
        entityFiles = List.copyOf(entityFiles);
        Objects.requireNonNull(database, "database");
    }
}
