package dev.quayside.notifications.live;

import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** Tells a customer where to be told news as they come. */
public final class OpenStream {

    private final Optional<LiveUpdates> live;
    private final Clock clock;

    /** @param live empty where nothing is pushed */
    public OpenStream(Optional<LiveUpdates> live, Clock clock) {
        this.live = live;
        this.clock = clock;
    }

    /**
     * @param url a WebSocket address; secret, since it lets whoever has it listen
     * @param expiresAt until then a connection may be begun
     */
    record Stream(String url, Instant expiresAt) {}

    public Reply answer(Call call) {
        UUID customerId = call.caller().id();
        LiveUpdates updates = live.orElseThrow(OpenStream::unavailable);
        Instant expiresAt = clock.instant().plus(updates.openFor()).truncatedTo(ChronoUnit.SECONDS);
        return Reply.ok(new Stream(address(updates, customerId), expiresAt));
    }

    private static String address(LiveUpdates updates, UUID customerId) {
        try {
            return updates.address(customerId);
        } catch (RuntimeException e) {
            Log.warn("Web PubSub gave no address", e);
            throw unavailable();
        }
    }

    private static ProblemException unavailable() {
        return new ProblemException(LiveProblem.STREAM_UNAVAILABLE, LiveProblem.STREAM_UNAVAILABLE.title());
    }
}
