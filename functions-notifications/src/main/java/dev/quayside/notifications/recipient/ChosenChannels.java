package dev.quayside.notifications.recipient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.notifications.content.Channel;
import dev.quayside.notifications.content.Kind;
import dev.quayside.shared.kernel.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The chosen channels as the database has them: {@code {"order-shipped":["SMS"]}}. */
final class ChosenChannels {

    private ChosenChannels() {}

    static String write(Map<Kind, List<Channel>> chosen) {
        Map<String, List<Channel>> bySlug = new LinkedHashMap<>();
        chosen.forEach((kind, channels) -> bySlug.put(kind.slug(), channels));
        return Json.write(bySlug);
    }

    /** A kind that there is no longer is left out. */
    static Map<Kind, List<Channel>> read(String json) {
        Map<Kind, List<Channel>> chosen = new EnumMap<>(Kind.class);
        for (var entry : tree(json).properties()) {
            List<Channel> channels = new ArrayList<>();
            entry.getValue().forEach(channel -> channels.add(Channel.valueOf(channel.asText())));
            Kind.named(entry.getKey()).ifPresent(kind -> chosen.put(kind, List.copyOf(channels)));
        }
        return chosen;
    }

    private static JsonNode tree(String json) {
        try {
            return Json.read(json, JsonNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Stored preferences cannot be read", e);
        }
    }
}
