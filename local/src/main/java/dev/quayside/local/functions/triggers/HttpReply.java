package dev.quayside.local.functions.triggers;

import dev.quayside.local.functions.invoking.HttpResponse;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What goes back over the wire.
 *
 * @param body null when there is none
 */
record HttpReply(int status, Map<String, String> headers, Buffer body) {
    /** The server sets these itself, from what it really sends. */
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "connection");

    static HttpReply empty(int status) {
        return new HttpReply(status, Map.of(), null);
    }

    /**
     * From what a function returned.
     *
     * @throws IllegalArgumentException when it cannot be sent
     */
    static HttpReply of(Object result) {
        if (result == null) {
            return empty(204);
        }
        if (!(result instanceof HttpResponse response)) {
            return new HttpReply(200, contentType(result, Map.of()), buffer(result));
        }
        int status = response.status().value();
        if (status < 200 || status > 999) {
            throw new IllegalArgumentException("The status " + status + " of the answer is no HTTP status.");
        }
        if (response.body() == null) {
            return new HttpReply(status, response.headers(), null);
        }
        return new HttpReply(status, contentType(response.body(), response.headers()), buffer(response.body()));
    }

    /** Must run on the request's event loop. */
    void send(HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return;
        }
        try {
            response.setStatusCode(status);
            headers.forEach((name, value) -> {
                if (!FRAMING.contains(name.toLowerCase(Locale.ROOT))) {
                    response.putHeader(name, value);
                }
            });
        } catch (IllegalArgumentException e) { // a line break in a header, for example
            response.headers().clear();
            response.setStatusCode(500).end();
            return;
        }
        if (body == null) {
            response.end();
        } else {
            response.end(body);
        }
    }

    private static Buffer buffer(Object body) {
        if (body instanceof String text) {
            return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
        }
        if (body instanceof byte[] bytes) {
            return Buffer.buffer(bytes);
        }
        throw new IllegalArgumentException("The body of the answer is a "
                + body.getClass().getName() + ", neither a String nor a byte[]; serialise it in the function.");
    }

    private static Map<String, String> contentType(Object body, Map<String, String> headers) {
        for (String name : headers.keySet()) {
            if (name.equalsIgnoreCase("content-type")) {
                return headers;
            }
        }
        var withType = new HashMap<>(headers);
        withType.put("Content-Type", body instanceof String ? "text/plain; charset=utf-8" : "application/octet-stream");
        return withType;
    }
}
