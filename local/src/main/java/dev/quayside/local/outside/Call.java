package dev.quayside.local.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to an outside system.
 *
 * @param path the parts of the path below the system's name, decoded
 * @param body the JSON body, a missing node if there is none
 */
record Call(
        String method,
        List<String> path,
        Map<String, String> parameters,
        Optional<String> authorization,
        Optional<String> idempotencyKey,
        JsonNode body) {

    static final JsonNode NO_BODY = MissingNode.getInstance();

    /** Whether this is {@code method} on these path parts; {@code "*"} stands for any part. */
    boolean is(String expectedMethod, String... parts) {
        if (!method.equals(expectedMethod) || parts.length != path.size()) {
            return false;
        }
        List<String> expected = Arrays.asList(parts);
        for (int i = 0; i < parts.length; i++) {
            if (!expected.get(i).equals("*") && !expected.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    String part(int index) {
        return path.get(index);
    }

    /** The {@code limit} parameter within 1..1000; 100 when it is absent or not a number. */
    int limit() {
        String limit = parameters.getOrDefault("limit", "");
        return limit.matches("\\d{1,4}") ? Math.max(1, Math.min(1000, Integer.parseInt(limit))) : 100;
    }

    /** A parameter that is a UTC time; null when it is absent or none. */
    Instant instant(String name) {
        try {
            return parameters.containsKey(name) ? Instant.parse(parameters.get(name)) : null;
        } catch (DateTimeException notATime) {
            return null;
        }
    }
}
