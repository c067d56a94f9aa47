package dev.quayside.audit.reading;

import dev.quayside.audit.chain.ChainRow;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The rows of a stream from a place on, fetched as they are needed, so many at a time. */
final class StreamRows implements Iterator<ChainRow> {

    private static final int BATCH = 1_000;
    private static final UUID GREATEST = new UUID(-1, -1);

    private final Handle transaction;
    private final String stream;
    private final boolean onlyErasures;
    private long seq;
    private UUID id = GREATEST;
    private Iterator<LogStore.StoredRow> batch = List.<LogStore.StoredRow>of().iterator();
    private boolean ended;

    StreamRows(Handle transaction, String stream, long after) {
        this(transaction, stream, after, false);
    }

    private StreamRows(Handle transaction, String stream, long after, boolean onlyErasures) {
        this.transaction = transaction;
        this.stream = stream;
        this.onlyErasures = onlyErasures;
        this.seq = after;
    }

    /** Of the rows only those that say what was erased. */
    static StreamRows ofErasures(Handle transaction, String stream, long after) {
        return new StreamRows(transaction, stream, after, true);
    }

    @Override
    public boolean hasNext() {
        if (!batch.hasNext() && !ended) {
            List<LogStore.StoredRow> rows = LogStore.rowsAfter(transaction, stream, onlyErasures, seq, id, BATCH);
            ended = rows.size() < BATCH;
            batch = rows.iterator();
        }
        return batch.hasNext();
    }

    @Override
    public ChainRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        LogStore.StoredRow next = batch.next();
        seq = next.row().seq();
        id = next.id();
        return next.row();
    }
}
