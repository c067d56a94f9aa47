package dev.quayside.local.servicebus.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * What the tables hold when the server starts.
 *
 * @param entities the stored id of every entity, by path
 * @param messages in order of sequence number
 * @param contentSizes bytes of each content, by id
 * @param lastNumber the highest sequence number or content id that may have been given out
 */
public record StoredState(
        Map<String, Integer> entities,
        List<MessageRow> messages,
        Map<Long, Integer> contentSizes,
        List<Write.RememberedId> rememberedIds,
        List<SessionState> sessionStates,
        List<RuleChange> ruleChanges,
        long lastNumber) {

    /** The state that an application keeps with a session. */
    public record SessionState(int entity, String sessionId, ByteBuffer state) {}

    /** A rule changed at run time; an empty definition says that it was removed. */
    public record RuleChange(int entity, String name, ByteBuffer definition) {}

    /** Nothing stored yet, for a broker without tables. */
    public static StoredState empty(Map<String, Integer> entities) {
        return new StoredState(entities, List.of(), Map.of(), List.of(), List.of(), List.of(), 0);
    }
}
