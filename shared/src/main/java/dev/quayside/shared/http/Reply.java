package dev.quayside.shared.http;

import dev.quayside.shared.kernel.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an endpoint answers, already written, so that it can be stored and replayed byte for byte.
 *
 * @param status HTTP status
 * @param headers names as sent
 * @param body text, or null for none
 */
public record Reply(int status, Map<String, String> headers, String body) {

    public Reply {
        headers = Map.copyOf(headers);
    }

    public static Reply ok(Object body) {
        return json(200, body);
    }

    /** @param location path of what was created */
    public static Reply created(String location, Object body) {
        return json(201, body).header("Location", location);
    }

    /** @param location path where the outcome will be */
    public static Reply accepted(String location, Object body) {
        return json(202, body).header("Location", location);
    }

    public static Reply noContent() {
        return new Reply(204, Map.of(), null);
    }

    /** A text that is already what it should be, such as an OpenAPI document. */
    public static Reply text(String mediaType, String body) {
        return new Reply(200, Map.of("Content-Type", mediaType), body);
    }

    public Reply header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }

    /** Tells the version that {@code If-Match} has to name. */
    public Reply etag(long version) {
        return header("ETag", "\"" + version + "\"");
    }

    static Reply problem(Problem problem) {
        return new Reply(problem.status(), Map.of("Content-Type", Problem.MEDIA_TYPE), Json.write(problem));
    }

    private static Reply json(int status, Object body) {
        return new Reply(status, Map.of("Content-Type", "application/json"), Json.write(body));
    }
}
