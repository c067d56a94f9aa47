package dev.quayside.notifications;

import dev.quayside.notifications.content.Templates;
import dev.quayside.notifications.delivery.ConfirmationFirst;
import dev.quayside.notifications.delivery.Deliverer;
import dev.quayside.notifications.delivery.DeliveryBooks;
import dev.quayside.notifications.delivery.EmailCarrier;
import dev.quayside.notifications.delivery.SmsCarrier;
import dev.quayside.notifications.live.LiveUpdates;
import dev.quayside.notifications.live.OpenStream;
import dev.quayside.notifications.notifying.News;
import dev.quayside.notifications.notifying.SendNotification;
import dev.quayside.notifications.notifying.Teller;
import dev.quayside.notifications.reading.MarkRead;
import dev.quayside.notifications.reading.ShowNotifications;
import dev.quayside.notifications.recipient.EditPreferences;
import dev.quayside.shared.auth.AuthSettings;
import dev.quayside.shared.config.Settings;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.EventConsumer;
import dev.quayside.shared.events.MessageSender;
import dev.quayside.shared.events.MessagingSweep;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.events.OutboxRelay;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.gdpr.GdprParticipant;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.Health;
import dev.quayside.shared.http.Http;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.timers.Timers;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Composition root: built once per worker process, at the first call; opens nothing before it is used. */
final class NotificationsApp implements AutoCloseable {

    static final String NAME = "notifications";
    private static final String SCHEMA = "notifications";

    final Database database;
    final OutboxRelay relay;
    final Http http;
    final Health health;
    final Timers timers;
    final MessagingSweep sweep;
    final EventConsumer orderEvents;
    final EventConsumer paymentEvents;
    final EventConsumer customerEvents;
    final EventConsumer notificationEvents;
    final EventConsumer gdprEvents;
    final News news;
    final GdprParticipant gdprParticipant;
    final Deliverer deliverer;
    final Optional<LiveUpdates> live;
    final SendNotification sendNotification;
    final ShowNotifications showNotifications;
    final MarkRead markRead;
    final EditPreferences editPreferences;
    final OpenStream openStream;

    NotificationsApp(
            DatabaseSettings databaseSettings,
            ServiceBusSettings serviceBus,
            AuthSettings auth,
            NotificationsSettings settings,
            Clock clock) {
        database = new Database(databaseSettings, NAME);
        relay = new OutboxRelay(database, new MessageSender(serviceBus), NAME);
        http = new Http(NAME, auth);
        health = new Health(http, database);
        timers = new Timers(NAME, database, clock);
        sweep = new MessagingSweep(database, relay);
        orderEvents = new EventConsumer(NAME, "order-events", database);
        paymentEvents = new EventConsumer(NAME, "payment-events", database);
        customerEvents = new EventConsumer(NAME, "customer-events", database);
        notificationEvents = new EventConsumer(NAME, "notification-events", database);
        gdprEvents = new EventConsumer(NAME, "gdpr-events", database);

        Outbox outbox = new Outbox(NAME, relay::wake);
        // What is written reads the same: PostgreSQL keeps microseconds.
        Clock micros = Clock.tick(clock, Duration.of(1, ChronoUnit.MICROS));
        AccessTrail trail = new AccessTrail(outbox, micros);
        Templates templates = new Templates();
        DeliveryBooks books = new DeliveryBooks(outbox, micros);
        deliverer = new Deliverer(
                database,
                books,
                List.of(
                        new EmailCarrier(settings.mail(), settings.carrierTimeout()),
                        new SmsCarrier(settings.sms(), settings.carrierTimeout())));
        live = settings.live().map(LiveUpdates::new);
        Teller teller = new Teller(templates, books, deliverer, live, outbox, micros);
        news = new News(database, teller);
        gdprParticipant = new GdprParticipant(
                NAME, database, outbox, new BlobStore(settings.blobs()), micros, new ConfirmationFirst(micros));
        sendNotification = new SendNotification(database, templates, teller, trail);
        showNotifications = new ShowNotifications(database, trail);
        markRead = new MarkRead(database, micros);
        editPreferences = new EditPreferences(database, trail, micros);
        openStream = new OpenStream(live, clock);
    }

    /** @throws dev.quayside.shared.config.ConfigurationException naming all settings that are missing or wrong */
    static NotificationsApp ofEnvironment() {
        return Settings.ofEnvironment(settings -> new NotificationsApp(
                DatabaseSettings.read(settings, SCHEMA),
                ServiceBusSettings.read(settings),
                AuthSettings.read(settings),
                NotificationsSettings.read(settings),
                Clock.systemUTC()));
    }

    @Override
    public void close() {
        live.ifPresent(LiveUpdates::close);
        deliverer.close();
        relay.close();
        database.close();
    }
}
