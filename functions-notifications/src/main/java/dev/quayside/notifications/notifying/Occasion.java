package dev.quayside.notifications.notifying;

import java.util.Map;
import java.util.UUID;

/**
 * Something that a customer is to be told.
 *
 * @param key names the business event, {@code order-shipped:0190…}: it is told once, however often it is heard
 * @param template the slug of a kind, perhaps of one that there is not
 * @param orderId what it is about; null for nothing in particular
 * @param values what the template's variables stand for: texts, amounts of money, moments, and true for flags
 * @param requestedBy who asked for it; null for an event
 */
public record Occasion(
        String key, UUID customerId, String template, UUID orderId, Map<String, ?> values, String requestedBy) {

    /** Without the values, which are personal. */
    @Override
    public String toString() {
        return "Occasion[" + key + "]";
    }
}
