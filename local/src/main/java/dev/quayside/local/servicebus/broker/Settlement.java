package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import dev.quayside.local.servicebus.store.MessageRow;
import dev.quayside.local.servicebus.store.Write;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * What a receiver does with a message it holds a lock on. Each method answers through its completion,
 * with {@link Reason#LOCK_LOST} if the lock is not good any more; {@code changes} are the message's
 * application properties set since it was sent, encoded, old ones included.
 */
public final class Settlement {

    private final Journal journal;

    Settlement(Journal journal) {
        this.journal = journal;
    }

    /** What becomes of a message: its new row, and how the queues follow once that is written. */
    record Move(MessageRow row, Runnable follow) {
        void apply() {
            follow.run();
        }
    }

    /** The message is done with. */
    public void complete(MessageQueue queue, UUID token, Completion completion) {
        begin(queue, token, completion).ifPresent(message -> {
            Write write = new Write().delete(message.sequence());
            finish(message, write, completion, () -> {
                queue.remove(message);
                journal.release(message.content());
            });
        });
    }

    /** The delivery failed: it is offered again, or dead-lettered if that was the last attempt. */
    public void abandon(MessageQueue queue, UUID token, ByteBuffer changes, Completion completion) {
        begin(queue, token, completion).ifPresent(message -> {
            Move move = afterFailure(queue, message, message.row().afterFailedDelivery(changes));
            finish(message, new Write().update(move.row()), completion, move.follow());
        });
    }

    /** Set aside: received again only by its sequence number. */
    public void defer(MessageQueue queue, UUID token, ByteBuffer changes, Completion completion) {
        begin(queue, token, completion).ifPresent(message -> {
            MessageRow deferred = message.row().deferred(changes);
            finish(message, new Write().update(deferred), completion, () -> {
                queue.remove(message);
                message.row(deferred);
                queue.add(message);
            });
        });
    }

    /** Given up, with the receiver's reason. */
    public void deadLetter(
            MessageQueue queue,
            UUID token,
            String reason,
            String description,
            ByteBuffer changes,
            Completion completion) {
        if (queue.deadLetters() == null) {
            completion.ended(new BrokerException(Reason.NOT_ALLOWED, "A dead letter cannot be dead-lettered again."));
            return;
        }
        begin(queue, token, completion).ifPresent(message -> {
            Move move = toDeadLetters(queue, message, reason, description, changes);
            finish(message, new Write().update(move.row()), completion, move.follow());
        });
    }

    /** Given back untouched: offered again, and not counted as a failed delivery. */
    public void release(MessageQueue queue, UUID token, Completion completion) {
        Optional<QueuedMessage> message = queue.locked(token);
        message.ifPresent(queue::unlock);
        completion.ended(message.isPresent() ? null : MessageQueue.lockLost());
        queue.pump();
    }

    private static Optional<QueuedMessage> begin(MessageQueue queue, UUID token, Completion completion) {
        Optional<QueuedMessage> message = queue.locked(token);
        if (message.isPresent()) {
            message.get().settling(true);
        } else {
            completion.ended(MessageQueue.lockLost());
        }
        return message;
    }

    private void finish(QueuedMessage message, Write write, Completion completion, Runnable effect) {
        MessageQueue queue = message.queue();
        journal.append(write.onCommit(() -> {
                    message.settling(false);
                    effect.run();
                    completion.ended(null);
                    queue.pump();
                })
                .onFailure(cause -> {
                    message.settling(false);
                    // Its expiry may have passed unnoticed while it was being settled.
                    queue.locks().extend(message, message.lockedUntil());
                    completion.ended(Journal.notStored(cause));
                }));
    }

    static Move afterFailure(MessageQueue queue, QueuedMessage message, MessageRow failed) {
        int limit = queue.settings().maxDeliveryCount();
        if (failed.deliveryCount() >= limit && queue.deadLetters() != null) {
            message.row(failed);
            return toDeadLetters(
                    queue,
                    message,
                    "MaxDeliveryCountExceeded",
                    "Message could not be consumed after %d delivery attempts.".formatted(limit),
                    failed.changes());
        }
        return new Move(failed, () -> {
            message.row(failed);
            queue.unlock(message);
        });
    }

    static Move toDeadLetters(
            MessageQueue queue, QueuedMessage message, String reason, String description, ByteBuffer changes) {
        MessageQueue target = queue.deadLetters();
        MessageRow dead = message.row().withChanges(changes == null ? message.changes() : changes);
        MessageRow row = dead.deadLettered(target.id(), queue.path(), reason, description);
        return new Move(row, () -> {
            queue.remove(message);
            message.row(row);
            message.queue(target);
            target.add(message);
            target.pump();
        });
    }
}
