package dev.quayside.notifications.content;

/** A way to reach a customer. */
public enum Channel {
    /** The list of notifications in the portal. It always works, so nobody has to choose it. */
    IN_APP,
    EMAIL,
    SMS
}
