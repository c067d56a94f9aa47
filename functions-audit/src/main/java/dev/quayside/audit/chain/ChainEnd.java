package dev.quayside.audit.chain;

/**
 * A place in a chain and the link there: where a stream ends, or where a verification starts.
 *
 * @param seq 0 before the first row
 * @param link hex
 */
public record ChainEnd(long seq, String link) {

    /** Before the first row of a stream. */
    public static ChainEnd start(String stream) {
        return new ChainEnd(0, Chain.genesis(stream));
    }
}
