package dev.quayside.shared.contracts;

import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.Topic;
import java.util.Map;
import java.util.UUID;

/**
 * What the notifications app is asked for and tells. Fields may be added; none is ever removed, renamed or given another
 * meaning.
 */
public final class NotificationEvents {

    private NotificationEvents() {}

    /** An event about a notification to one customer. */
    public interface NotificationEvent extends DomainEvent {
        UUID customerId();

        @Override
        default Topic topic() {
            return Topic.NOTIFICATION_EVENTS;
        }

        @Override
        default String subject() {
            return customerId().toString();
        }
    }

    /**
     * A customer is to be told something; any app may ask for it.
     *
     * @param template names what is said, {@code order-confirmed}
     * @param data what the template's variables stand for
     */
    public record NotificationRequested(UUID customerId, String template, Map<String, String> data)
            implements NotificationEvent {
        public static final String TYPE = "quayside.notification.requested.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A notification reached its channel.
     *
     * @param channel {@code IN_APP}, {@code EMAIL} or {@code SMS}
     */
    public record NotificationDelivered(UUID customerId, UUID notificationId, String channel)
            implements NotificationEvent {
        public static final String TYPE = "quayside.notification.delivered.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A notification did not reach a channel, and will not. For a channel besides the app, another may have it.
     *
     * @param channel {@code IN_APP} if it could not be written at all
     */
    public record NotificationFailed(UUID customerId, UUID notificationId, String channel, String reason)
            implements NotificationEvent {
        public static final String TYPE = "quayside.notification.failed.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }
}
