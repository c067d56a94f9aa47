package dev.quayside.housekeeping.deadletters;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.AccessTrail.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.http.Validated;
import dev.quayside.shared.kernel.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Somebody has dead letters sent again. Decision, record and message commit together, the message into the outbox: its
 * relay sends it after the commit, and if a crash comes between, the sweep does.
 */
public final class ResubmitDeadLetters {

    private static final int USUAL_BATCH = 100;
    private static final int LARGEST_BATCH = 200;

    private final Database database;
    private final Outbox outbox;
    private final AccessTrail trail;
    private final Clock clock;

    public ResubmitDeadLetters(Database database, Outbox outbox, AccessTrail trail, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * One, perhaps mended.
     *
     * @param body what is to be sent in place of what died; null for the same
     * @param reason in the caller's words; null if they give none
     */
    record One(String body, String reason) implements Validated {

        /** Below the 256 KB that Service Bus takes, properties included. */
        private static final int LARGEST_BODY = 200_000;

        @Override
        public void validate(Check check) {
            check.optionalText(body, "body", 1, LARGEST_BODY);
            check.that(
                    body == null || body.getBytes(StandardCharsets.UTF_8).length <= LARGEST_BODY,
                    "body",
                    "must have at most " + LARGEST_BODY + " bytes");
            check.optionalText(reason, "reason", 1, 500);
        }

        /** Without the body. */
        @Override
        public String toString() {
            return "One[" + reason + "]";
        }
    }

    /**
     * All of a kind.
     *
     * @param source where they died
     * @param type of their events; null for messages without one
     * @param limit most to be sent now
     */
    record Kind(String source, String type, Integer limit, String reason) implements Validated {
        @Override
        public void validate(Check check) {
            if (check.present(source, "source")) {
                check.that(
                        Source.named(source).isPresent(),
                        "source",
                        "must be a topic and subscription, such as order-events/catalog, or a queue");
            }
            check.optionalText(type, "type", 1, 200);
            if (limit != null) {
                check.range(limit, "limit", 1, LARGEST_BATCH);
            }
            check.optionalText(reason, "reason", 1, 500);
        }
    }

    /**
     * What became of a kind.
     *
     * @param resubmitted how many are sent again
     * @param more whether there are more to be sent by asking again
     */
    record Sent(int resubmitted, boolean more) {}

    public Reply one(Call call, String id) {
        UUID letterId = Call.id(id);
        One command = call.body(One.class);
        return call.once(database, "dead-letters.resubmit", transaction -> {
            DeadLetter letter = DeadLetterStore.lock(transaction, letterId).orElseThrow(ProblemException::notFound);
            Instant now = clock.instant();
            DeadLetter sent = send(transaction, call, letter, command, now);
            return Reply.ok(DeadLetterView.of(sent, now));
        });
    }

    public Reply ofKind(Call call) {
        Kind kind = call.body(Kind.class);
        int limit = kind.limit == null ? USUAL_BATCH : kind.limit;
        One unchanged = new One(null, kind.reason);
        return call.once(database, "dead-letters.resubmit-kind", transaction -> {
            Instant now = clock.instant();
            Instant since = now.minus(Resubmission.REMEMBERED);
            Source source = Source.named(kind.source).orElseThrow();
            List<DeadLetter> letters = DeadLetterStore.lockSendable(
                    transaction, source, kind.type == null ? "" : kind.type, since, limit + 1);
            letters.stream().limit(limit).forEach(letter -> send(transaction, call, letter, unchanged, now));
            return Reply.ok(new Sent(Math.min(letters.size(), limit), letters.size() > limit));
        });
    }

    private DeadLetter send(Handle transaction, Call call, DeadLetter letter, One command, Instant now) {
        Resubmission.Granted granted = granted(Resubmission.of(letter, command.body, now));
        UUID messageId = Ids.newId();
        DeadLetter.Decision decision =
                new DeadLetter.Decision(call.caller().reference(), now, command.reason, messageId, command.body);
        DeadLetter sent = letter.decided(DeadLetterState.RESUBMITTED, decision);
        DeadLetterStore.decide(transaction, sent);
        outbox.append(transaction, granted.entry(messageId));
        trail.record(
                transaction,
                call,
                new Access(
                        "dead-letter.resubmitted",
                        "dead-letter",
                        letter.id().toString(),
                        letter.concern().customerId()));
        return sent;
    }

    private static Resubmission.Granted granted(Resubmission resubmission) {
        if (resubmission instanceof Resubmission.Refused refused) {
            throw new ProblemException(refused.problem(), refused.problem().title());
        }
        if (resubmission instanceof Resubmission.Unfit unfit) {
            throw ProblemException.invalid("/body", unfit.message());
        }
        return (Resubmission.Granted) resubmission;
    }
}
