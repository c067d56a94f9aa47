package dev.quayside.local.pubsub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * What a server SDK is answered.
 *
 * @param json empty for none
 */
record RestReply(int status, String json) {
    static final RestReply OK = new RestReply(200, "");
    static final RestReply ACCEPTED = new RestReply(202, "");
    static final RestReply NO_CONTENT = new RestReply(204, "");
    static final RestReply NOT_FOUND = new RestReply(404, "");

    static RestReply exists(boolean exists) {
        return exists ? OK : NOT_FOUND;
    }

    static RestReply of(RestException refused) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("code", refused.code())
                .put("message", refused.getMessage());
        return new RestReply(refused.status(), body.toString());
    }

    void send(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status);
        if (json.isEmpty()) {
            response.end();
        } else {
            response.putHeader("Content-Type", "application/json").end(json);
        }
    }
}
