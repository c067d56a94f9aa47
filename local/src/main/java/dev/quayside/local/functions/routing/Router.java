package dev.quayside.local.functions.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds what answers a request. Routes are tried in the order in which they were added; a wrong method is no match, as
 * in the real host, which never answers 405.
 *
 * @param <T> what a route leads to
 */
public final class Router<T> {
    private final List<Route<T>> routes = new ArrayList<>();

    private record Route<T>(RouteTemplate template, List<String> methods, T target) {}

    /** What answers, and the values the path gave to the route's parameters. */
    public record Match<T>(T target, Map<String, String> values) {}

    public void add(RouteTemplate template, List<String> methods, T target) {
        routes.add(new Route<>(template, methods, target));
    }

    /** Null when no route matches. The path is as it came, percent-encoded. */
    public Match<T> match(String method, String path) {
        List<String> segments = PathSegments.of(path);
        for (Route<T> route : routes) {
            if (route.methods().contains(method)) {
                Map<String, String> values = route.template().match(segments);
                if (values != null) {
                    return new Match<>(route.target(), values);
                }
            }
        }
        return null;
    }
}
