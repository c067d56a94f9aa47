package dev.quayside.local.pubsub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What the service itself says to a client that speaks JSON. */
final class SystemFrames {
    static final Frame PONG = frame(object("pong"));

    private SystemFrames() {}

    /** @param user null for a client without a user */
    static Frame connected(String connectionId, String user) {
        return frame(connectedEvent(connectionId, user));
    }

    static Frame connected(String connectionId, String user, String reconnectionToken) {
        return frame(connectedEvent(connectionId, user).put("reconnectionToken", reconnectionToken));
    }

    private static ObjectNode connectedEvent(String connectionId, String user) {
        return object("system").put("event", "connected").put("userId", user).put("connectionId", connectionId);
    }

    static Frame disconnected(String reason) {
        return frame(object("system").put("event", "disconnected").put("message", reason));
    }

    /** @param failure empty if the request was carried out */
    static Frame ack(long ackId, Optional<Failure> failure) {
        ObjectNode ack = object("ack").put("ackId", ackId).put("success", failure.isEmpty());
        failure.ifPresent(
                error -> ack.putObject("error").put("name", error.name()).put("message", error.message()));
        return frame(ack);
    }

    private static ObjectNode object(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static Frame frame(ObjectNode json) {
        return Frame.Text.of(json.toString());
    }

    /** Why a client's request was not carried out, under the names of the protocol. */
    record Failure(String name, String message) {
        static Failure forbidden(String role) {
            return new Failure("Forbidden", "The client needs the role " + role + ".");
        }

        static Failure duplicate(long ackId) {
            return new Failure("Duplicate", "The request with ackId " + ackId + " was carried out before.");
        }

        static Failure noEventHandler() {
            return new Failure("NotFound", "No event handler is registered for the event.");
        }
    }
}
