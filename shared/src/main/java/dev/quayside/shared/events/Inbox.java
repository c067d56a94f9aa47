package dev.quayside.shared.events;

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
     * Forgets messages that Service Bus can no longer redeliver.
     *
     * @return rows deleted, at most {@code batch}
     */
    static int purgeOld(Handle transaction, int batch) {
        return transaction.createUpdate("""
                        delete from inbox where ctid = any(array(
                            select ctid from inbox where received_at < now() - interval '14 days' limit :batch))
                        """).bind("batch", batch).execute();
    }
}
