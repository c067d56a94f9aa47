package dev.quayside.audit.recording;

import dev.quayside.audit.chain.Chain;
import dev.quayside.audit.chain.ChainEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Appends to a chain, and to the trails of the persons whose data is dealt with. */
public final class AuditTrail {

    /** An entry with what it commits to: all of the work that needs no place in the chain yet. */
    record Sealed(Entry entry, String salt, String commitment) {

        static Sealed of(Entry entry) {
            String salt = Chain.newSalt();
            return new Sealed(entry, salt, Chain.commitment(salt, entry.content()));
        }

        /** Sealed anew without those persons; the same if it names none of them. */
        private Sealed without(Set<UUID> forgotten) {
            List<UUID> named =
                    Person.of(entry).stream().filter(forgotten::contains).toList();
            return named.isEmpty() ? this : of(Anonymous.of(entry, named));
        }
    }

    private AuditTrail() {}

    /**
     * Appends one entry; the chain is held until the transaction ends, so this comes last in it.
     *
     * @return the entry as it is recorded: without persons whose erasure has begun
     */
    public static Entry append(Handle transaction, String stream, Entry entry) {
        Sealed sealed = Sealed.of(entry);
        ChainEnd end = RecordingStore.lockEnd(transaction, stream);
        return append(transaction, stream, end, List.of(sealed)).get(0);
    }

    /** @param end of the chain, which this transaction holds: an erasure that begins waits for it */
    static List<Entry> append(Handle transaction, String stream, ChainEnd end, List<Sealed> sealed) {
        List<TrailEntry> trail = sealed.stream()
                .map(each -> TrailEntry.of(each.entry()))
                .flatMap(Optional::stream)
                .toList();
        List<RecordingStore.Row> rows = chained(end, withoutForgotten(transaction, sealed));
        RecordingStore.insert(transaction, stream, rows);
        RecordingStore.insertTrail(transaction, stream, trail);
        RecordingStore.Row last = rows.get(rows.size() - 1);
        RecordingStore.moveEnd(transaction, stream, new ChainEnd(last.seq(), last.link()));
        return rows.stream().map(RecordingStore.Row::entry).toList();
    }

    private static List<RecordingStore.Row> chained(ChainEnd end, List<Sealed> sealed) {
        List<RecordingStore.Row> rows = new ArrayList<>(sealed.size());
        ChainEnd last = end;
        for (Sealed next : sealed) {
            long seq = last.seq() + 1;
            String link = Chain.link(last.link(), seq, next.commitment());
            rows.add(new RecordingStore.Row(next.entry(), seq, next.salt(), next.commitment(), link));
            last = new ChainEnd(seq, link);
        }
        return rows;
    }

    /** One look for all of them; asked while the chain is held, so that no erasure begins unseen. */
    private static List<Sealed> withoutForgotten(Handle transaction, List<Sealed> sealed) {
        Set<UUID> named = sealed.stream()
                .flatMap(each -> Person.of(each.entry()).stream())
                .collect(Collectors.toSet());
        if (named.isEmpty()) {
            return sealed;
        }
        Set<UUID> forgotten = RecordingStore.forgotten(transaction, named);
        return forgotten.isEmpty()
                ? sealed
                : sealed.stream().map(each -> each.without(forgotten)).toList();
    }
}
