package dev.quayside.local.servicebus.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Changes that are committed together, and what to do then. Filled by one thread, then handed to
 * {@link MessageStore#append}.
 */
public final class Write {

    private static final System.Logger LOG = System.getLogger(Write.class.getName());

    /** A session's state; {@code null} bytes remove it. */
    record SessionKey(int entity, String sessionId) {}

    /** A rule that was added or removed at run time. */
    record RuleKey(int entity, String name) {}

    /** A message id that must not be accepted again before its time is over. */
    public record RememberedId(int entity, String messageId, long until) {}

    final Map<Long, byte[]> contents = new LinkedHashMap<>();
    final List<MessageRow> inserted = new ArrayList<>();
    final Map<Long, MessageRow> updated = new LinkedHashMap<>();
    final List<Long> deleted = new ArrayList<>();
    final List<Long> deletedContents = new ArrayList<>();
    final List<RememberedId> remembered = new ArrayList<>();
    final Map<SessionKey, byte[]> sessionStates = new LinkedHashMap<>();
    final Map<RuleKey, byte[]> rules = new LinkedHashMap<>();
    long forgetIdsBefore;

    private final List<Runnable> onCommit = new ArrayList<>();
    private final List<Consumer<Exception>> onFailure = new ArrayList<>();

    public Write insertContent(long id, byte[] bytes) {
        contents.put(id, bytes);
        return this;
    }

    public Write insert(MessageRow row) {
        inserted.add(row);
        return this;
    }

    public Write update(MessageRow row) {
        updated.put(row.sequence(), row);
        return this;
    }

    public Write delete(long sequence) {
        deleted.add(sequence);
        return this;
    }

    public Write deleteContent(long id) {
        deletedContents.add(id);
        return this;
    }

    public Write remember(RememberedId id) {
        remembered.add(id);
        return this;
    }

    public Write forgetIdsBefore(long time) {
        forgetIdsBefore = time;
        return this;
    }

    /** Keeps a session's state; {@code null} removes it. */
    public Write sessionState(int entity, String sessionId, byte[] state) {
        sessionStates.put(new SessionKey(entity, sessionId), state);
        return this;
    }

    /** Keeps a rule's definition; an empty one says that the rule was removed. */
    public Write rule(int entity, String name, byte[] definition) {
        rules.put(new RuleKey(entity, name), definition);
        return this;
    }

    /** Runs on the broker's thread once everything above is durable. */
    public Write onCommit(Runnable action) {
        onCommit.add(action);
        return this;
    }

    /** Runs on the broker's thread if nothing of the above was written. */
    public Write onFailure(Consumer<Exception> action) {
        onFailure.add(action);
        return this;
    }

    /**
     * Adds a later write to this one, so that both are one transaction. A message that is deleted
     * after it was updated is only deleted.
     */
    void merge(Write later) {
        contents.putAll(later.contents);
        inserted.addAll(later.inserted);
        updated.putAll(later.updated);
        for (Long sequence : later.deleted) {
            updated.remove(sequence);
            deleted.add(sequence);
        }
        deletedContents.addAll(later.deletedContents);
        remembered.addAll(later.remembered);
        sessionStates.putAll(later.sessionStates);
        rules.putAll(later.rules);
        forgetIdsBefore = Math.max(forgetIdsBefore, later.forgetIdsBefore);
    }

    long contentBytes() {
        long bytes = 0;
        for (byte[] content : contents.values()) {
            bytes += content.length;
        }
        return bytes;
    }

    long highestNumber() {
        long highest = 0;
        for (MessageRow row : inserted) {
            highest = Math.max(highest, Math.max(row.sequence(), row.content()));
        }
        return highest;
    }

    void committed() {
        onCommit.forEach(Write::runGuarded);
    }

    void failed(Exception cause) {
        onFailure.forEach(action -> runGuarded(() -> action.accept(cause)));
    }

    /** One client's trouble must not keep the answers from the others. */
    private static void runGuarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failure) {
            LOG.log(System.Logger.Level.WARNING, "A write could not be answered", failure);
        }
    }
}
