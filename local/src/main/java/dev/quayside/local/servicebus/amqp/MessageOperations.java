package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.Broker;
import dev.quayside.local.servicebus.broker.BrokerException;
import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import dev.quayside.local.servicebus.broker.Completion;
import dev.quayside.local.servicebus.broker.MessageQueue;
import dev.quayside.local.servicebus.broker.QueuedMessage;
import dev.quayside.local.servicebus.broker.Settlement;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.qpid.protonj2.types.Binary;

/** Operations on the messages of a queue: renew, settle, receive deferred ones, peek. */
final class MessageOperations {

    private static final int RECEIVE_AND_DELETE = 0;
    private static final int MAX_PEEK = 250;

    /** Leaves room in the answer for its frame and envelope. */
    private static final int MAX_PEEK_BYTES = SendLink.MAX_MESSAGE_SIZE;

    private final String path;
    private final Broker broker;
    private final MessageCodec codec;

    MessageOperations(String path, Broker broker, MessageCodec codec) {
        this.path = path;
        this.broker = broker;
        this.codec = codec;
    }

    void renewLock(Request request, Consumer<Response> answer) {
        MessageQueue queue = broker.queue(path);
        List<Instant> expirations = new ArrayList<>();
        for (UUID token : request.uuids("lock-tokens")) {
            expirations.add(Instant.ofEpochMilli(queue.renew(token)));
        }
        answer.accept(Response.ok(Map.of("expirations", expirations.toArray(Instant[]::new))));
    }

    /** Settles messages without their link: deferred ones, and those whose link was lost. */
    void updateDisposition(Request request, Consumer<Response> answer) {
        MessageQueue queue = broker.queue(path);
        List<UUID> tokens = request.uuids("lock-tokens");
        AllOf all = new AllOf(tokens.size(), answer);
        for (UUID token : tokens) {
            settle(queue, token, request, all);
        }
    }

    private void settle(MessageQueue queue, UUID token, Request request, Completion completion) {
        Settlement settlement = broker.settlement();
        ByteBuffer changes = queue.locked(token)
                .map(message -> codec.addChanges(message, request.map("properties-to-modify")))
                .orElse(null);
        String status = request.requireText("disposition-status");
        switch (status) {
            case "completed" -> settlement.complete(queue, token, completion);
            case "abandoned" -> settlement.abandon(queue, token, changes, completion);
            case "defered" -> settlement.defer(queue, token, changes, completion);
            case "suspended" ->
                settlement.deadLetter(
                        queue,
                        token,
                        request.text("deadletter-reason"),
                        request.text("deadletter-description"),
                        changes,
                        completion);
            default -> throw new BrokerException(Reason.ARGUMENT, "Unknown disposition-status " + status);
        }
    }

    /** Answers once for several settlements: with the first failure, if there is one. */
    private static final class AllOf implements Completion {
        private final Consumer<Response> answer;
        private int open;
        private BrokerException firstFailure;

        AllOf(int open, Consumer<Response> answer) {
            this.open = open;
            this.answer = answer;
        }

        @Override
        public void ended(BrokerException failure) {
            firstFailure = firstFailure == null ? failure : firstFailure;
            if (--open == 0) {
                answer.accept(firstFailure == null ? Response.ok(Map.of()) : Response.failed(firstFailure));
            }
        }
    }

    void receiveBySequenceNumber(Request request, Consumer<Response> answer) {
        MessageQueue queue = broker.queue(path);
        boolean deletes = request.number("receiver-settle-mode", 1) == RECEIVE_AND_DELETE;
        queue.deferred().receive(request.longs("sequence-numbers"), deletes, (failure, messages) -> {
            if (failure == null) {
                answer.accept(Response.ok(Map.of(
                        "messages", messages.stream().map(this::described).toList())));
            } else {
                answer.accept(Response.failed(failure));
            }
        });
    }

    void peek(Request request, Consumer<Response> answer) {
        long from = request.body().get("from-sequence-number") instanceof Number number ? number.longValue() : 0;
        int count = Math.min(request.number("message-count", 1), MAX_PEEK);
        broker.peekable(path)
                .peek(from, count, request.text("session-id"), messages -> answer.accept(peeked(messages)));
    }

    private Response peeked(List<QueuedMessage> messages) {
        List<Map<String, Object>> described = new ArrayList<>();
        int size = 0;
        for (QueuedMessage message : messages) {
            size += message.bytes() == null ? 0 : message.bytes().length;
            if (message.bytes() != null && (described.isEmpty() || size <= MAX_PEEK_BYTES)) {
                described.add(described(message));
            }
        }
        return described.isEmpty() ? Response.nothing() : Response.ok(Map.of("messages", described));
    }

    private Map<String, Object> described(QueuedMessage message) {
        Map<String, Object> described = new HashMap<>();
        described.put("message", new Binary(Wire.bytes(codec.encode(message))));
        if (message.lockToken() != null) {
            described.put("lock-token", message.lockToken());
        }
        return described;
    }
}
