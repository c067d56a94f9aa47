package dev.quayside.audit.reading;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quayside.audit.recording.AuditTrail;
import dev.quayside.audit.recording.Entry;
import dev.quayside.audit.recording.Network;
import dev.quayside.audit.recording.Streams;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.telemetry.Invocation;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Records who reads the audit. */
public final class ReadingRecorder {

    private final Clock clock;

    public ReadingRecorder(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param customerId whose trail is read; empty if anybody's may be
     * @param rows how many were found
     */
    void record(Handle transaction, Call call, String action, Optional<UUID> customerId, int rows) {
        Instant now = Instant.now(clock).truncatedTo(ChronoUnit.MICROS);
        Entry entry = new Entry(
                Ids.newId(),
                now,
                now,
                call.caller().reference(),
                action,
                customerId.isPresent() ? "customer" : "audit",
                customerId.map(UUID::toString).orElse("all"),
                customerId.orElse(null),
                Network.of(call.address().orElse(null)),
                "OK",
                Invocation.currentTrace().traceId(),
                null,
                null,
                JsonNodeFactory.instance.objectNode().put("rows", rows));
        AuditTrail.append(transaction, Streams.API, entry);
    }
}
