package dev.quayside.local.pubsub;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The operations below {@code /api/hubs/{hub}} that the server SDKs call; each call has a token of its own. */
final class RestApi {
    private static final Set<String> PERMISSIONS = Set.of("joinLeaveGroup", "sendToGroup");

    private static final List<Route> ROUTES = List.of(
            new Route(
                    "POST",
                    ":send",
                    call -> call.send(Message::fromServer, call.hub().all())),
            new Route("POST", "connections/*/:send", call -> call.send(Message::fromServer, connection(call, 0))),
            new Route("POST", "users/*/:send", call -> call.send(Message::fromServer, user(call))),
            new Route(
                    "POST",
                    "groups/*/:send",
                    call -> call.send(data -> Message.fromGroup(call.group(0), data), group(call))),
            new Route("POST", ":closeConnections", call -> call.close(call.hub().all())),
            new Route("DELETE", "connections/*", call -> call.close(connection(call, 0))),
            new Route("POST", "users/*/:closeConnections", call -> call.close(user(call))),
            new Route("POST", "groups/*/:closeConnections", call -> call.close(group(call))),
            new Route(
                    "HEAD",
                    "connections/*",
                    call -> RestReply.exists(!connection(call, 0).isEmpty())),
            new Route("HEAD", "users/*", call -> RestReply.exists(!user(call).isEmpty())),
            new Route("HEAD", "groups/*", call -> RestReply.exists(!group(call).isEmpty())),
            new Route("PUT", "groups/*/connections/*", RestApi::addConnection),
            new Route("DELETE", "groups/*/connections/*", call -> each(connection(call, 1), leaving(call.group(0)))),
            new Route("DELETE", "connections/*/groups", call -> each(connection(call, 0), Hub::leaveAll)),
            new Route("PUT", "users/*/groups/*", RestApi::addUser),
            new Route("DELETE", "users/*/groups/*", call -> each(user(call), leaving(call.group(1)))),
            new Route("DELETE", "users/*/groups", call -> each(user(call), Hub::leaveAll)),
            new Route("PUT", "permissions/*/connections/*", RestApi::grant),
            new Route("DELETE", "permissions/*/connections/*", RestApi::revoke),
            new Route("HEAD", "permissions/*/connections/*", RestApi::check));

    private final Tokens tokens;
    private final Hubs hubs;

    RestApi(Tokens tokens, Hubs hubs) {
        this.tokens = tokens;
        this.hubs = hubs;
    }

    /**
     * @param operation the parts of the path below the hub, decoded
     * @return what to answer; fails with a {@link RestException} for what cannot be served
     */
    Future<RestReply> handle(HttpServerRequest request, String hub, List<String> operation) {
        try {
            tokens.verifyServer(Bearer.of(request), request.path());
        } catch (UnauthorizedException e) {
            throw RestException.unauthorized(e);
        }
        Route route = ROUTES.stream()
                .filter(candidate -> candidate.matches(request.method().name(), operation))
                .findFirst()
                .orElseThrow(() -> RestException.notFound("The local Web PubSub does not have this operation."));
        return body(request)
                .map(body -> route.action()
                        .apply(new RestCall(
                                hubs.find(hub).orElseGet(() -> new Hub(hub)),
                                route.names(operation),
                                request.params(),
                                contentType(request),
                                body)));
    }

    private static Future<Buffer> body(HttpServerRequest request) {
        Promise<Buffer> read = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() <= Limits.MESSAGE_BYTES) {
                body.appendBuffer(part);
            } else {
                read.tryFail(RestException.tooLarge());
            }
        });
        request.endHandler(end -> read.tryComplete(body));
        request.exceptionHandler(read::tryFail);
        return read.future();
    }

    private static String contentType(HttpServerRequest request) {
        String header = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
        return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static List<Connection> connection(RestCall call, int index) {
        return call.hub().connection(call.name(index)).stream().toList();
    }

    private static List<Connection> user(RestCall call) {
        return call.hub().ofUser(call.name(0));
    }

    private static List<Connection> group(RestCall call) {
        return call.hub().inGroup(call.group(0));
    }

    private static RestReply addConnection(RestCall call) {
        String group = call.group(0);
        call.hub().join(existing(call), group);
        return RestReply.OK;
    }

    private static RestReply addUser(RestCall call) {
        String group = call.group(1);
        user(call).forEach(connection -> call.hub().join(connection, group));
        return RestReply.OK;
    }

    private static BiConsumer<Hub, Connection> leaving(String group) {
        return (hub, connection) -> hub.leave(connection, group);
    }

    private static RestReply each(List<Connection> connections, BiConsumer<Hub, Connection> action) {
        connections.forEach(connection -> action.accept(connection.hub(), connection));
        return RestReply.NO_CONTENT;
    }

    private static RestReply grant(RestCall call) {
        existing(call).grant(permission(call), call.parameter("targetName"));
        return RestReply.OK;
    }

    private static RestReply revoke(RestCall call) {
        existing(call).revoke(permission(call), call.parameter("targetName"));
        return RestReply.NO_CONTENT;
    }

    private static RestReply check(RestCall call) {
        String permission = permission(call);
        Optional<String> group = call.parameter("targetName");
        return RestReply.exists(call.hub()
                .connection(call.name(1))
                .filter(connection -> connection.has(permission, Optional.empty()) || connection.has(permission, group))
                .isPresent());
    }

    private static String permission(RestCall call) {
        if (!PERMISSIONS.contains(call.name(0))) {
            throw RestException.badRequest("The permissions are joinLeaveGroup and sendToGroup.");
        }
        return call.name(0);
    }

    private static Connection existing(RestCall call) {
        return call.hub()
                .connection(call.name(1))
                .orElseThrow(() -> RestException.notFound("There is no such connection."));
    }

    /** @param template the path below the hub; {@code *} stands for a name */
    private record Route(String method, List<String> template, Function<RestCall, RestReply> action) {
        Route(String method, String template, Function<RestCall, RestReply> action) {
            this(method, List.of(template.split("/")), action);
        }

        boolean matches(String actualMethod, List<String> path) {
            return method.equals(actualMethod)
                    && template.size() == path.size()
                    && IntStream.range(0, path.size()).allMatch(i -> matches(template.get(i), path.get(i)));
        }

        private static boolean matches(String expected, String actual) {
            return expected.equals("*") || expected.equals(actual);
        }

        List<String> names(List<String> path) {
            return IntStream.range(0, path.size())
                    .filter(i -> template.get(i).equals("*"))
                    .mapToObj(path::get)
                    .toList();
        }
    }
}
