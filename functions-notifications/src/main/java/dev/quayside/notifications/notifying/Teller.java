package dev.quayside.notifications.notifying;

import dev.quayside.notifications.content.Channel;
import dev.quayside.notifications.content.Kind;
import dev.quayside.notifications.content.Rendering;
import dev.quayside.notifications.content.Rendering.Rendered;
import dev.quayside.notifications.content.Rendering.Unrenderable;
import dev.quayside.notifications.content.Templates;
import dev.quayside.notifications.content.Texts;
import dev.quayside.notifications.delivery.Deliverer;
import dev.quayside.notifications.delivery.DeliveryBooks;
import dev.quayside.notifications.delivery.DeliveryPlan;
import dev.quayside.notifications.live.LiveUpdates;
import dev.quayside.notifications.reading.NotificationView;
import dev.quayside.notifications.recipient.Recipient;
import dev.quayside.notifications.recipient.Recipients;
import dev.quayside.shared.contracts.NotificationEvents.NotificationDelivered;
import dev.quayside.shared.contracts.NotificationEvents.NotificationFailed;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Tells a customer something: in the app at once, by the other ways as they chose. */
public final class Teller {

    private final Templates templates;
    private final DeliveryBooks deliveries;
    private final Deliverer deliverer;
    private final Optional<LiveUpdates> live;
    private final Outbox outbox;
    private final Clock clock;

    /** @param live empty where nothing is pushed */
    public Teller(
            Templates templates,
            DeliveryBooks deliveries,
            Deliverer deliverer,
            Optional<LiveUpdates> live,
            Outbox outbox,
            Clock clock) {
        this.templates = templates;
        this.deliveries = deliveries;
        this.deliverer = deliverer;
        this.live = live;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Writes the notification, to be followed by {@link #follow} after the commit. What cannot be put into words is
     * written as failed, so that somebody can see to it.
     *
     * @return empty if the customer was told of this occasion before, or is forgotten
     */
    Optional<Told> tell(Handle transaction, Occasion occasion) {
        Recipient recipient = Recipients.find(transaction, occasion.customerId());
        Rendering rendering = templates.render(
                occasion.template(),
                recipient.language(),
                recipient.name(),
                onTheirClock(occasion.values(), recipient.zone()));
        NotificationView notification = notification(occasion, recipient, rendering);
        if (!NotificationStore.insert(transaction, occasion, notification)) {
            Log.info("the customer was told before, or is forgotten", "occasion", occasion.key());
            return Optional.empty();
        }
        return Optional.of(
                rendering instanceof Rendered rendered
                        ? told(transaction, notification, recipient, rendered.texts())
                        : failed(transaction, notification));
    }

    private static Map<String, ?> onTheirClock(Map<String, ?> values, ZoneId zone) {
        Map<String, Object> local = new HashMap<>(values);
        local.replaceAll((name, value) -> value instanceof Instant moment ? moment.atZone(zone) : value);
        return local;
    }

    private NotificationView notification(Occasion occasion, Recipient recipient, Rendering rendering) {
        Instant now = clock.instant();
        Texts texts = rendering instanceof Rendered rendered ? rendered.texts() : null;
        return new NotificationView(
                Ids.newId(),
                occasion.template(),
                recipient.language().code(),
                texts == null ? null : texts.title(),
                texts == null ? null : texts.inApp(),
                occasion.orderId(),
                now,
                null,
                occasion.customerId(),
                rendering instanceof Unrenderable unrenderable ? unrenderable.reason() : null,
                null);
    }

    private Told told(Handle transaction, NotificationView notification, Recipient recipient, Texts texts) {
        Kind kind = Kind.named(notification.event()).orElseThrow();
        boolean hasDue = deliveries.open(
                transaction, notification.id(), DeliveryPlan.of(kind, recipient, notification.createdAt()), texts);
        outbox.append(
                transaction,
                new NotificationDelivered(notification.customerId(), notification.id(), Channel.IN_APP.name()));
        return new Told(notification, hasDue);
    }

    private Told failed(Handle transaction, NotificationView notification) {
        UUID id = notification.id();
        Log.warn("a notification cannot be written", "notificationId", id, "reason", notification.failure());
        outbox.append(
                transaction,
                new NotificationFailed(notification.customerId(), id, Channel.IN_APP.name(), notification.failure()));
        return new Told(notification, false);
    }

    /** What follows the commit: it may be left out, and then the portal's list and the timer make up for it. */
    void follow(Told told) {
        NotificationView notification = told.notification();
        if (told.isReadable()) {
            live.ifPresent(updates -> updates.push(
                    notification.customerId(),
                    Json.write(Map.of("type", "notification", "notification", notification.forCustomer()))));
        }
        if (told.hasDue()) {
            deliverer.wake();
        }
    }
}
