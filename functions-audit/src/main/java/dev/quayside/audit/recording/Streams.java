package dev.quayside.audit.recording;

import dev.quayside.shared.events.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The chains there are: one for each topic, and one for what is recorded over HTTP. Whoever appends to a chain waits for
 * the others who do; those who write to different ones do not meet.
 */
public final class Streams {

    /** What is recorded over HTTP. */
    public static final String API = "api";

    private Streams() {}

    /** All names, in a fixed order. */
    public static List<String> all() {
        return Stream.concat(Arrays.stream(Topic.values()).map(Topic::entityName), Stream.of(API))
                .toList();
    }
}
