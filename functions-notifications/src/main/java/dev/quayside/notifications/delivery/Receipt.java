package dev.quayside.notifications.delivery;

/**
 * What became of one attempt to hand a message over.
 *
 * @param providerId the provider's id of the message; null if there is none
 * @param detail why not; null if all is well
 */
public record Receipt(Outcome outcome, String providerId, String detail) {

    /** What became of it. */
    public enum Outcome {
        /** The provider has it. */
        DELIVERED,
        /** The provider will never take it. */
        REFUSED,
        /** The provider could not be reached, was busy, or refused us rather than the message. */
        BUSY,
        /** Nobody knows: the answer did not come. The provider may have it. */
        UNANSWERED
    }

    static Receipt delivered(String providerId) {
        return new Receipt(Outcome.DELIVERED, providerId, null);
    }

    static Receipt refused(String code) {
        return new Receipt(Outcome.REFUSED, null, code);
    }

    static Receipt busy(String why) {
        return new Receipt(Outcome.BUSY, null, why);
    }

    static Receipt unanswered(String why) {
        return new Receipt(Outcome.UNANSWERED, null, why);
    }
}
