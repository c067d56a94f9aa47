package dev.quayside.audit.reading;

import dev.quayside.audit.recording.Streams;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import java.util.Optional;

/** Parameters of requests about a stream. */
final class StreamRequest {

    private StreamRequest() {}

    static Optional<String> stream(Call call) {
        Optional<String> stream = call.query("stream");
        if (stream.isPresent() && !Streams.all().contains(stream.get())) {
            throw ProblemException.invalidParameter("stream", "must be one of " + Streams.all());
        }
        return stream;
    }

    /** The place after which to start; 0 for the beginning. */
    static long after(Call call) {
        return call.queryNumber("after", 0, 0, Long.MAX_VALUE - 1);
    }
}
