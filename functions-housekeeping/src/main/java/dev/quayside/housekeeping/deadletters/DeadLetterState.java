package dev.quayside.housekeeping.deadletters;

/** What became of a dead letter. */
enum DeadLetterState {
    /** Nobody has decided. */
    OPEN,
    /** Sent again; if it dies again, that is a dead letter of its own. */
    RESUBMITTED,
    /** Never to be handled. */
    DISCARDED
}
