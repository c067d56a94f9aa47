package dev.quayside.local.servicebus;

import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** A server in a process of its own, to be killed. Prints its connection string. */
final class CrashingServer {

    private CrashingServer() {}

    public static void main(String[] arguments) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        ServiceBusServer server =
                ServiceBusServer.start(new ServiceBusOptions(0, List.of(TestBus.entityFile()), database));
        System.out.println(server.connectionString());
    }
}
