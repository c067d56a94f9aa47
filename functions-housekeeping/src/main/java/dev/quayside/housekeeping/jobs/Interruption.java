package dev.quayside.housekeeping.jobs;

/** Ends the work on a run before the run ends. Not a fault: no stack trace. */
final class Interruption extends RuntimeException {

    /** Why. */
    enum Cause {
        /** The function has worked long enough; the run goes on at the next tick. */
        OUT_OF_TIME,
        /** Another instance works on the run, since this one was not heard of for too long. */
        TAKEN_OVER
    }

    private final Cause why;

    Interruption(Cause why) {
        super(why.name(), null, false, false);
        this.why = why;
    }

    Cause why() {
        return why;
    }
}
