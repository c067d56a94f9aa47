package dev.quayside.shared.http;

/**
 * A kind of problem that a caller can meet, RFC 9457. Implemented by enums, so that every rejection has a constant, a
 * test and a line in {@code docs/problems.md}.
 */
public interface ProblemType {

    /** The last part of the type's address, {@code out-of-stock}. */
    String slug();

    /** HTTP status. */
    int status();

    /** One sentence that is the same for every occurrence. */
    String title();

    /** The address that names this kind of problem. */
    default String uri() {
        return "https://quayside.dev/problems/" + slug();
    }
}
