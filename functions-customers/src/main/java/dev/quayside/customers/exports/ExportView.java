package dev.quayside.customers.exports;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An export as callers see it; what there is not is absent.
 *
 * @param missing the apps that have not given their part
 * @param expiresAt from then on the file is gone
 * @param link where the file is, for whoever knows the link
 * @param linkExpiresAt from then on the link leads nowhere; asking again gives a new one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ExportView(
        UUID exportId,
        Export.State state,
        Instant requestedAt,
        List<String> missing,
        Instant readyAt,
        Instant expiresAt,
        URI link,
        Instant linkExpiresAt) {

    /** Without a link: who has only asked for the export need not get one. */
    static ExportView of(Export export, List<String> missing, Instant now) {
        Export.State state = export.stateAt(now);
        return new ExportView(
                export.id(),
                state,
                export.requestedAt(),
                state == Export.State.COLLECTING ? missing : null,
                export.readyAt(),
                export.expiresAt(),
                null,
                null);
    }

    ExportView with(URI newLink, Instant newLinkExpiresAt) {
        return new ExportView(exportId, state, requestedAt, missing, readyAt, expiresAt, newLink, newLinkExpiresAt);
    }

    @Override
    public String toString() {
        return "ExportView[" + exportId + "]";
    }
}
