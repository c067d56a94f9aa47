package dev.quayside.local.pubsub;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A call of a server SDK whose token was verified.
 *
 * @param names what stands in the path for connections, users, groups and permissions, in this order of the path
 * @param contentType without parameters, in lower case; empty if there is none
 */
record RestCall(Hub hub, List<String> names, MultiMap parameters, String contentType, Buffer body) {

    String name(int index) {
        return names.get(index);
    }

    /** A part of the path that names a group. */
    String group(int index) {
        if (!Hub.isGroupName(name(index))) {
            throw RestException.badRequest("A group's name has 1 to 1024 characters.");
        }
        return name(index);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** Those of {@code connections} that the call does not exclude. */
    List<Connection> included(List<Connection> connections) {
        List<String> excluded = parameters.getAll("excluded");
        return connections.stream()
                .filter(connection -> !excluded.contains(connection.id()))
                .toList();
    }

    RestReply send(Function<Data, Message> message, List<Connection> receivers) {
        if (parameters.contains("filter")) {
            throw RestException.badRequest("The local Web PubSub has no filters.");
        }
        Hub.send(message.apply(data()), included(receivers));
        return RestReply.ACCEPTED;
    }

    RestReply close(List<Connection> connections) {
        String reason = parameter("reason").orElse("The server closed the connection.");
        included(connections).forEach(connection -> connection.close(Wire.POLICY_VIOLATION, reason));
        return RestReply.NO_CONTENT;
    }

    private Data data() {
        return switch (contentType) {
            case "text/plain" -> new Data.Text(text());
            case "application/octet-stream" -> new Data.Binary(body);
            case "application/json" -> new Data.Json(validJson());
            default -> throw RestException.unsupportedMediaType();
        };
    }

    private String validJson() {
        try {
            if (Json.read(text()).isMissingNode()) {
                throw RestException.badRequest("The body is empty.");
            }
            return text();
        } catch (JsonProcessingException e) {
            throw RestException.badRequest("The body is not JSON.");
        }
    }

    private String text() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
