package dev.quayside.audit.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.telemetry.MaskedJson;
import java.util.regex.Pattern;

/** A message nobody can read, masked as well as can be. */
final class MaskedText {

    /** Deeper than any event; the chain, PostgreSQL and readers go down by recursion. */
    private static final int MOST_DEPTH = 100;

    /** A field that sounds personal, in what is nearly JSON, in a form or in a log line. */
    private static final Pattern FIELD = Pattern.compile(
            "(?i)(\\w{0,40}(?:name|e-?mail|phone|line1|line2|address|city|postalcode|paymentmethod|token"
                    + "|authorization|password|secret)[\"']?\\s{0,9}[:=]\\s{0,9})(?:\"[^\"]*+\"?|'[^']*+'?|[^,;&}\\]\\n]++)");

    private MaskedText() {}

    /** Masked JSON if it is JSON, or else a masked text. */
    static JsonNode of(String body) {
        try {
            JsonNode tree = Json.read(body, JsonNode.class);
            if (tree != null && !tree.isMissingNode() && isShallow(tree)) {
                return MaskedJson.of(tree);
            }
        } catch (JsonProcessingException notJson) {
            // kept as a text
        }
        return TextNode.valueOf(FIELD.matcher(MaskedJson.text(body)).replaceAll("$1***"));
    }

    static boolean isShallow(JsonNode tree) {
        return isShallow(tree, MOST_DEPTH);
    }

    private static boolean isShallow(JsonNode tree, int depth) {
        if (depth == 0) {
            return false;
        }
        for (JsonNode child : tree) {
            if (!isShallow(child, depth - 1)) {
                return false;
            }
        }
        return true;
    }
}
