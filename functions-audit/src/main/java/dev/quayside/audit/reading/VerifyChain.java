package dev.quayside.audit.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.audit.anchors.CheckAnchors;
import dev.quayside.audit.anchors.CheckStarts;
import dev.quayside.audit.chain.Break;
import dev.quayside.audit.chain.ChainEnd;
import dev.quayside.audit.chain.ChainVerifier;
import dev.quayside.audit.chain.ErasureRecord;
import dev.quayside.audit.recording.Streams;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Proves that nothing was changed, removed, inserted or reordered, or tells the first place where something was. One
 * call verifies so many rows of a stream; the next goes on where it ended.
 */
public final class VerifyChain {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** Before retention takes the entries of an erasure, chain by chain, of ten years ago. */
    private static final Duration OLDEST_ERASURE = Duration.ofDays(3_600);

    /** So long may what an erasure tells be on its way. */
    private static final Duration LATEST_ERASURE = Duration.ofDays(7);

    private final Database database;
    private final CheckAnchors checkAnchors;
    private final CheckStarts checkStarts;
    private final Clock clock;

    public VerifyChain(Database database, CheckAnchors checkAnchors, CheckStarts checkStarts, Clock clock) {
        this.database = database;
        this.checkAnchors = checkAnchors;
        this.checkStarts = checkStarts;
        this.clock = clock;
    }

    /**
     * What was found in one stream.
     *
     * @param from the first place that was to be verified
     * @param to the last place that holds; less than {@code from} if none does
     * @param complete whether all that was asked for is verified; if not, and nothing broke, go on after {@code to}
     * @param firstBreak null if the chain holds
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Finding(String stream, long from, long to, long rows, long erased, boolean complete, Break firstBreak) {

        static Finding of(String stream, ChainEnd start, ChainVerifier verifier, boolean complete) {
            return new Finding(
                    stream,
                    start.seq() + 1,
                    verifier.position().seq(),
                    verifier.rows(),
                    verifier.erased(),
                    complete && verifier.firstBreak() == null,
                    verifier.firstBreak());
        }

        /** With what anchors show, if the rows themselves show no break: newer ones, or an old one of what is gone. */
        Finding and(List<CheckAnchors.Check> anchors, Map<String, Break> removedEarly) {
            return firstBreak != null
                    ? this
                    : Stream.concat(anchors.stream().map(CheckAnchors.Check::breaks), Stream.of(removedEarly))
                            .map(breaks -> breaks.get(stream))
                            .filter(Objects::nonNull)
                            .findFirst()
                            .map(this::broken)
                            .orElse(this);
        }

        private Finding broken(Break found) {
            return new Finding(stream, from, to, rows, erased, false, found);
        }

        static Finding missing(String stream, long place) {
            Break missing = new Break(Break.Kind.REMOVED, place, "row " + place + " is missing");
            return new Finding(stream, place, place - 1, 0, 0, false, missing);
        }
    }

    /**
     * @param intact whether nothing broke in any stream and all anchors hold
     * @param anchors the newest ones, newest first
     */
    record Report(boolean intact, List<Finding> streams, List<CheckAnchors.Check> anchors) {

        static Report of(List<Finding> streams, List<CheckAnchors.Check> anchors) {
            boolean isIntact = streams.stream().allMatch(finding -> finding.firstBreak == null)
                    && anchors.stream().allMatch(CheckAnchors.Check::holds);
            return new Report(isIntact, streams, anchors);
        }
    }

    public Reply answer(Call call) {
        Optional<String> stream = StreamRequest.stream(call);
        long after = StreamRequest.after(call);
        if (after > 0 && stream.isEmpty()) {
            throw ProblemException.invalidParameter("stream", "is required: a place is one of a stream");
        }
        Instant from = call.queryInstant("from").orElse(EARLIEST);
        Instant to = call.queryInstant("to").orElse(LATEST);
        boolean inTime = from.isAfter(EARLIEST) || to.isBefore(LATEST);
        long most = call.queryNumber("limit", 10_000, 1, 100_000);
        List<String> streams = stream.map(List::of).orElseGet(Streams::all);
        // First: what an anchor that is written meanwhile says, these rows may not show yet.
        List<CheckAnchors.Check> anchors = checkAnchors.newest(streams);
        List<Finding> findings = streams.stream()
                .map(name -> database.inTransaction(transaction -> {
                    LogStore.freeze(transaction);
                    return inTime
                            ? verifyTime(transaction, name, after, from, to, most)
                            : verify(transaction, name, after, Long.MAX_VALUE, most);
                }))
                .toList();
        Map<String, Break> removedEarly = checkStarts.removedEarly();
        return Reply.ok(Report.of(
                findings.stream()
                        .map(finding -> finding.and(anchors, removedEarly))
                        .toList(),
                anchors));
    }

    private Finding verifyTime(Handle transaction, String stream, long after, Instant from, Instant to, long most) {
        LogStore.Places places = LogStore.places(transaction, stream, from, to);
        long before =
                Math.max(places.before(), LogStore.start(transaction, stream).seq());
        long last = Math.max(places.last(), before);
        boolean hasNone = last == before;
        if (hasNone
                && LogStore.next(transaction, stream, before)
                        .filter(next -> next == before + 1)
                        .isPresent()) {
            return new Finding(stream, after + 1, after, 0, 0, true, null);
        }
        // One more than the last: that nothing is missing behind it shows there.
        return verify(transaction, stream, Math.max(after, before), last + 1, most);
    }

    private Finding verify(Handle transaction, String stream, long after, long last, long most) {
        Optional<ChainEnd> start = LogStore.from(transaction, stream, after);
        Optional<ChainEnd> head = LogStore.head(transaction, stream);
        if (start.isEmpty()) {
            if (head.isPresent() && after > head.get().seq()) {
                throw ProblemException.invalidParameter("after", "is beyond the end of the stream");
            }
            return Finding.missing(stream, after);
        }
        ChainVerifier verifier = new ChainVerifier(start.get());
        boolean toTheEnd =
                verifier.verify(new StreamRows(transaction, stream, start.get().seq()), last, most);
        if (toTheEnd) {
            verifier.verifyHead(head.orElse(null));
        }
        // Who was erased long ago is vouched for by a row that may be far behind those that are verified here.
        verifier.verifyErasures(
                StreamRows.ofErasures(transaction, stream, verifier.position().seq()));
        Finding finding = Finding.of(
                stream, start.get(), verifier, toTheEnd || verifier.position().seq() >= last);
        return verifier.firstBreak() == null
                ? unknownErasure(transaction, finding).map(finding::broken).orElse(finding)
                : finding;
    }

    /** An entry that vouches for rows without content is vouched for itself by what the erasure told of its end. */
    private Optional<Break> unknownErasure(Handle transaction, Finding finding) {
        Instant now = clock.instant();
        return ErasureStore.firstUnknown(
                        transaction,
                        finding.stream,
                        finding.from - 1,
                        finding.to,
                        now.minus(OLDEST_ERASURE),
                        now.minus(LATEST_ERASURE))
                .map(ErasureRecord::unknown);
    }
}
