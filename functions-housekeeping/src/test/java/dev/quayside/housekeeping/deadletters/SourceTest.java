package dev.quayside.housekeeping.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.kernel.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {

    @ParameterizedTest
    @CsvSource({
        "order-events/Subscriptions/catalog, order-events/catalog",
        "order-events/subscriptions/catalog, order-events/catalog",
        "orders-queue, orders-queue",
        "a/b/Subscriptions/c, a/b/c"
    })
    void a_source_is_named_as_callers_know_it(String path, String name) {
        assertThat(Source.of(path).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\0b"})
    void what_names_nothing_is_unknown(String path) {
        assertThat(Source.of(path)).isEqualTo(Source.UNKNOWN);
        assertThat(Source.of("x".repeat(301))).isEqualTo(Source.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "unknown", "dead-letters", "order-events", "orders-queue/x", "nowhere/catalog"})
    void nothing_is_sent_to_what_we_do_not_know(String name) {
        assertThat(Source.named(name)).isEmpty();
    }

    @Test
    void what_dies_anywhere_on_the_platform_can_be_sent_there_again() throws IOException {
        String file = Files.readString(Path.of("../local/src/main/resources/servicebus/Config.json"));
        JsonNode namespace = Json.read(file, JsonNode.class).at("/UserConfig/Namespaces/0");
        List<Source> sources = new ArrayList<>();
        namespace.path("Queues").forEach(queue -> sources.add(Source.of(name(queue))));
        namespace
                .path("Topics")
                .forEach(topic -> topic.path("Subscriptions")
                        .forEach(subscription ->
                                sources.add(Source.of(name(topic) + "/Subscriptions/" + name(subscription)))));

        assertThat(sources.remove(Source.of("dead-letters"))).isTrue();
        assertThat(sources).hasSizeGreaterThan(5).allMatch(Source::takesMessages);
    }

    private static String name(JsonNode entity) {
        return entity.path("Name").asText();
    }
}
