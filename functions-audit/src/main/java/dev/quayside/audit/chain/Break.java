package dev.quayside.audit.chain;

/**
 * The first place where a chain does not hold.
 *
 * @param seq the place; where rows are missing, the first of them
 * @param detail one sentence for a person
 */
public record Break(Kind kind, long seq, String detail) {

    /** What was done to the rows, as far as what is left of them tells. */
    public enum Kind {
        CHANGED,
        REMOVED,
        INSERTED,
        REORDERED,
        /** The content is gone, and no entry of the chain says that an erasure took it. */
        ERASED_WITHOUT_RECORD,
        /** An entry says what an erasure took, and no erasure told that it took as much. */
        ERASURE_UNKNOWN,
        /** The chain starts after rows that no anchor of their age knows. */
        REMOVED_EARLY,
        /** The chain holds, but is another one than was anchored. */
        REWRITTEN
    }
}
