package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.BrokerException;
import dev.quayside.local.servicebus.broker.Completion;
import dev.quayside.local.servicebus.broker.MessageQueue;
import dev.quayside.local.servicebus.broker.QueuedMessage;
import dev.quayside.local.servicebus.broker.Settlement;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.qpid.protonj2.engine.OutgoingDelivery;
import org.apache.qpid.protonj2.types.messaging.Accepted;
import org.apache.qpid.protonj2.types.messaging.Modified;
import org.apache.qpid.protonj2.types.messaging.Rejected;
import org.apache.qpid.protonj2.types.messaging.Released;
import org.apache.qpid.protonj2.types.transport.DeliveryState;

/** What a receiver says of its messages, and the answer to it once that is durable. */
final class Dispositions {

    static final String DEAD_LETTER_REASON = "DeadLetterReason";
    static final String DEAD_LETTER_DESCRIPTION = "DeadLetterErrorDescription";

    private final MessageQueue queue;
    private final Settlement settlement;
    private final MessageCodec codec;
    private final AmqpConnection connection;

    Dispositions(MessageQueue queue, Settlement settlement, MessageCodec codec, AmqpConnection connection) {
        this.queue = queue;
        this.settlement = settlement;
        this.codec = codec;
        this.connection = connection;
    }

    void handle(OutgoingDelivery delivery) {
        UUID token = delivery.getLinkedResource(UUID.class);
        DeliveryState state = delivery.getRemoteState();
        if (delivery.isSettled() || token == null || state == null) {
            return;
        }
        if (state instanceof Accepted) {
            settlement.complete(queue, token, answer(delivery, state));
        } else if (state instanceof Released) {
            settlement.release(queue, token, answer(delivery, state));
        } else if (state instanceof Modified modified) {
            ByteBuffer changes = changes(token, modified.getMessageAnnotations());
            if (modified.isUndeliverableHere()) {
                settlement.defer(queue, token, changes, answer(delivery, new Modified()));
            } else {
                settlement.abandon(queue, token, changes, answer(delivery, new Modified()));
            }
        } else if (state instanceof Rejected rejected) {
            deadLetter(token, rejected, answer(delivery, new Rejected()));
        }
    }

    private void deadLetter(UUID token, Rejected rejected, Completion completion) {
        Map<String, Object> info = new LinkedHashMap<>();
        if (rejected.getError() != null && rejected.getError().getInfo() != null) {
            // The Java SDK's keys are strings where the specification says symbols.
            Map<?, ?> given = rejected.getError().getInfo();
            given.forEach((name, value) -> info.put(name.toString(), value));
        }
        String reason = text(info.remove(DEAD_LETTER_REASON));
        String description = text(info.remove(DEAD_LETTER_DESCRIPTION));
        settlement.deadLetter(queue, token, reason, description, changes(token, info), completion);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    private ByteBuffer changes(UUID token, Map<?, ?> more) {
        Optional<QueuedMessage> message = queue.locked(token);
        return message.map(found -> codec.addChanges(found, more)).orElse(null);
    }

    private Completion answer(OutgoingDelivery delivery, DeliveryState outcome) {
        return (BrokerException failure) -> connection.whileOpen(() -> {
            if (!delivery.getLink().isLocallyClosedOrDetached()) {
                delivery.disposition(failure == null ? outcome : Errors.rejected(failure), true);
            }
        });
    }
}
