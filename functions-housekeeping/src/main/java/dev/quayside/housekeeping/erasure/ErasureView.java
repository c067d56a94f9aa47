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
        BlockingHold hold,
        List<PartView> parts) {

    /**
     * Where the proof is.
     *
     * @param blob its name in the container {@code gdpr-certificates}
     */
    record CertificateView(String blob, String sha256) {}

    /** What blocks it. */
    record BlockingHold(HoldGround ground, String reason, String by, Instant since) {
        private static BlockingHold of(LegalHold hold) {
            return new BlockingHold(hold.ground(), hold.reason(), hold.by(), hold.since());
        }
    }

    /**
     * How far an app is.
     *
     * @param data what it still has, as {@link AppData}
     * @param beginsBefore as {@link AppData#beginsBefore}
     * @param outcome of its last answer; absent before
     * @param reason what it waits for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PartView(
            String app,
            AppData.State data,
            Instant beginsBefore,
            String outcome,
            String reason,
            int attempts,
            Instant askedAt,
            Instant answeredAt,
            List<ErasedTable> tables) {

        private static PartView of(Part part, Instant now) {
            AppData left = AppData.of(part, now);
            return new PartView(
                    part.app(),
                    left.data(),
                    left.beginsBefore(),
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

    static ErasureView whole(Erasure erasure, Optional<LegalHold> hold, Instant now) {
        return of(
                erasure,
                hold.map(BlockingHold::of).orElse(null),
                erasure.parts().stream().map(part -> PartView.of(part, now)).toList());
    }

    private static ErasureView of(Erasure erasure, BlockingHold hold, List<PartView> parts) {
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
