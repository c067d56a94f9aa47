package dev.quayside.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the parts listen, all on 127.0.0.1.
 *
 * @param base the first of a row of ports
 * @param serviceBus AMQP 1.0
 */
record Ports(int base, int serviceBus) {
    int external() {
        return base;
    }

    int internal() {
        return base + 1;
    }

    int identity() {
        return base + 2;
    }

    int pubSub() {
        return base + 3;
    }

    int outside() {
        return base + 4;
    }

    int postgres() {
        return base + 5;
    }

    /** One further than the next: that is kept for what the portals will need. */
    int blobs() {
        return base + 7;
    }

    /** @throws Refusal if one of the ports is taken, naming it, its use and, if known, its holder */
    void requireFree() {
        for (Map.Entry<Integer, String> port : byUse().entrySet()) {
            if (isTaken(port.getKey())) {
                String holder =
                        PortHolder.of(port.getKey()).map(name -> " by " + name).orElse("");
                throw new Refusal("Port " + port.getKey() + " (" + port.getValue() + ") is taken" + holder + ": "
                        + way(port.getKey()));
            }
        }
    }

    private String way(int port) {
        return port == serviceBus
                ? "stop that, or choose another port with --amqp-port."
                : "stop that, or choose other ports with --port-base.";
    }

    private Map<Integer, String> byUse() {
        Map<Integer, String> uses = new LinkedHashMap<>();
        uses.put(external(), "external gateway");
        uses.put(internal(), "internal gateway");
        uses.put(identity(), "identity");
        uses.put(pubSub(), "Web PubSub");
        uses.put(outside(), "outside systems");
        uses.put(postgres(), "PostgreSQL");
        uses.put(blobs(), "Blob Storage");
        uses.put(serviceBus, "Service Bus");
        return uses;
    }

    private static boolean isTaken(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
