package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import dev.quayside.local.servicebus.store.MessageRow;
import dev.quayside.local.servicebus.store.MessageState;
import dev.quayside.local.servicebus.store.Write;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Brings messages to their queues: those that are sent, that fall due, and that are forwarded. */
final class Router {

    private final Journal journal;
    private final Codec codec;

    Router(Journal journal, Codec codec) {
        this.journal = journal;
        this.codec = codec;
    }

    /** Messages on their way: what is to be written, and what the queues get when it is. */
    private static final class Arrivals {
        private final Write write = new Write();
        private final List<QueuedMessage> messages = new ArrayList<>();
        private final List<Content> contents = new ArrayList<>();
    }

    /**
     * Accepts messages, all or none.
     *
     * @param then hears of a failure, or with {@code null} that they are durable, and the sequence number
     *     of each (0 for one that no queue took)
     */
    void send(Destination to, List<Incoming> messages, BiConsumer<BrokerException, List<Long>> then) {
        messages.forEach(message -> check(to, message));
        Arrivals arrivals = new Arrivals();
        List<Long> sequences = new ArrayList<>();
        List<String> remembered = new ArrayList<>();
        for (Incoming message : messages) {
            boolean isNew = to.duplicates() == null || remember(to, message, arrivals.write, remembered);
            sequences.add(isNew ? arrive(to, message, arrivals) : 0L);
        }
        journal.append(arrivals.write
                .onCommit(() -> {
                    settle(arrivals);
                    then.accept(null, sequences);
                })
                .onFailure(cause -> {
                    remembered.forEach(to.duplicates() == null ? id -> {} : to.duplicates()::remove);
                    then.accept(Journal.notStored(cause), List.of());
                }));
    }

    private static void check(Destination to, Incoming message) {
        String sessionId = message.properties().sessionId();
        boolean sessionNeeded =
                to.subscriptions() == null && to.schedule().settings().requiresSession();
        if (sessionNeeded && sessionId == null) {
            throw new BrokerException(
                    Reason.NOT_ALLOWED,
                    "The SessionId was not set on a message, and it cannot be sent to the entity: "
                            + to.schedule().path());
        }
        // PostgreSQL's text cannot hold it.
        if (hasNul(sessionId) || hasNul(message.properties().messageId())) {
            throw new BrokerException(Reason.ARGUMENT, "A message id or session id must not contain U+0000.");
        }
    }

    private static boolean hasNul(String text) {
        return text != null && text.indexOf('\0') >= 0;
    }

    private boolean remember(Destination to, Incoming message, Write write, List<String> remembered) {
        String id = message.properties().messageId();
        if (!to.duplicates().add(id, journal.now())) {
            return false;
        }
        remembered.add(id);
        write.remember(new Write.RememberedId(
                to.schedule().id(), id, journal.now() + to.duplicates().window()));
        return true;
    }

    private long arrive(Destination to, Incoming message, Arrivals arrivals) {
        boolean later = message.scheduledFor() > journal.now();
        List<MessageQueue> queues = later ? List.of(to.schedule()) : to.queuesFor(message);
        if (queues.isEmpty()) {
            return 0;
        }
        Content content = new Content(journal.nextNumber(), message.bytes().length, message.bytes());
        arrivals.contents.add(content);
        arrivals.write.insertContent(content.id(), message.bytes());
        long scheduledFor = later ? message.scheduledFor() : 0;
        queues.forEach(queue -> enqueue(queue, to, message, content, scheduledFor, null, arrivals));
        return arrivals.messages.get(arrivals.messages.size() - 1).sequence();
    }

    /**
     * Puts a message into a queue.
     *
     * @param origin the row it had before it was forwarded, for what is kept of it; {@code null} when new
     */
    private void enqueue(
            MessageQueue queue,
            Destination to,
            Incoming message,
            Content content,
            long scheduledFor,
            MessageRow origin,
            Arrivals arrivals) {
        long now = Math.max(journal.now(), scheduledFor);
        long age = Math.min(
                Math.min(message.timeToLive(), to.maxTimeToLive()),
                queue.settings().timeToLive().toMillis());
        MessageRow row = new MessageRow(
                journal.nextNumber(),
                queue.id(),
                content.id(),
                scheduledFor > 0 ? MessageState.SCHEDULED : MessageState.ACTIVE,
                0,
                now,
                age >= Broker.FOREVER ? Long.MAX_VALUE : now + age,
                scheduledFor,
                sessionOf(queue, message),
                origin == null ? null : origin.changes(),
                origin == null ? null : origin.deadLetterSource(),
                origin == null ? null : origin.deadLetterReason(),
                origin == null ? null : origin.deadLetterDescription());
        content.retain();
        arrivals.write.insert(row);
        arrivals.messages.add(new QueuedMessage(row, content, queue));
    }

    /** A subscription with sessions may be sent a message without one; it then has a session of its own. */
    private static String sessionOf(MessageQueue queue, Incoming message) {
        String id = message.properties().sessionId();
        return queue.settings().requiresSession() && id == null ? "" : id;
    }

    private void settle(Arrivals arrivals) {
        arrivals.contents.forEach(journal.cache()::keep);
        Set<MessageQueue> queues = new LinkedHashSet<>();
        for (QueuedMessage message : arrivals.messages) {
            message.queue().add(message);
            queues.add(message.queue());
        }
        queues.forEach(MessageQueue::pump);
    }

    /** Takes messages of a queue to a destination, each in one step: scheduled ones that are due, and forwarded. */
    void reroute(List<QueuedMessage> messages, Destination to) {
        messages.forEach(message -> message.settling(true));
        journal.cache().load(messages, () -> messages.forEach(message -> reroute(message, to)));
    }

    private void reroute(QueuedMessage message, Destination to) {
        if (message.bytes() == null) {
            message.settling(false);
            return;
        }
        Arrivals arrivals = new Arrivals();
        Incoming incoming = codec.read(message.bytes());
        for (MessageQueue queue : to.queuesFor(incoming)) {
            enqueue(queue, to, incoming, message.content(), 0, message.row(), arrivals);
        }
        arrivals.write.delete(message.sequence());
        journal.append(arrivals.write
                .onCommit(() -> {
                    message.queue().remove(message);
                    journal.release(message.content());
                    settle(arrivals);
                })
                .onFailure(cause -> {
                    message.settling(false);
                    arrivals.messages.forEach(unused -> message.content().release());
                }));
    }
}
