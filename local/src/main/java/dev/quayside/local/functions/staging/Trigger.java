package dev.quayside.local.functions.staging;

import java.util.List;

/** What starts a function, with every {@code %SETTING%} resolved. */
public sealed interface Trigger {

    /** Name of the input that the method's annotated parameter refers to. */
    String input();

    /**
     * An HTTP request.
     *
     * @param route template below the app's prefix, for example {@code v1/orders/{id:guid}}
     * @param methods upper-case names, never empty
     */
    record Http(String input, String route, List<String> methods, AuthLevel authLevel) implements Trigger {}

    /** Who may call: anyone, or who has the key. */
    enum AuthLevel {
        ANONYMOUS,
        FUNCTION,
        ADMIN
    }

    /** The clock; the schedule is as written: NCRONTAB or a time span. */
    record Timer(String input, String schedule) implements Trigger {}

    /**
     * A message.
     *
     * @param queue null when it comes from a subscription
     * @param topic null when it comes from a queue
     * @param subscription null when it comes from a queue
     * @param connection name of the setting with the connection string, or prefix of the identity-based settings
     * @param many whether the function takes a batch
     * @param sessions whether the entity is session-enabled
     */
    record ServiceBus(
            String input,
            String queue,
            String topic,
            String subscription,
            String connection,
            boolean many,
            boolean sessions)
            implements Trigger {

        /** The entity's address, as Service Bus writes it. */
        public String entity() {
            return queue != null ? queue : topic + "/subscriptions/" + subscription;
        }
    }
}
