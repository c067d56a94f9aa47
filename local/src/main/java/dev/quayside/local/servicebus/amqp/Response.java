package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.BrokerException;
import java.util.Map;

/**
 * The answer of a node.
 *
 * @param condition the error condition, or {@code null}
 */
record Response(int statusCode, String description, String condition, Map<String, Object> body) {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;

    static Response ok(Map<String, Object> body) {
        return new Response(OK, "OK", null, body);
    }

    static Response nothing() {
        return new Response(NO_CONTENT, "No content", null, Map.of());
    }

    static Response failed(BrokerException failure) {
        return new Response(
                failure.reason().statusCode(),
                failure.getMessage(),
                failure.reason().condition(),
                Map.of());
    }
}
