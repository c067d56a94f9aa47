package dev.quayside.local.pubsub;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** A WebSocket message to a client. */
sealed interface Frame {
    /** What it occupies while it waits. */
    int size();

    /** @param size bytes in UTF-8 */
    record Text(String text, int size) implements Frame {
        static Text of(String text) {
            return new Text(text, text.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    record Binary(Buffer bytes) implements Frame {
        @Override
        public int size() {
            return bytes.length();
        }
    }
}
