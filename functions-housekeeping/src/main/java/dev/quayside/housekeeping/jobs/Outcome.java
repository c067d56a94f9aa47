package dev.quayside.housekeeping.jobs;

/** How a run ended. */
enum Outcome {
    DONE,

    /** It is done, and found what should not be. */
    DIFFERENCES,

    /** A step could not be done; the others were. */
    FAILED
}
