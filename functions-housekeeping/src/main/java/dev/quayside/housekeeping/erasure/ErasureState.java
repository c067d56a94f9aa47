package dev.quayside.housekeeping.erasure;

/** How far an erasure is. */
enum ErasureState {
    /** Apps have been asked and are at work. */
    RUNNING,
    /** An app says that something has to end first. */
    WAITING,
    /** A legal hold forbids to go on. */
    BLOCKED,
    /** Every app is done; the certificate is still to be written. Answers change nothing any more. */
    CERTIFYING,
    COMPLETED
}
