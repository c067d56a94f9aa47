package dev.quayside.local.pubsub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.local.pubsub.SystemFrames.Failure;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a client says in {@code json.webpubsub.azure.v1} and its reliable variant. */
final class ClientMessages {
    private ClientMessages() {}

    /** A message that breaks the protocol ends the connection, as in Azure. */
    static void receive(Connection connection, String text) {
        try {
            handle(connection, Json.read(text));
        } catch (JsonProcessingException e) {
            connection.close(Wire.POLICY_VIOLATION, "A message of the client is not JSON.");
        } catch (MalformedException e) {
            connection.close(Wire.POLICY_VIOLATION, e.getMessage());
        }
    }

    private static void handle(Connection connection, JsonNode message) throws MalformedException {
        switch (message.path("type").asText()) {
            case "ping" -> connection.answer(SystemFrames.PONG);
            case "sequenceAck" -> connection.acknowledge(number(message, "sequenceId"));
            case "joinGroup" -> {
                String group = group(message);
                perform(
                        connection,
                        message,
                        "joinLeaveGroup",
                        group,
                        () -> connection.hub().join(connection, group));
            }
            case "leaveGroup" -> {
                String group = group(message);
                perform(
                        connection,
                        message,
                        "joinLeaveGroup",
                        group,
                        () -> connection.hub().leave(connection, group));
            }
            case "sendToGroup" -> {
                String group = group(message);
                Data data = data(message);
                boolean echo = !message.path("noEcho").asBoolean();
                perform(connection, message, "sendToGroup", group, () -> publish(connection, group, data, echo));
            }
            case "event" -> answer(connection, message, () -> Optional.of(Failure.noEventHandler()));
            default -> throw new MalformedException("A message of the client has a type that is not known.");
        }
    }

    private static void perform(
            Connection connection, JsonNode message, String permission, String group, Runnable action)
            throws MalformedException {
        answer(connection, message, () -> {
            if (!connection.may(permission, group)) {
                return Optional.of(Failure.forbidden(Connection.role(permission, Optional.of(group))));
            }
            action.run();
            return Optional.empty();
        });
    }

    /** Runs a request, once for an ackId, and answers it if it has one. */
    private static void answer(Connection connection, JsonNode message, Request request) throws MalformedException {
        if (!message.hasNonNull("ackId")) {
            request.carryOut();
            return;
        }
        long ackId = number(message, "ackId");
        if (connection.carriedOut().contains(ackId)) {
            connection.answer(SystemFrames.ack(ackId, Optional.of(Failure.duplicate(ackId))));
            return;
        }
        Optional<Failure> failure = request.carryOut();
        if (failure.isEmpty()) {
            connection.carriedOut().remember(ackId);
        }
        connection.answer(SystemFrames.ack(ackId, failure));
    }

    private static void publish(Connection from, String group, Data data, boolean echo) {
        Collection<Connection> members = from.hub().inGroup(group);
        List<Connection> receivers =
                members.stream().filter(member -> echo || member != from).toList();
        Hub.send(Message.fromGroup(group, data, from.user().orElse(null)), receivers);
    }

    private static String group(JsonNode message) throws MalformedException {
        JsonNode group = message.path("group");
        if (!group.isTextual() || !Hub.isGroupName(group.textValue())) {
            throw new MalformedException("group is a text of 1 to 1024 characters.");
        }
        return group.textValue();
    }

    private static long number(JsonNode message, String name) throws MalformedException {
        JsonNode number = message.path(name);
        if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
            throw new MalformedException(name + " is a whole number.");
        }
        return number.longValue();
    }

    private static Data data(JsonNode message) throws MalformedException {
        JsonNode data = message.path("data");
        String type = message.path("dataType").asText("json");
        if (type.equals("json") && !data.isMissingNode()) {
            return new Data.Json(data.toString());
        }
        if (type.equals("text") && data.isTextual()) {
            return new Data.Text(data.textValue());
        }
        if (type.equals("binary") && data.isTextual()) {
            try {
                return new Data.Binary(Buffer.buffer(data.binaryValue()));
            } catch (IOException notBase64) {
                throw new MalformedException("data is not Base64.");
            }
        }
        throw new MalformedException("data and dataType do not fit: json, text or binary in Base64.");
    }

    /** What a client asks for. */
    @FunctionalInterface
    private interface Request {
        /** @return why it was not carried out; empty if it was */
        Optional<Failure> carryOut();
    }

    /** A message that breaks the protocol; the message is for the developer of the client. */
    private static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }
}
