package dev.quayside.audit.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;

/**
 * The entry that says which entries before it in its chain an erasure took the content of. What has no content and is in
 * none of these was not erased by us.
 */
public final class ErasureRecord {

    /** What its action is; nobody else who records can make an entry of its form. */
    public static final String ACTION = "audit.entries-erased";

    public static final String ACTOR = "app:audit";

    private static final String ROWS = "rows";
    private static final String PLACES = "places";
    private static final int MOST_TOLD = 20;

    private ErasureRecord() {}

    /**
     * What an entry of it has as details.
     *
     * @param pseudonym of who was forgotten
     * @param places of the entries that were erased, all of one chain
     */
    public static ObjectNode details(UUID pseudonym, Places places) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("pseudonym", pseudonym.toString())
                .put(ROWS, places.count())
                .put(PLACES, places.toString());
    }

    /** Takes out of places, all before the row, those that it vouches for, if it is such an entry. */
    static void settle(ChainRow row, Places places) {
        JsonNode content = row.content();
        // What others tell has a topic, or its details within the details: those are not believed.
        if (content != null
                && ACTION.equals(content.path("action").asText())
                && ACTOR.equals(content.path("actor").asText())
                && !content.has("topic")) {
            JsonNode details = content.path("details");
            places.removeAll(details.path(PLACES).asText(), details.path(ROWS).asLong());
        }
    }

    /** An entry that no erasure stands behind. */
    public static Break unknown(long seq) {
        return new Break(
                Break.Kind.ERASURE_UNKNOWN,
                seq,
                "row " + seq + " says what an erasure took, and no erasure told that it took as much");
    }

    /** Rows without content that nothing vouches for. */
    static Break missing(Places places) {
        long count = places.count();
        List<String> ranges = places.ranges(MOST_TOLD + 1);
        String told = String.join(", ", ranges.subList(0, Math.min(MOST_TOLD, ranges.size())))
                + (ranges.size() > MOST_TOLD ? " and others" : "");
        return new Break(
                Break.Kind.ERASED_WITHOUT_RECORD,
                places.first(),
                (count == 1 ? "row " + told + " has" : count + " rows (" + told + ") have")
                        + " no content, and no erasure that the chain knows took it");
    }
}
