package dev.quayside.local.pubsub;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The hubs that somebody has entered. */
final class Hubs {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_`,.\\[\\]]{0,127}");

    private final Map<String, Hub> hubs = new HashMap<>();

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    Hub named(String name) {
        return hubs.computeIfAbsent(name, Hub::new);
    }

    Optional<Hub> find(String name) {
        return Optional.ofNullable(hubs.get(name));
    }

    /** @return completes when no socket is open any more */
    Future<Void> closeAll(int code, String reason) {
        return Future.join(hubs.values().stream()
                        .flatMap(hub -> hub.all().stream())
                        .map(connection -> connection.close(code, reason))
                        .toList())
                .mapEmpty();
    }
}
