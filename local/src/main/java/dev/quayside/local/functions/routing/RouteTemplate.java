package dev.quayside.local.functions.routing;

import dev.quayside.local.functions.routing.RouteSegment.Literal;
import dev.quayside.local.functions.routing.RouteSegment.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** A route template in ASP.NET's form, compiled: {@code api/v1/orders/{id:guid}/{part?}}. */
public final class RouteTemplate {
    private final RouteSegment[] segments;

    private RouteTemplate(List<RouteSegment> segments) {
        this.segments = segments.toArray(RouteSegment[]::new);
    }

    /**
     * Compiles a template.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong with it
     */
    public static RouteTemplate parse(String template) {
        var segments = new ArrayList<RouteSegment>();
        for (String text : split(template)) {
            segments.add(RouteSegment.parse(text));
        }
        var names = new HashSet<String>();
        for (int i = 0; i < segments.size(); i++) {
            boolean last = i == segments.size() - 1;
            if (segments.get(i) instanceof Parameter parameter) {
                if (!names.add(parameter.name())) {
                    throw new IllegalArgumentException("the parameter \"" + parameter.name() + "\" appears twice");
                }
                if (!last && (parameter.catchAll() || parameter.optional())) {
                    throw new IllegalArgumentException(
                            "the parameter \"" + parameter.name() + "\" may only stand at the end");
                }
            }
        }
        return new RouteTemplate(segments);
    }

    /** The route's values by parameter name, without those the path leaves out; null when the path does not match. */
    Map<String, String> match(List<String> path) {
        Map<String, String> values = Map.of();
        for (int i = 0; i < segments.length; i++) {
            String part = i < path.size() ? path.get(i) : null;
            if (segments[i] instanceof Literal literal) {
                if (part == null || !literal.text().equalsIgnoreCase(part)) {
                    return null;
                }
            } else if (segments[i] instanceof Parameter parameter) {
                values = values.isEmpty() ? new HashMap<>() : values;
                String value = parameter.catchAll() ? rest(path, i) : part;
                if (!accept(parameter, value, values)) {
                    return null;
                }
                if (parameter.catchAll()) {
                    return values;
                }
            }
        }
        return path.size() > segments.length ? null : values;
    }

    private static boolean accept(Parameter parameter, String value, Map<String, String> values) {
        if (value == null || value.isEmpty()) {
            if (parameter.defaultValue() != null) {
                values.put(parameter.name(), parameter.defaultValue());
            }
            return parameter.optional() || parameter.catchAll() || parameter.defaultValue() != null;
        }
        values.put(parameter.name(), value);
        return parameter.constraint().test(value);
    }

    private static String rest(List<String> path, int from) {
        return from >= path.size() ? null : String.join("/", path.subList(from, path.size()));
    }

    /** Slashes inside braces belong to a constraint's argument. */
    private static List<String> split(String template) {
        var parts = new ArrayList<String>();
        String text = template.replaceAll("^/+|/+$", "");
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c == '/' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (!text.isEmpty()) {
            parts.add(text.substring(start));
        }
        return parts;
    }
}
