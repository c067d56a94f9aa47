package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import dev.quayside.local.servicebus.store.MessageState;
import dev.quayside.local.servicebus.store.Write;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;

/** The messages of a queue that were set aside, and are received by sequence number only. */
public final class DeferredMessages {

    private final MessageQueue queue;
    private final Journal journal;

    DeferredMessages(MessageQueue queue, Journal journal) {
        this.queue = queue;
        this.journal = journal;
    }

    /**
     * Takes messages, all of them or none, and locks or deletes them.
     *
     * @param then hears of a failure, or of the messages, which have their bytes
     * @throws BrokerException if one of them is not there or held by another receiver
     */
    public void receive(
            Collection<Long> sequences, boolean deletes, BiConsumer<BrokerException, List<QueuedMessage>> then) {
        List<QueuedMessage> found = sequences.stream().map(this::free).toList();
        found.forEach(message -> message.settling(true));
        journal.cache().load(found, () -> {
            if (deletes) {
                delete(found, then);
            } else {
                for (QueuedMessage message : found) {
                    message.settling(false);
                    queue.lock(message);
                }
                then.accept(null, found);
            }
        });
    }

    private QueuedMessage free(long sequence) {
        return queue.message(sequence)
                .filter(message -> message.state() == MessageState.DEFERRED)
                .filter(message -> !message.isLocked() && !message.isSettling())
                .orElseThrow(() -> new BrokerException(
                        Reason.MESSAGE_NOT_FOUND, "Failed to lock one or more specified messages: " + sequence));
    }

    private void delete(List<QueuedMessage> messages, BiConsumer<BrokerException, List<QueuedMessage>> then) {
        Write write = new Write();
        messages.forEach(message -> write.delete(message.sequence()));
        journal.append(write.onCommit(() -> {
                    then.accept(null, messages);
                    for (QueuedMessage message : messages) {
                        queue.remove(message);
                        journal.release(message.content());
                    }
                })
                .onFailure(cause -> {
                    messages.forEach(message -> message.settling(false));
                    then.accept(Journal.notStored(cause), List.of());
                }));
    }
}
