package dev.quayside.local.pubsub;

import java.util.Arrays;
import java.util.List;

/** How a client speaks with the service, agreed as the WebSocket subprotocol. */
enum Protocol {
    /** No subprotocol: frames are just the data. */
    PLAIN(""),
    JSON("json.webpubsub.azure.v1"),
    /** JSON with numbered messages that the client acknowledges, and a way back after a lost connection. */
    RELIABLE("json.reliable.webpubsub.azure.v1");

    private final String subprotocol;

    Protocol(String subprotocol) {
        this.subprotocol = subprotocol;
    }

    /** @param subprotocol null if none was agreed */
    static Protocol of(String subprotocol) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.subprotocol.equals(subprotocol))
                .findFirst()
                .orElse(PLAIN);
    }

    static List<String> subprotocols() {
        return List.of(RELIABLE.subprotocol, JSON.subprotocol);
    }
}
