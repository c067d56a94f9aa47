package dev.quayside.local.functions.routing;

import java.util.ArrayList;
import java.util.List;

/** Splits a request's path as Kestrel does: dot segments resolved, segments decoded, one trailing slash ignored. */
final class PathSegments {
    private PathSegments() {}

    static List<String> of(String path) {
        var segments = new ArrayList<String>();
        int start = path.startsWith("/") ? 1 : 0;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (slash >= 0 || end > start) {
                add(segments, path.substring(start, end));
            }
            start = end + 1;
        }
        return segments;
    }

    private static void add(List<String> segments, String raw) {
        String segment = PercentEncoding.decodeSegment(raw);
        switch (segment) {
            case "." -> {
                // stays where it is
            }
            case ".." -> {
                if (!segments.isEmpty()) {
                    segments.remove(segments.size() - 1);
                }
            }
            default -> segments.add(segment);
        }
    }
}
