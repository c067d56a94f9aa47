package dev.quayside.shared.gdpr;

/** What becomes of a column when its customer is forgotten; the values of {@code personal_data.erasure}. */
public enum Erasure {
    /** Nothing: it says nothing of a person. */
    NONE,
    /** The row is deleted. */
    DELETE,
    /** Becomes null. */
    CLEAR,
    /** Becomes what the register says. */
    REPLACE,
    /** The customer's id becomes their {@link Pseudonym}. */
    PSEUDONYM,
    /** Goes by itself, as its retention says. */
    EXPIRE,
    /** Has to be kept, as its retention says. */
    KEEP,
    /** The table's eraser does it: a function of the schema. */
    FUNCTION
}
