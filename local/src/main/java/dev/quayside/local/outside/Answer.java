package dev.quayside.local.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;

/**
 * What an outside system replies, and how it behaves while replying.
 *
 * @param body JSON, or null for a reply that never comes
 * @param delay passes before the reply is sent, or before the silent connection is closed
 */
record Answer(int status, JsonNode body, Duration delay) {
    static Answer of(int status, JsonNode body) {
        return new Answer(status, body, Duration.ZERO);
    }

    static Answer error(int status, String code, String message) {
        return of(
                status, JsonNodeFactory.instance.objectNode().put("code", code).put("message", message));
    }

    /** No reply: the connection stays silent for {@code silence}, then it is closed. */
    static Answer never(Duration silence) {
        return new Answer(0, null, silence);
    }

    Answer after(Duration wait) {
        return new Answer(status, body, wait);
    }

    boolean comes() {
        return body != null;
    }
}
