package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.Broker;
import dev.quayside.local.servicebus.broker.Sessions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.qpid.protonj2.types.Binary;

/** Operations on the sessions of a queue. */
final class SessionOperations {

    private static final String SESSION_ID = "session-id";
    private static final String STATE = "session-state";

    private final String path;
    private final Broker broker;

    SessionOperations(String path, Broker broker) {
        this.path = path;
        this.broker = broker;
    }

    private Sessions sessions() {
        return broker.queue(path).sessions();
    }

    void renewLock(Request request, Consumer<Response> answer) {
        long until = sessions().renew(request.requireText(SESSION_ID));
        answer.accept(Response.ok(Map.of("expiration", Instant.ofEpochMilli(until))));
    }

    void state(Request request, Consumer<Response> answer) {
        byte[] state = sessions().state(request.requireText(SESSION_ID));
        Map<String, Object> body = new HashMap<>();
        body.put(STATE, state == null ? null : new Binary(state));
        answer.accept(Response.ok(body));
    }

    void setState(Request request, Consumer<Response> answer) {
        byte[] state = request.body().get(STATE) instanceof Binary binary ? binary.asByteArray() : null;
        sessions()
                .setState(
                        request.requireText(SESSION_ID),
                        state,
                        failure -> answer.accept(failure == null ? Response.ok(Map.of()) : Response.failed(failure)));
    }

    void list(Request request, Consumer<Response> answer) {
        List<String> ids = sessions().ids();
        int skip = Math.min(request.number("skip", 0), ids.size());
        List<String> page =
                ids.stream().skip(skip).limit(request.number("top", 100)).toList();
        answer.accept(
                page.isEmpty()
                        ? Response.nothing()
                        : Response.ok(Map.of("skip", skip + page.size(), "sessions-ids", page.toArray(String[]::new))));
    }
}
