package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.config.Entities;
import dev.quayside.local.servicebus.store.StoredState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a namespace is made of: its configured entities, and what was stored of them. */
public record NamespaceState(Entities entities, StoredState stored) {

    static final String DEAD_LETTERS = "/$deadletterqueue";

    /** The path of a subscription. */
    static String subscription(String topic, String name) {
        return topic + "/subscriptions/" + name;
    }

    /** The stored paths of everything that holds messages, in lower case: each needs an id in the store. */
    public static List<String> storedPaths(Entities entities) {
        List<String> paths = new ArrayList<>(entities.topics().keySet());
        List<String> queues = new ArrayList<>(entities.queues().keySet());
        entities.topics()
                .forEach((topic, settings) ->
                        settings.subscriptions().keySet().forEach(name -> queues.add(subscription(topic, name))));
        for (String queue : queues) {
            paths.add(queue);
            paths.add(queue + DEAD_LETTERS);
        }
        return paths.stream().map(path -> path.toLowerCase(Locale.ROOT)).toList();
    }

    int id(String path) {
        return stored.entities().get(path.toLowerCase(Locale.ROOT));
    }
}
