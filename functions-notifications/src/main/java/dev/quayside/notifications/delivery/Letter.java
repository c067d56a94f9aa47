package dev.quayside.notifications.delivery;

/**
 * What a carrier is to bring.
 *
 * @param key the same for every attempt
 * @param subject null for a text message
 */
public record Letter(String key, String address, String subject, String body) {

    /** Without what is personal. */
    @Override
    public String toString() {
        return "Letter[" + key + "]";
    }
}
