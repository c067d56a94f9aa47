package dev.quayside.payments.gateway;

/**
 * What we know after asking the gateway for a charge or a refund, or after it.
 *
 * @param outcome what became of it
 * @param id the gateway's id of the charge or refund; null if there is none
 * @param detail the gateway's code, or why there is no answer; null if all is well
 */
public record GatewayAnswer(Outcome outcome, String id, String detail) {

    /** What became of a charge or a refund. */
    public enum Outcome {
        /** The money moved. */
        DONE,
        /** The gateway said no for good; nothing moved. */
        REFUSED,
        /** The gateway has not seen it. Only looking it up can tell. */
        ABSENT,
        /** The gateway could not be reached or said it was busy: trying again at once may help. */
        BUSY,
        /** Nobody knows: the answer did not come, or made no sense. */
        UNANSWERED
    }

    /** Whether the gateway said yes or no. */
    public boolean isFinal() {
        return outcome == Outcome.DONE || outcome == Outcome.REFUSED;
    }

    public static GatewayAnswer done(String id) {
        return new GatewayAnswer(Outcome.DONE, id, null);
    }

    public static GatewayAnswer refused(String id, String code) {
        return new GatewayAnswer(Outcome.REFUSED, id, code);
    }

    public static GatewayAnswer absent() {
        return new GatewayAnswer(Outcome.ABSENT, null, null);
    }

    public static GatewayAnswer busy(String why) {
        return new GatewayAnswer(Outcome.BUSY, null, why);
    }

    public static GatewayAnswer unanswered(String why) {
        return new GatewayAnswer(Outcome.UNANSWERED, null, why);
    }
}
