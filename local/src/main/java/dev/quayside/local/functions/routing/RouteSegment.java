package dev.quayside.local.functions.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** One part of a route template between slashes. */
sealed interface RouteSegment {

    record Literal(String text) implements RouteSegment {}

    /**
     * A parameter.
     *
     * @param defaultValue value when the path ends before it; null when there is none
     * @param optional whether the path may end before it
     * @param catchAll whether it takes the whole rest of the path
     */
    record Parameter(String name, Predicate<String> constraint, String defaultValue, boolean optional, boolean catchAll)
            implements RouteSegment {}

    Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /**
     * Parses the text between two slashes.
     *
     * @throws IllegalArgumentException with a sentence when it is not valid
     */
    static RouteSegment parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("it has an empty segment");
        }
        if (text.indexOf('{') < 0 && text.indexOf('}') < 0) {
            return new Literal(text);
        }
        if (!text.startsWith("{") || closing(text) != text.length() - 1) {
            throw new IllegalArgumentException(
                    "the segment \"" + text + "\" mixes text and parameters, which this host does not support");
        }
        return parameter(text.substring(1, text.length() - 1));
    }

    private static Parameter parameter(String text) {
        boolean catchAll = text.startsWith("*");
        List<String> parts = splitAtColons(catchAll ? text.replaceFirst("\\*+", "") : text);
        String last = parts.get(parts.size() - 1);
        boolean optional = last.endsWith("?");
        String defaultValue = null;
        if (optional) {
            last = last.substring(0, last.length() - 1);
        } else if (last.indexOf('=') >= 0 && last.indexOf('(') < 0) {
            defaultValue = last.substring(last.indexOf('=') + 1);
            last = last.substring(0, last.indexOf('='));
        }
        parts.set(parts.size() - 1, last);
        if (!NAME.matcher(parts.get(0)).matches()) {
            throw new IllegalArgumentException("\"" + parts.get(0) + "\" is not a parameter's name");
        }
        Predicate<String> constraint = value -> true;
        for (String part : parts.subList(1, parts.size())) {
            constraint = constraint.and(RouteConstraint.of(part));
        }
        return new Parameter(parts.get(0), constraint, defaultValue, optional, catchAll);
    }

    /** Colons inside parentheses belong to a constraint's argument. */
    private static List<String> splitAtColons(String text) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ':' && depth == 0) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** Index of the brace that closes the first one. */
    private static int closing(String text) {
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
