package dev.quayside.shared.gdpr;

/**
 * A row of {@code personal_data}.
 *
 * @param holds what it is, in words
 * @param purpose what it is needed for; null if it is not personal, as is the retention
 * @param replacement SQL expression; null unless it is to be replaced
 * @param isExported false for secrets and for what is computed from other columns
 */
public record RegisteredColumn(
        String name,
        String holds,
        String purpose,
        String retention,
        Erasure erasure,
        String replacement,
        boolean isExported) {

    /** What an update sets it to; null if an update leaves it as it is. */
    String erasedValue() {
        return switch (erasure) {
            case CLEAR -> "null";
            case REPLACE -> replacement;
            case PSEUDONYM -> ":pseudonym";
            case NONE, DELETE, EXPIRE, KEEP, FUNCTION -> null;
        };
    }
}
