package dev.quayside.orders.lifecycle;

/** What a signal means for an order. */
sealed interface Decision {

    /** The order moves, and its event is told. */
    record Move(Transition transition) implements Decision {}

    /**
     * The order was called off before, and now somebody holds stock or money for it: they are told again that it is
     * off, since the first telling may have come before there was anything to give back.
     */
    record TellAgain() implements Decision {}

    /** It no longer applies, or not yet; a later nudge brings it again. */
    record Ignore() implements Decision {}
}
