package dev.quayside.local.endtoend;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A request, without who sends it.
 *
 * @param path with its query, percent-encoded
 * @param body null for none
 */
record Ask(String method, String path, Map<String, String> headers, String body, Charset charset) {
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String CONTENT_TYPE = "Content-Type";

    static Ask get(String path) {
        return new Ask("GET", path, Map.of(), null, StandardCharsets.UTF_8);
    }

    /** A request with a JSON body; a POST has an Idempotency-Key of its own. */
    static Ask of(String method, String path, String json) {
        Ask ask = new Ask(method, path, Map.of(CONTENT_TYPE, "application/json"), json, StandardCharsets.UTF_8);
        return method.equals("POST") ? ask.freshKey() : ask;
    }

    Ask header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Ask(method, path, more, body, charset);
    }

    Ask without(String name) {
        Map<String, String> fewer = new LinkedHashMap<>(headers);
        fewer.remove(name);
        return new Ask(method, path, fewer, body, charset);
    }

    Ask mediaType(String value) {
        return header(CONTENT_TYPE, value);
    }

    Ask freshKey() {
        return header(IDEMPOTENCY_KEY, UUID.randomUUID().toString());
    }

    /** The same with another body, and with a new key, since it is another intent. */
    Ask body(String other) {
        Ask changed = new Ask(method, path, headers, other, charset);
        return headers.containsKey(IDEMPOTENCY_KEY) ? changed.freshKey() : changed;
    }

    Ask in(Charset other) {
        return new Ask(method, path, headers, body, other);
    }

    Ask method(String other) {
        return new Ask(other, path, headers, body, charset);
    }

    Ask path(String other) {
        return new Ask(method, other, headers, body, charset);
    }

    BodyPublisher publisher() {
        return body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body.getBytes(charset));
    }

    @Override
    public String toString() {
        return method + " " + shortened(path) + " " + shortened(body == null ? "" : body);
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }
}
