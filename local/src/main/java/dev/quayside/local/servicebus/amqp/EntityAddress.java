package dev.quayside.local.servicebus.amqp;

import java.util.Locale;

/**
 * A link's address, without scheme and host.
 *
 * @param path the entity, such as {@code orders-queue} or {@code order-events/subscriptions/catalog}
 * @param isManagement whether it is the entity's request/response node
 */
record EntityAddress(String path, boolean isManagement) {

    static final String CBS = "$cbs";

    private static final String MANAGEMENT = "/$management";

    static EntityAddress parse(String address) {
        String path = address == null ? "" : address;
        int scheme = path.indexOf("://");
        if (scheme >= 0) {
            int host = path.indexOf('/', scheme + 3);
            path = host < 0 ? "" : path.substring(host);
        }
        while (path.startsWith("/")) {
            path = path.substring(1);
        }
        boolean management = path.toLowerCase(Locale.ROOT).endsWith(MANAGEMENT);
        return new EntityAddress(
                management ? path.substring(0, path.length() - MANAGEMENT.length()) : path, management);
    }

    boolean isCbs() {
        return path.equalsIgnoreCase(CBS);
    }
}
