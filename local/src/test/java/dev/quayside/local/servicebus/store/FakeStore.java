package dev.quayside.local.servicebus.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A store in memory that commits, or fails, what was appended when a test says so. */
public final class FakeStore {

    private final List<Write> waiting = new ArrayList<>();
    private final Map<Long, byte[]> contents = new HashMap<>();
    private final List<Long> deletedMessages = new ArrayList<>();
    private final List<Long> deletedContents = new ArrayList<>();
    private int reads;

    public void append(Write write) {
        waiting.add(write);
    }

    public void commit() {
        List<Write> group = List.copyOf(waiting);
        waiting.clear();
        for (Write write : group) {
            contents.putAll(write.contents);
            deletedMessages.addAll(write.deleted);
            deletedContents.addAll(write.deletedContents);
            write.committed();
        }
    }

    public void fail() {
        List<Write> group = List.copyOf(waiting);
        waiting.clear();
        group.forEach(write -> write.failed(new IllegalStateException("told to fail")));
    }

    public void read(Collection<Long> ids, Consumer<Map<Long, byte[]>> then) {
        reads++;
        Map<Long, byte[]> found = new HashMap<>();
        ids.forEach(id -> found.put(id, contents.get(id)));
        then.accept(found);
    }

    public Collection<Long> insertedContents() {
        return contents.keySet();
    }

    public List<Long> deletedMessages() {
        return deletedMessages;
    }

    public List<Long> deletedContents() {
        return deletedContents;
    }

    public int reads() {
        return reads;
    }
}
