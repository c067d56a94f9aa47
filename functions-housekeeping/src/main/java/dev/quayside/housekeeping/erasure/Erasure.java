package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.gdpr.Pseudonym;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A customer who is to be forgotten by every app, phase by phase.
 *
 * @param customerId the pseudonym once it is completed
 * @param reason what it waits for, or the ground of the hold that blocks it; null if it goes on
 * @param alertedAt when the alert was last raised; null if never
 * @param nextAt when something may have to be done without anybody's answer
 * @param proof null until it is completed
 * @param parts one for each app
 */
record Erasure(
        UUID id,
        UUID customerId,
        UUID pseudonym,
        String requestedBy,
        Instant requestedAt,
        ErasureState state,
        String reason,
        Instant alertedAt,
        Instant nextAt,
        Proof proof,
        List<Part> parts) {

    /**
     * What is kept of the certificate besides its text.
     *
     * @param sha256 of its text, in hex
     */
    record Proof(Instant completedAt, String sha256) {}

    /** What the law gives. */
    static final Duration LIMIT = Duration.ofDays(30);

    /** So long before the limit somebody has to see to it. */
    static final Duration ALERT_BEFORE = Duration.ofDays(5);

    static final Duration ALERTED_AGAIN = Duration.ofDays(1);

    /** Writing the certificate takes a second; whoever finds it unwritten after this takes it over. */
    static final Duration CERTIFYING_TAKES = Duration.ofMinutes(2);

    Erasure {
        parts = List.copyOf(parts);
    }

    /** What is to be told now, and how far the erasure then is. */
    record Decision(Erasure after, List<String> ask, boolean alert) {}

    static Erasure requested(ErasureRequested request, Instant now) {
        return new Erasure(
                request.erasureId(),
                request.customerId(),
                Pseudonym.of(request.customerId()),
                request.requestedBy(),
                request.at(),
                ErasureState.RUNNING,
                null,
                null,
                now,
                null,
                Phases.apps().stream().map(Part::of).toList());
    }

    /** When the law's time is over. */
    Instant dueAt() {
        return requestedAt.plus(LIMIT);
    }

    /** Who asked for it, a client by pseudonym. */
    String requestedByWithoutName() {
        return requestedBy.replace(customerId.toString(), pseudonym.toString());
    }

    /** Whether answers still change anything. */
    boolean isOpen() {
        return state != ErasureState.CERTIFYING && state != ErasureState.COMPLETED;
    }

    /** What is known with an app's answer. */
    Erasure answered(ErasedPart answer) {
        return withEach(part -> part.app().equals(answer.app()) ? part.answered(answer) : part);
    }

    /** What to do at a time; asking the same again right after gives nothing to do. */
    Decision decide(Optional<LegalHold> hold, Instant now) {
        Erasure progressed = progressed(hold);
        List<String> ask = progressed.mayAsk() ? progressed.toAsk(now) : List.of();
        Erasure asked = progressed.withEach(part -> ask.contains(part.app()) ? part.asked(now) : part);
        boolean alert = !now.isBefore(alertAt());
        Erasure alerted = alert ? asked.with(now, nextAt) : asked;
        return new Decision(alerted.with(alerted.alertedAt, alerted.nextLook(now)), ask, alert);
    }

    Part part(String app) {
        return parts.stream().filter(part -> part.app().equals(app)).findFirst().orElseThrow();
    }

    /** Why it is not completed, in words, for the alert. */
    String explanation() {
        return switch (state) {
            case WAITING, BLOCKED -> reason;
            case RUNNING -> "no answer from " + current().map(Part::app).collect(Collectors.joining(", "));
            case CERTIFYING -> "the certificate is not written";
            case COMPLETED -> throw new IllegalStateException("it is completed");
        };
    }

    private Erasure progressed(Optional<LegalHold> hold) {
        if (current().findAny().isEmpty()) {
            return in(ErasureState.CERTIFYING, null);
        }
        if (hold.isPresent()) {
            return in(ErasureState.BLOCKED, "legal hold: " + hold.get().ground());
        }
        String waits = current()
                .filter(Part::isWaiting)
                .map(part -> part.app() + ": " + part.reason())
                .collect(Collectors.joining("; "));
        return waits.isEmpty() ? in(ErasureState.RUNNING, null) : in(ErasureState.WAITING, waits);
    }

    private boolean mayAsk() {
        return state == ErasureState.RUNNING || state == ErasureState.WAITING;
    }

    private List<String> toAsk(Instant now) {
        return current()
                .filter(part -> !part.askAt().isAfter(now))
                .map(Part::app)
                .toList();
    }

    /** The parts of the first phase that is not over, as far as they are not done. */
    private Stream<Part> current() {
        return Phases.IN_ORDER.stream()
                .map(phase -> parts.stream()
                        .filter(part -> phase.contains(part.app()) && !part.isDone())
                        .toList())
                .filter(open -> !open.isEmpty())
                .findFirst()
                .stream()
                .flatMap(List::stream);
    }

    private Instant alertAt() {
        return alertedAt == null ? dueAt().minus(ALERT_BEFORE) : alertedAt.plus(ALERTED_AGAIN);
    }

    private Instant nextLook(Instant now) {
        if (state == ErasureState.CERTIFYING) {
            return now.plus(CERTIFYING_TAKES);
        }
        Stream<Instant> asks = mayAsk() ? current().map(Part::askAt) : Stream.empty();
        return asks.filter(alertAt()::isAfter).min(Instant::compareTo).orElse(alertAt());
    }

    private Erasure in(ErasureState newState, String newReason) {
        return copy(newState, newReason, alertedAt, nextAt, parts);
    }

    private Erasure with(Instant newAlertedAt, Instant newNextAt) {
        return copy(state, reason, newAlertedAt, newNextAt, parts);
    }

    private Erasure withEach(UnaryOperator<Part> change) {
        return withParts(parts.stream().map(change).toList());
    }

    /** The same with other parts. */
    Erasure withParts(List<Part> newParts) {
        return copy(state, reason, alertedAt, nextAt, newParts);
    }

    private Erasure copy(
            ErasureState newState, String newReason, Instant newAlertedAt, Instant newNextAt, List<Part> newParts) {
        return new Erasure(
                id,
                customerId,
                pseudonym,
                requestedBy,
                requestedAt,
                newState,
                newReason,
                newAlertedAt,
                newNextAt,
                proof,
                newParts);
    }
}
