package dev.quayside.audit.recording;

import dev.quayside.audit.chain.Chain;
import dev.quayside.audit.chain.ChainEnd;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Appends to a chain. */
public final class AuditTrail {

    /** An entry with what it commits to: all of the work that needs no place in the chain yet. */
    record Sealed(Entry entry, String salt, String commitment) {

        static Sealed of(Entry entry) {
            String salt = Chain.newSalt();
            return new Sealed(entry, salt, Chain.commitment(salt, entry.content()));
        }
    }

    private AuditTrail() {}

    /** Appends one entry; the chain is held until the transaction ends, so this comes last in it. */
    public static void append(Handle transaction, String stream, Entry entry) {
        Sealed sealed = Sealed.of(entry);
        ChainEnd end = RecordingStore.lockEnd(transaction, stream);
        append(transaction, stream, end, List.of(sealed));
    }

    /** @param end of the chain, which this transaction holds */
    static void append(Handle transaction, String stream, ChainEnd end, List<Sealed> sealed) {
        List<RecordingStore.Row> rows = new ArrayList<>(sealed.size());
        ChainEnd last = end;
        for (Sealed next : sealed) {
            long seq = last.seq() + 1;
            String link = Chain.link(last.link(), seq, next.commitment());
            rows.add(new RecordingStore.Row(next.entry(), stream, seq, next.salt(), next.commitment(), link));
            last = new ChainEnd(seq, link);
        }
        RecordingStore.insert(transaction, rows);
        RecordingStore.moveEnd(transaction, stream, last);
    }
}
