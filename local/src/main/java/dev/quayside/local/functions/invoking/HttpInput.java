package dev.quayside.local.functions.invoking;

import dev.quayside.local.functions.routing.PercentEncoding;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP request as the worker hands it to a function. */
public final class HttpInput implements TriggerInput {
    private final String method;
    private final String uri;
    private final String rawQuery;
    private final Map<String, String> headers;
    private final Map<String, String> route;
    private final byte[] body;
    private Map<String, String> query;
    private Map<String, String> bodyProperties;

    /**
     * Takes what came over the wire.
     *
     * @param uri absolute, as it came
     * @param rawQuery the part after the question mark; null when there is none
     * @param headers by lower-case name, repeated values joined by commas
     * @param route values of the route's parameters
     * @param body null when there is none
     */
    public HttpInput(
            String method,
            String uri,
            String rawQuery,
            Map<String, String> headers,
            Map<String, String> route,
            byte[] body) {
        this.method = method;
        this.uri = uri;
        this.rawQuery = rawQuery;
        this.headers = headers;
        this.route = route;
        this.body = body;
    }

    /** The route names most strongly, then the query, then the body. */
    @Override
    public String metadata(String name) {
        String value = route.get(name);
        if (value == null) {
            value = query().get(name);
        }
        if (value == null) {
            value = bodyProperties().get(name);
        }
        return value;
    }

    @Override
    public String traceparent() {
        return headers.get("traceparent");
    }

    String method() {
        return method;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    String text() {
        return body == null ? null : new String(body, StandardCharsets.UTF_8);
    }

    URI uri() {
        try {
            return URI.create(uri);
        } catch (IllegalArgumentException e) {
            return URI.create(escapeIllegal(uri));
        }
    }

    /** Keys as written, repeated values joined by commas, empty values left out. */
    Map<String, String> query() {
        if (query == null) {
            query = rawQuery == null || rawQuery.isEmpty() ? Map.of() : parseQuery(rawQuery);
        }
        return query;
    }

    private Map<String, String> bodyProperties() {
        if (bodyProperties == null) {
            bodyProperties = JsonProperties.of(body, value -> true);
        }
        return bodyProperties;
    }

    private static Map<String, String> parseQuery(String raw) {
        var values = new LinkedHashMap<String, String>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0) {
                String key = PercentEncoding.decodeQuery(pair.substring(0, equals));
                String value = PercentEncoding.decodeQuery(pair.substring(equals + 1));
                if (!value.isEmpty()) {
                    values.merge(key, value, (first, next) -> first + "," + next);
                }
            }
        }
        return values;
    }

    /** Clients send characters that java.net.URI refuses; the real host hands them on escaped. */
    private static String escapeIllegal(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escape = c == '%' && !isEscape(text, i);
            if (escape || c <= ' ' || "\"<>\\^`{|}".indexOf(c) >= 0 || c > '~') {
                for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                    escaped.append(String.format("%%%02X", b));
                }
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }
}
