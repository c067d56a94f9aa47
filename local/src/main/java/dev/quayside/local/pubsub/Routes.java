package dev.quayside.local.pubsub;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Leads a request to the clients' door or to the REST API. */
final class Routes {
    private static final Logger LOG = Logger.getLogger(Routes.class.getName());

    private final Clients clients;
    private final RestApi api;

    Routes(Clients clients, RestApi api) {
        this.clients = clients;
        this.api = api;
    }

    void handle(HttpServerRequest request) {
        try {
            route(request).onSuccess(reply -> reply.send(request)).onFailure(fault -> refuse(request, fault));
        } catch (RuntimeException fault) {
            refuse(request, fault);
        }
    }

    /** @return what to answer; nothing is answered to a request that became a WebSocket */
    private Future<RestReply> route(HttpServerRequest request) {
        List<String> path = path(request);
        int size = path.size();
        if (size >= 4 && path.get(0).equals("api") && path.get(1).equals("hubs")) {
            return api.handle(request, hub(path.get(2)), path.subList(3, size));
        }
        if (size == 3 && path.get(0).equals("client") && path.get(1).equals("hubs")) {
            return clients.handle(request, hub(path.get(2)));
        }
        if (path.equals(List.of("client"))) {
            return clients.handle(
                    request, hub(Optional.ofNullable(request.getParam("hub")).orElse("")));
        }
        if (path.equals(List.of("api", "health"))) {
            return Future.succeededFuture(RestReply.OK);
        }
        throw RestException.notFound("The API is below /api/hubs, clients connect to /client/hubs.");
    }

    private static List<String> path(HttpServerRequest request) {
        try {
            return Arrays.stream(Optional.ofNullable(request.path()).orElse("").split("/"))
                    .skip(1)
                    .map(part -> URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw RestException.badRequest("The path is not encoded as it should be.");
        }
    }

    private static String hub(String name) {
        if (!Hubs.isName(name)) {
            throw RestException.badRequest("A hub's name begins with a letter and has at most 128 characters.");
        }
        return name;
    }

    private static void refuse(HttpServerRequest request, Throwable fault) {
        if (fault instanceof RestException refused) {
            RestReply.of(refused).send(request);
        } else if (!request.response().closed()) {
            LOG.log(Level.WARNING, "Web PubSub failed", fault);
            new RestReply(500, "").send(request);
        }
    }
}
