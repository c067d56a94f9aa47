package dev.quayside.local.functions.invoking;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a trigger hands to a function: the input itself, and metadata for {@code @BindingName}. */
public sealed interface TriggerInput permits HttpInput, TriggerInput.Timer, TriggerInput.Messages {

    /** The metadata of that exact name; null when there is none. Dates and objects are JSON text. */
    String metadata(String name);

    /** W3C traceparent of the caller; null when it sent none. */
    String traceparent();

    /** A timer's payload, as JSON. */
    record Timer(String payload) implements TriggerInput {
        @Override
        public String metadata(String name) {
            return null;
        }

        @Override
        public String traceparent() {
            return null;
        }
    }

    /**
     * Bodies of one message, or of a batch.
     *
     * @param allMetadata asked only for functions that bind some of it, since it takes reading the body
     */
    record Messages(List<byte[]> bodies, Supplier<Map<String, String>> allMetadata, String traceparent)
            implements TriggerInput {
        @Override
        public String metadata(String name) {
            return allMetadata.get().get(name);
        }

        byte[] body() {
            return bodies.get(0);
        }

        List<String> texts() {
            return bodies.stream()
                    .map(body -> new String(body, StandardCharsets.UTF_8))
                    .toList();
        }
    }
}
