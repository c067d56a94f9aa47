package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.config.QueueSettings;
import dev.quayside.local.servicebus.config.SubscriptionSettings;
import dev.quayside.local.servicebus.config.TopicSettings;
import dev.quayside.local.servicebus.store.MessageRow;
import dev.quayside.local.servicebus.store.MessageState;
import dev.quayside.local.servicebus.store.StoredState;
import dev.quayside.local.servicebus.store.Write;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The entities by path in lower case, as they stand after a start. */
final class Namespace {

    private final NamespaceState state;
    private final Journal journal;
    private final Codec codec;

    private final Map<String, MessageQueue> queues = new LinkedHashMap<>();
    private final Map<String, Destination> destinations = new LinkedHashMap<>();
    private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    private final Map<Integer, MessageQueue> byId = new HashMap<>();

    private Namespace(NamespaceState state, Journal journal, Codec codec) {
        this.state = state;
        this.journal = journal;
        this.codec = codec;
    }

    static Namespace build(NamespaceState state, Journal journal, Codec codec, Router router) {
        Namespace namespace = new Namespace(state, journal, codec);
        state.entities().queues().forEach(namespace::addQueue);
        state.entities().topics().forEach(namespace::addTopic);
        namespace.restoreMessages();
        namespace.restoreTheRest();
        // Last, since a forwarder at once takes what was restored.
        List.copyOf(namespace.queues.values()).forEach(queue -> namespace.forward(queue, router));
        return namespace;
    }

    private void addQueue(String name, QueueSettings settings) {
        MessageQueue queue = newQueue(name, settings);
        destinations.put(
                Broker.key(name), new Destination(queue, history(settings.duplicateWindow()), Broker.FOREVER, null));
    }

    private void addTopic(String name, TopicSettings settings) {
        List<Subscription> taking = new ArrayList<>();
        settings.subscriptions()
                .forEach((subscription, its) ->
                        taking.add(addSubscription(NamespaceState.subscription(name, subscription), its)));
        MessageQueue schedule = new MessageQueue(state.id(name), name, QueueSettings.DEFAULT, journal, null);
        byId.put(schedule.id(), schedule);
        destinations.put(
                Broker.key(name),
                new Destination(
                        schedule,
                        history(settings.duplicateWindow()),
                        settings.timeToLive().toMillis(),
                        taking));
    }

    private Subscription addSubscription(String path, SubscriptionSettings settings) {
        Subscription subscription =
                new Subscription(newQueue(path, settings.queue()), settings.rules(), journal, codec);
        subscriptions.put(Broker.key(path), subscription);
        return subscription;
    }

    private MessageQueue newQueue(String path, QueueSettings settings) {
        String deadPath = path + "/$DeadLetterQueue";
        MessageQueue dead = new MessageQueue(state.id(deadPath), deadPath, settings.forDeadLetters(), journal, null);
        MessageQueue queue = new MessageQueue(state.id(path), path, settings, journal, dead);
        for (MessageQueue each : List.of(queue, dead)) {
            queues.put(Broker.key(each.path()), each);
            byId.put(each.id(), each);
        }
        return queue;
    }

    private static DuplicateHistory history(Duration window) {
        return window.isZero() ? null : new DuplicateHistory(window.toMillis());
    }

    private void restoreMessages() {
        StoredState stored = state.stored();
        Map<Long, Content> contents = new HashMap<>();
        for (MessageRow row : stored.messages()) {
            MessageQueue queue = byId.get(row.entity());
            Integer size = stored.contentSizes().get(row.content());
            // An entity that is not configured now keeps its messages in the tables until it is again.
            if (queue != null && size != null) {
                Content content = contents.computeIfAbsent(row.content(), id -> new Content(id, size, null));
                content.retain();
                queue.add(new QueuedMessage(row, content, queue));
            }
        }
    }

    private void restoreTheRest() {
        StoredState stored = state.stored();
        for (Write.RememberedId id : stored.rememberedIds()) {
            for (Destination destination : destinations.values()) {
                if (destination.schedule().id() == id.entity() && destination.duplicates() != null) {
                    destination.duplicates().restore(id.messageId(), id.until());
                }
            }
        }
        for (StoredState.SessionState session : stored.sessionStates()) {
            MessageQueue queue = byId.get(session.entity());
            if (queue != null) {
                queue.sessions().restoreState(session.sessionId(), bytes(session.state()));
            }
        }
        for (StoredState.RuleChange rule : stored.ruleChanges()) {
            for (Subscription subscription : subscriptions.values()) {
                if (subscription.queue().id() == rule.entity()) {
                    subscription.restore(rule.name(), bytes(rule.definition()));
                }
            }
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private void forward(MessageQueue queue, Router router) {
        QueueSettings settings = queue.settings();
        if (!settings.forwardTo().isEmpty()) {
            queue.attach(new Forwarder(router, destinations.get(Broker.key(settings.forwardTo()))));
        }
        if (!settings.forwardDeadLettersTo().isEmpty()) {
            Destination target = destinations.get(Broker.key(settings.forwardDeadLettersTo()));
            queue.deadLetters().attach(new Forwarder(router, target));
        }
    }

    Map<String, MessageQueue> queues() {
        return queues;
    }

    Map<String, Destination> destinations() {
        return destinations;
    }

    Map<String, Subscription> subscriptions() {
        return subscriptions;
    }

    List<EntityStatistics> statistics() {
        List<EntityStatistics> statistics = new ArrayList<>();
        for (Destination destination : destinations.values()) {
            statistics.add(statistics(destination.schedule()));
            if (destination.subscriptions() != null) {
                destination.subscriptions().forEach(each -> statistics.add(statistics(each.queue())));
            }
        }
        return statistics;
    }

    private static EntityStatistics statistics(MessageQueue queue) {
        MessageQueue dead = queue.deadLetters();
        return new EntityStatistics(
                queue.path(),
                queue.count(MessageState.ACTIVE),
                dead == null ? 0 : dead.count(MessageState.ACTIVE),
                queue.count(MessageState.SCHEDULED),
                queue.count(MessageState.DEFERRED));
    }
}
