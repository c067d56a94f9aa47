package dev.quayside.local.servicebus.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quayside.local.servicebus.config.Entities;
import dev.quayside.local.servicebus.config.QueueSettings;
import dev.quayside.local.servicebus.config.SubscriptionSettings;
import dev.quayside.local.servicebus.config.TopicSettings;
import dev.quayside.local.servicebus.filter.Filter;
import dev.quayside.local.servicebus.filter.MessageProperties;
import dev.quayside.local.servicebus.filter.TrueFilter;
import dev.quayside.local.servicebus.store.FakeStore;
import dev.quayside.local.servicebus.store.StoredState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A broker with a queue, a queue without duplicates, and a topic with two subscriptions. */
final class BrokerFixture {

    private final FakeStore store = new FakeStore();
    private final List<String> answers = new ArrayList<>();
    private final Broker broker;
    private long now = 1_000_000;

    BrokerFixture() {
        this(Long.MAX_VALUE / 2);
    }

    BrokerFixture(long memory) {
        Entities entities = entities();
        Map<String, Integer> ids = new HashMap<>();
        NamespaceState.storedPaths(entities).forEach(path -> ids.put(path, ids.size() + 1));
        broker = Broker.open(
                new NamespaceState(entities, StoredState.empty(ids)),
                new TextCodec(),
                () -> now,
                store::append,
                store::read,
                memory);
    }

    private static Entities entities() {
        SubscriptionSettings all = new SubscriptionSettings(QueueSettings.DEFAULT, Map.of("all", new TrueFilter()));
        QueueSettings unique = new QueueSettings(
                Duration.ofMinutes(1), 10, QueueSettings.FOREVER, false, false, Duration.ofMinutes(10), "", "");
        return new Entities(
                Map.of("queue", QueueSettings.DEFAULT, "unique", unique),
                Map.of(
                        "topic",
                        new TopicSettings(QueueSettings.FOREVER, Duration.ZERO, Map.of("first", all, "second", all))));
    }

    /** Messages are their text. */
    private static final class TextCodec implements Codec {
        @Override
        public Incoming read(byte[] bytes) {
            return incoming(new String(bytes, UTF_8), "id", Long.MAX_VALUE);
        }

        @Override
        public byte[] encode(Filter filter) {
            return new byte[] {1};
        }

        @Override
        public Filter filter(byte[] definition) {
            return new TrueFilter();
        }
    }

    private static Incoming incoming(String body, String id, long timeToLive) {
        MessageProperties properties =
                new MessageProperties(id, null, null, null, null, null, null, null, null, Map.of());
        return new Incoming(body.getBytes(UTF_8), properties, timeToLive, 0);
    }

    Broker broker() {
        return broker;
    }

    FakeStore store() {
        return store;
    }

    /** How requests ended, in order. */
    List<String> answers() {
        return answers;
    }

    void send(String path, String... bodies) {
        send(
                path,
                Stream.of(bodies)
                        .map(body -> incoming(body, UUID.randomUUID().toString(), Long.MAX_VALUE))
                        .toList());
    }

    void sendNow(String path, String... bodies) {
        send(path, bodies);
        store.commit();
    }

    void sendWithId(String path, String body, String id) {
        send(path, List.of(incoming(body, id, Long.MAX_VALUE)));
    }

    void sendExpiring(String path, String body, long timeToLive) {
        send(path, List.of(incoming(body, "id", timeToLive)));
    }

    private void send(String path, List<Incoming> messages) {
        broker.send(path, messages, (failure, sequences) -> answered(failure));
    }

    private void answered(BrokerException failure) {
        answers.add(failure == null ? "accepted" : failure.reason().name());
    }

    FakeConsumer receive(String path, int credit) {
        FakeConsumer consumer = new FakeConsumer(credit, false);
        broker.queue(path).attach(consumer);
        return consumer;
    }

    FakeConsumer receiveAndDelete(String path, int credit) {
        FakeConsumer consumer = new FakeConsumer(credit, true);
        broker.queue(path).attach(consumer);
        return consumer;
    }

    void complete(String path, UUID token) {
        broker.settlement().complete(broker.queue(path), token, this::answered);
    }

    void abandon(String path, UUID token) {
        broker.settlement().abandon(broker.queue(path), token, null, this::answered);
    }

    void commit() {
        store.commit();
    }

    void fail() {
        store.fail();
    }

    void passMillis(long millis) {
        now += millis;
        broker.tick();
        store.commit();
    }
}
