package dev.quayside.housekeeping.erasure;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.HoldGround;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An erasure as admins see it: of the customer nothing but the pseudonym.
 *
 * @param reason what it waits for, or the ground of the hold that blocks it; absent otherwise
 * @param dueAt the end of the time that the law gives
 * @param completedAt absent until it is completed
 * @param certificate absent until it is completed
 * @param hold why it is blocked, in the words of who decided; absent if it is not, and in lists
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
        HoldView hold,
        List<PartView> parts) {

    /**
     * Where the proof is.
     *
     * @param blob its name in the container {@code gdpr-certificates}
     */
    record CertificateView(String blob, String sha256) {}

    /** What blocks it. */
    record HoldView(HoldGround ground, String reason, String by, Instant since) {
        private static HoldView of(LegalHold hold) {
            return new HoldView(hold.ground(), hold.reason(), hold.by(), hold.since());
        }
    }

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
        return of(erasure, null, null);
    }

    static ErasureView whole(Erasure erasure, Optional<LegalHold> hold) {
        return of(
                erasure,
                hold.map(HoldView::of).orElse(null),
                erasure.parts().stream().map(PartView::of).toList());
    }

    private static ErasureView of(Erasure erasure, HoldView hold, List<PartView> parts) {
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
                hold,
                parts);
    }
}
