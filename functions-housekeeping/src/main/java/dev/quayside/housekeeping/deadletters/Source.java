package dev.quayside.housekeeping.deadletters;

import dev.quayside.shared.events.Topic;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a message died.
 *
 * @param entity the topic or queue, to which it may be sent again
 * @param subscription null for a queue
 */
record Source(String entity, String subscription) {

    /** Of a message that does not say where it died, or whose body speaks in the place of Service Bus. */
    static final Source UNKNOWN = new Source("unknown", null);

    /** A body can pretend that it died anywhere: messages are sent again to what we know, and nowhere else. */
    private static final Set<String> QUEUES = Set.of("orders-queue");

    /** Service Bus does not promise how it writes the middle. */
    private static final Pattern SUBSCRIPTION =
            Pattern.compile("(.+?)/subscriptions/([^/]+)", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST = 300;

    /** @param path as Service Bus writes it, {@code order-events/Subscriptions/catalog} */
    static Source of(String path) {
        if (path.isBlank() || path.length() > LONGEST || path.indexOf('\0') >= 0) {
            return UNKNOWN;
        }
        Matcher subscription = SUBSCRIPTION.matcher(path);
        return subscription.matches()
                ? new Source(subscription.group(1), subscription.group(2))
                : new Source(path, null);
    }

    /** @param name as {@link #name} writes it; empty if nothing can be sent there again */
    static Optional<Source> named(String name) {
        String[] parts = name.split("/", 2);
        Source source = new Source(parts[0], parts.length == 2 ? parts[1] : null);
        return Optional.of(source).filter(Source::takesMessages);
    }

    /** How callers name it: {@code order-events/catalog}, {@code orders-queue}. */
    String name() {
        return subscription == null ? entity : entity + "/" + subscription;
    }

    boolean isTopic() {
        return subscription != null;
    }

    /** Whether a message can be sent there again. */
    boolean takesMessages() {
        return isTopic() ? isKnownTopic() : QUEUES.contains(entity);
    }

    private boolean isKnownTopic() {
        return Arrays.stream(Topic.values())
                .anyMatch(topic -> topic.entityName().equals(entity));
    }
}
