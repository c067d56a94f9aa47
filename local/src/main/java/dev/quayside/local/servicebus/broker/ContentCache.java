package dev.quayside.local.servicebus.broker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Bounds the memory that message bytes take. While there is room a message keeps its bytes; beyond it
 * they stay in the database and are read back, some at a time, when their turn comes. The reader it is
 * given answers on the broker's thread.
 */
final class ContentCache {

    private final long budget;
    private final BiConsumer<Collection<Long>, Consumer<Map<Long, byte[]>>> reader;
    private long used;

    ContentCache(long budget, BiConsumer<Collection<Long>, Consumer<Map<Long, byte[]>>> reader) {
        this.budget = budget;
        this.reader = reader;
    }

    /** A new content is durable: its bytes may go if there is no room for them. */
    void keep(Content content) {
        if (used + content.size() > budget) {
            content.bytes(null);
        } else {
            used += content.size();
        }
    }

    /** No message refers to it any more. */
    void drop(Content content) {
        if (content.bytes() != null) {
            used -= content.size();
            content.bytes(null);
        }
    }

    /**
     * Makes sure that messages have their bytes, then goes on: at once where they have them. A message
     * whose bytes cannot be read stays without.
     */
    void load(List<QueuedMessage> messages, Runnable then) {
        List<Content> missing = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (QueuedMessage message : messages) {
            if (message.content().bytes() == null) {
                missing.add(message.content());
                ids.add(message.content().id());
            }
        }
        if (missing.isEmpty()) {
            then.run();
            return;
        }
        reader.accept(ids, found -> {
            missing.forEach(content -> loaded(content, found.get(content.id())));
            then.run();
        });
    }

    private void loaded(Content content, byte[] bytes) {
        // Another queue may have loaded it meanwhile.
        if (bytes != null && content.bytes() == null) {
            content.bytes(bytes);
            used += content.size();
        }
    }
}
