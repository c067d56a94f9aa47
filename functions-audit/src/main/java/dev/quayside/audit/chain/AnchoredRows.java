package dev.quayside.audit.chain;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows on their way to the verifier; remembers the links at places that anchors know. */
final class AnchoredRows implements Iterator<ChainRow> {

    private final Iterator<ChainRow> rows;
    private final String stream;
    private final List<Anchor> anchors;
    private final Map<Long, String> links = new HashMap<>();

    /** @param start before the first row */
    AnchoredRows(Iterator<ChainRow> rows, String stream, ChainEnd start, List<Anchor> anchors) {
        this.rows = rows;
        this.stream = stream;
        this.anchors = anchors.stream()
                .filter(anchor -> anchor.head(stream)
                        .filter(end -> end.seq() >= start.seq())
                        .isPresent())
                .toList();
        this.anchors.forEach(anchor -> links.put(end(anchor).seq(), null));
        if (links.containsKey(start.seq())) {
            links.put(start.seq(), start.link());
        }
    }

    private ChainEnd end(Anchor anchor) {
        return anchor.head(stream).orElseThrow();
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public ChainRow next() {
        ChainRow row = rows.next();
        if (links.containsKey(row.seq())) {
            links.put(row.seq(), row.link());
        }
        return row;
    }

    /** How many anchors know a place of these rows. */
    int anchors() {
        return anchors.size();
    }

    /** Once all rows have passed and hold: whether they are those that the anchors saw; the first difference if not. */
    Optional<Break> difference() {
        return anchors.stream()
                .filter(anchor ->
                        !end(anchor).link().equals(links.get(end(anchor).seq())))
                .findFirst()
                .map(anchor -> anchor.rewritten(stream));
    }
}
