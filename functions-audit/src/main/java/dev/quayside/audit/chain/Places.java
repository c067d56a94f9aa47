package dev.quayside.audit.chain;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Places of a chain: a bit each where there are many, so that millions of them fit into little memory. */
public final class Places {

    /** Bits that are kept together: of places far apart each takes so many. */
    private static final int BLOCK = 1_024;

    private final TreeMap<Long, BitSet> blocks = new TreeMap<>();

    public void add(long place) {
        blocks.computeIfAbsent(place / BLOCK, block -> new BitSet()).set((int) (place % BLOCK));
    }

    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    /** The first place; there has to be one. */
    long first() {
        Map.Entry<Long, BitSet> block = blocks.firstEntry();
        return block.getKey() * BLOCK + block.getValue().nextSetBit(0);
    }

    public long count() {
        return blocks.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    /**
     * Takes out what a text names.
     *
     * @param text as {@link #toString} writes it; what it is not names nothing
     * @param count how many it names; if it names others, nothing is taken out
     */
    void removeAll(String text, long count) {
        List<Range> ranges = read(text);
        if (ranges.stream().mapToLong(Range::size).sum() == count) {
            ranges.forEach(range -> remove(range.from, range.to));
        }
    }

    private record Range(long from, long to) {

        long size() {
            return to - from + 1;
        }
    }

    private static List<Range> read(String text) {
        List<Range> ranges = new ArrayList<>();
        try {
            for (String range : text.split(",", -1)) {
                int dash = range.indexOf('-');
                ranges.add(new Range(
                        Long.parseLong(dash < 0 ? range : range.substring(0, dash)),
                        Long.parseLong(range.substring(dash + 1))));
            }
            return ranges;
        } catch (NumberFormatException notOurs) {
            return List.of();
        }
    }

    private void remove(long from, long to) {
        if (from < 0 || to < from) {
            return;
        }
        Map<Long, BitSet> touched = blocks.subMap(from / BLOCK, true, to / BLOCK, true);
        touched.forEach((block, places) -> {
            long start = block * BLOCK;
            places.clear((int) Math.max(from - start, 0), (int) Math.min(to - start + 1, BLOCK));
        });
        touched.values().removeIf(BitSet::isEmpty);
    }

    /** The first ranges, {@code 3}, {@code 7-9}. */
    List<String> ranges(int most) {
        List<String> ranges = new ArrayList<>();
        long from = -1;
        long last = -1;
        for (Map.Entry<Long, BitSet> block : blocks.entrySet()) {
            BitSet places = block.getValue();
            for (int bit = places.nextSetBit(0); bit >= 0; bit = places.nextSetBit(bit + 1)) {
                long place = block.getKey() * BLOCK + bit;
                if (place != last + 1 || from < 0) {
                    addRange(ranges, from, last);
                    from = place;
                }
                last = place;
            }
            if (ranges.size() >= most) {
                return List.copyOf(ranges.subList(0, most));
            }
        }
        addRange(ranges, from, last);
        return List.copyOf(ranges.subList(0, Math.min(most, ranges.size())));
    }

    private static void addRange(List<String> ranges, long from, long to) {
        if (from >= 0) {
            ranges.add(from == to ? Long.toString(from) : from + "-" + to);
        }
    }

    /** All ranges: {@code 3,7-9}. */
    @Override
    public String toString() {
        return String.join(",", ranges(Integer.MAX_VALUE));
    }
}
