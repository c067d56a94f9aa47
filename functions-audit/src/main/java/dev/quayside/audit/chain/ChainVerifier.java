package dev.quayside.audit.chain;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Walks along a chain until it ends or breaks. For one walk by one thread. */
public final class ChainVerifier {

    /** How many rows are looked at to tell what happened at a break. */
    private static final int WINDOW = 1_000;

    private ChainEnd position;
    private long rows;
    private long erased;
    private long withheld;
    private long lastWithheld;
    private Break firstBreak;

    /** Without content, and no entry so far says that an erasure took it: that comes after them in the chain. */
    private final Places unrecorded = new Places();

    /** @param start whose link is taken as given */
    public ChainVerifier(ChainEnd start) {
        position = start;
    }

    /**
     * Verifies rows until there are no more, {@code most} are verified, or the chain breaks.
     *
     * @param following the rows after the start, in the order of their places
     * @param last the last place to verify
     * @return whether all rows there are were verified
     */
    public boolean verify(Iterator<ChainRow> following, long last, long most) {
        long end = most > Long.MAX_VALUE - rows ? Long.MAX_VALUE : rows + most;
        while (position.seq() < last && rows < end && following.hasNext()) {
            ChainRow row = following.next();
            long place = position.seq() + 1;
            if (row.seq() != place || !row.belongs(position.link(), place)) {
                firstBreak = Diagnosis.of(position, window(row, following));
                return false;
            }
            if (!row.keepsItsWord()) {
                firstBreak = new Break(Break.Kind.CHANGED, place, "the content is not what the row commits to");
                return false;
            }
            position = new ChainEnd(place, row.link());
            rows++;
            count(row);
        }
        return position.seq() < last && !following.hasNext();
    }

    private void count(ChainRow row) {
        if (!row.blank()) {
            ErasureRecord.settle(row, unrecorded);
        } else if (row.withheld()) {
            withheld++;
            lastWithheld = row.seq();
        } else {
            erased++;
            unrecorded.add(row.seq());
        }
    }

    /**
     * After the rows: whether an entry of the chain vouches for each one that has no content.
     *
     * @param later rows behind those that were verified, as many of them as are entries of erasures
     */
    public void verifyErasures(Iterator<ChainRow> later) {
        while (firstBreak == null && !unrecorded.isEmpty() && later.hasNext()) {
            ChainRow row = later.next();
            if (row.keepsItsWord()) {
                ErasureRecord.settle(row, unrecorded);
            }
        }
        if (firstBreak == null && !unrecorded.isEmpty()) {
            firstBreak = ErasureRecord.missing(unrecorded);
        }
    }

    /** After all rows there are: whether they end where the stream's head says; null if it says nothing. */
    public void verifyHead(ChainEnd head) {
        long next = position.seq() + 1;
        if (head == null) {
            firstBreak = new Break(Break.Kind.REMOVED, next, "the stream has no head");
        } else if (head.seq() > position.seq()) {
            firstBreak = new Break(
                    Break.Kind.REMOVED, next, "rows " + next + " to " + head.seq() + " are missing at the end");
        } else if (head.seq() < position.seq()) {
            firstBreak =
                    new Break(Break.Kind.INSERTED, head.seq() + 1, "the stream's head ends before, at " + head.seq());
        } else if (!head.link().equals(position.link())) {
            firstBreak =
                    new Break(Break.Kind.CHANGED, head.seq(), "the stream's head has another link than its last row");
        }
    }

    private static List<ChainRow> window(ChainRow row, Iterator<ChainRow> following) {
        List<ChainRow> window = new ArrayList<>(List.of(row));
        while (window.size() < WINDOW && following.hasNext()) {
            window.add(following.next());
        }
        return window;
    }

    /** The last row that was verified. */
    public ChainEnd position() {
        return position;
    }

    public long rows() {
        return rows;
    }

    /** How many of the verified rows had their content erased. */
    public long erased() {
        return erased;
    }

    /** How many of the verified rows an archive left the content out of. */
    long withheld() {
        return withheld;
    }

    /** The last place whose content an archive left out; 0 if none did. */
    long lastWithheld() {
        return lastWithheld;
    }

    /** Null while the chain holds. */
    public Break firstBreak() {
        return firstBreak;
    }
}
