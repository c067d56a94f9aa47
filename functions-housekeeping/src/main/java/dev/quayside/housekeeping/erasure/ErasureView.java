package dev.quayside.housekeeping.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An erasure as admins see it: of the customer nothing but the pseudonym.
 *
 * @param reason what it waits for, or of the hold that blocks it; absent otherwise
 * @param dueAt the end of the time that the law gives
 * @param completedAt absent until it is completed
 * @param certificate absent until it is completed
 * @param parts absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ErasureView(
        UUID id,
        UUID pseudonym,
        ErasureState state,
        String reason,
        String requestedBy,
        Instant requestedAt,
        Instant dueAt,
        Instant alertedAt,
        Instant completedAt,
        CertificateView certificate,
        List<PartView> parts) {

    /**
     * Where the proof is.
     *
     * @param blob its name in the container {@code gdpr-certificates}
     */
    record CertificateView(String blob, String sha256) {}

    /**
     * How far an app is.
     *
     * @param outcome of its last answer; absent before
     * @param reason what it waits for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PartView(
            String app,
            String outcome,
            String reason,
            int attempts,
            Instant askedAt,
            Instant answeredAt,
            List<ErasedTable> tables) {

        private static PartView of(Part part) {
            return new PartView(
                    part.app(),
                    part.outcome() == null ? null : part.outcome().name(),
                    part.reason(),
                    part.attempts(),
                    part.askedAt(),
                    part.answeredAt(),
                    part.tables());
        }
    }

    static ErasureView inList(Erasure erasure) {
        return of(erasure, null);
    }

    static ErasureView whole(Erasure erasure) {
        return of(erasure, erasure.parts().stream().map(PartView::of).toList());
    }

    private static ErasureView of(Erasure erasure, List<PartView> parts) {
        Erasure.Proof proof = erasure.proof();
        return new ErasureView(
                erasure.id(),
                erasure.pseudonym(),
                erasure.state(),
                erasure.reason(),
                erasure.requestedByWithoutName(),
                erasure.requestedAt(),
                erasure.dueAt(),
                erasure.alertedAt(),
                proof == null ? null : proof.completedAt(),
                proof == null ? null : new CertificateView(Certificate.blob(erasure.id()), proof.sha256()),
                parts);
    }
}
