package dev.quayside.shared.events;

import java.util.Collection;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Remembers handled messages, in the transaction of their effect: at-least-once delivery becomes one effect. */
public final class Inbox {

    private Inbox() {}

    /**
     * A row of the table {@code inbox}, for a statement that writes it together with the effect: the primary key then
     * keeps the effect from happening twice.
     *
     * @param consumer unique in its schema, {@code order-events}
     */
    public record Entry(String consumer, String messageId) {}

    /**
     * Notes that the message is handled in this transaction. A delivery of the same message that runs at
     * the same time waits here until this one commits or rolls back.
     *
     * @return false if the message was handled before
     */
    public static boolean firstTime(Handle transaction, Entry message) {
        int inserted = transaction.createUpdate("""
                        insert into inbox (consumer, message_id) values (:consumer, :messageId)
                        on conflict do nothing
                        """).bindMethods(message).execute();
        return inserted == 1;
    }

    /**
     * As {@link #firstTime(Handle, Entry)} for many messages in one statement.
     *
     * @return those that were not handled before
     */
    public static Set<String> firstTimes(Handle transaction, String consumer, Collection<String> messageIds) {
        // In one order for all who insert: two that hold some of each other's rows would wait for ever.
        String[] sorted = messageIds.stream().sorted().toArray(String[]::new);
        return transaction
                .createQuery("""
                        insert into inbox (consumer, message_id) select :consumer, unnest(:messageIds)
                        on conflict do nothing
                        returning message_id
                        """)
                .bind("consumer", consumer)
                .bind("messageIds", sorted)
                .mapTo(String.class)
                .set();
    }

    /**
     * Forgets messages that Service Bus can no longer redeliver, but those that another sweep deletes in this moment.
     *
     * @return rows deleted, at most {@code batch}
     */
    static int purgeOld(Handle transaction, int batch) {
        return transaction.createUpdate("""
                        delete from inbox where ctid = any(array(
                            select ctid from inbox where received_at < now() - interval '14 days' limit :batch
                            for update skip locked))
                        """).bind("batch", batch).execute();
    }
}
