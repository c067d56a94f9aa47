package dev.quayside.local.servicebus.broker;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The message ids that an entity saw within its duplicate detection window. */
final class DuplicateHistory {

    private final long window;
    /** When each id is forgotten, in the order in which they came. */
    private final Map<Object, Long> until = new LinkedHashMap<>();

    DuplicateHistory(long window) {
        this.window = window;
    }

    long window() {
        return window;
    }

    /** Remembers an id; false if it is remembered already. */
    boolean add(String messageId, long now) {
        forgetOld(now);
        return until.putIfAbsent(key(messageId), now + window) == null;
    }

    void restore(String messageId, long forgottenAt) {
        until.put(key(messageId), forgottenAt);
    }

    void remove(String messageId) {
        until.remove(key(messageId));
    }

    void forgetOld(long now) {
        for (Iterator<Long> oldest = until.values().iterator(); oldest.hasNext() && oldest.next() <= now; ) {
            oldest.remove();
        }
    }

    /** Most ids are UUIDs, which take a third of the room of their text. */
    private static Object key(String messageId) {
        if (messageId.length() == 36) {
            try {
                UUID uuid = UUID.fromString(messageId);
                if (uuid.toString().equals(messageId)) {
                    return uuid;
                }
            } catch (IllegalArgumentException notOne) {
                return messageId;
            }
        }
        return messageId;
    }
}
