package dev.quayside.local.pubsub;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Where a request may carry its token. */
final class Bearer {
    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    /** The token of the Authorization header. */
    static Optional<String> of(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.startsWith(SCHEME))
                .map(header -> header.substring(SCHEME.length()));
    }

    /** A browser cannot set headers on a WebSocket, so a client may put the token into its URL. */
    static Optional<String> of(HttpServerRequest request, Optional<String> parameter) {
        return parameter.or(() -> of(request));
    }
}
