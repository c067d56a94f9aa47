package dev.quayside.customers.exports;

import dev.quayside.shared.contracts.GdprEvents.ExportReady;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A copy of all data about a customer, asked of every app and made one file. Public, since JDBI binds its components.
 *
 * @param requestedBy who asked, {@code client:0190…}
 * @param readyAt null until the file is there, as is {@code expiresAt} unless the customer was deleted before
 * @param expiresAt from then on nobody gets the file
 */
public record Export(
        UUID id,
        UUID customerId,
        String requestedBy,
        Instant requestedAt,
        State state,
        Instant readyAt,
        Instant expiresAt) {

    /** Where the files are. */
    static final String CONTAINER = "gdpr-exports";

    /** Whoever asks again within this time gets the same export. */
    static final Duration SAME_WITHIN = Duration.ofHours(24);

    static final Duration KEPT = Duration.ofDays(7);

    /** How far it is. */
    public enum State {
        /** Apps write their parts. */
        COLLECTING,
        /** The file is there. */
        READY,
        /** It was. */
        EXPIRED
    }

    static Export request(UUID id, UUID customerId, String requestedBy, Instant now) {
        return new Export(id, customerId, requestedBy, now, State.COLLECTING, null, null);
    }

    /** The state at a moment: time passes before a timer has noticed. */
    State stateAt(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt) ? State.EXPIRED : state;
    }

    /** Whether parts are still wanted. */
    boolean isCollecting() {
        return state == State.COLLECTING && expiresAt == null;
    }

    Export ready(Instant now) {
        return new Export(id, customerId, requestedBy, requestedAt, State.READY, now, now.plus(KEPT));
    }

    ExportRequested requested() {
        return new ExportRequested(id, customerId, requestedBy, requestedAt);
    }

    ExportReady told() {
        return new ExportReady(id, customerId, expiresAt, readyAt);
    }

    static String blob(UUID exportId) {
        return exportId + ".zip";
    }

    static String partBlob(UUID exportId, String app) {
        return exportId + "/" + app + ".json";
    }
}
