package dev.quayside.payments;

import dev.quayside.payments.desk.RequestRefund;
import dev.quayside.payments.desk.ShowPayments;
import dev.quayside.payments.desk.TakePayment;
import dev.quayside.payments.erasure.UnsettledPayments;
import dev.quayside.payments.gateway.PaymentGateway;
import dev.quayside.payments.ledger.ChargeBooks;
import dev.quayside.payments.ledger.PaymentBooks;
import dev.quayside.payments.ledger.RefundBooks;
import dev.quayside.payments.processing.Charger;
import dev.quayside.payments.processing.OrderEventsHandler;
import dev.quayside.payments.processing.PaymentResolver;
import dev.quayside.payments.processing.QuickRetries;
import dev.quayside.payments.processing.Refunder;
import dev.quayside.payments.reconciling.Reconciliation;
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
import dev.quayside.shared.storage.BlobSettings;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.timers.Timers;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Composition root: built once per worker process, at the first call; opens nothing before it is used. */
final class PaymentsApp implements AutoCloseable {

    static final String NAME = "payments";
    private static final String SCHEMA = "payments";

    final Database database;
    final OutboxRelay relay;
    final Outbox outbox;
    final Http http;
    final Health health;
    final Timers timers;
    final MessagingSweep sweep;
    final EventConsumer orderEvents;
    final OrderEventsHandler orderEventsHandler;
    final PaymentResolver resolver;
    final TakePayment takePayment;
    final RequestRefund requestRefund;
    final ShowPayments showPayments;
    final Reconciliation reconciliation;
    final EventConsumer gdprEvents;
    final GdprParticipant gdprParticipant;

    PaymentsApp(
            DatabaseSettings databaseSettings,
            ServiceBusSettings serviceBus,
            BlobSettings blobs,
            AuthSettings auth,
            PaymentsSettings settings,
            Clock clock) {
        database = new Database(databaseSettings, NAME);
        relay = new OutboxRelay(database, new MessageSender(serviceBus), NAME);
        outbox = new Outbox(NAME, relay::wake);
        http = new Http(NAME, auth);
        health = new Health(http, database);
        timers = new Timers(NAME, database, clock);
        sweep = new MessagingSweep(database, relay);

        PaymentGateway gateway = new PaymentGateway(settings.gateway(), settings.gatewayTimeout());
        // What is written reads the same: PostgreSQL keeps microseconds.
        Clock micros = Clock.tick(clock, Duration.of(1, ChronoUnit.MICROS));
        RefundBooks refundBooks = new RefundBooks(outbox, micros);
        PaymentBooks paymentBooks = new PaymentBooks(outbox, refundBooks, micros);
        ChargeBooks chargeBooks = new ChargeBooks(outbox, refundBooks, micros, settings.settling());
        Refunder refunder = new Refunder(database, refundBooks, gateway, QuickRetries.STANDARD);
        Charger charger = new Charger(database, chargeBooks, gateway, refunder, QuickRetries.STANDARD);
        orderEvents = new EventConsumer(NAME, OrderEventsHandler.CONSUMER, database);
        orderEventsHandler = new OrderEventsHandler(database, paymentBooks, charger, refunder);
        resolver = new PaymentResolver(database, chargeBooks, refundBooks, charger, refunder, clock);
        AccessTrail trail = new AccessTrail(outbox, micros);
        takePayment = new TakePayment(database, paymentBooks, charger, trail);
        requestRefund = new RequestRefund(
                database, paymentBooks, refundBooks, refunder, trail, settings.customerServiceRefundLimit());
        showPayments = new ShowPayments(database, trail);
        reconciliation = new Reconciliation(database, gateway, settings.reconciledAtOnce());
        gdprEvents = new EventConsumer(NAME, "gdpr-events", database);
        gdprParticipant =
                new GdprParticipant(NAME, database, outbox, new BlobStore(blobs), clock, new UnsettledPayments());
    }

    /** @throws dev.quayside.shared.config.ConfigurationException naming all settings that are missing or wrong */
    static PaymentsApp ofEnvironment() {
        return Settings.ofEnvironment(settings -> new PaymentsApp(
                DatabaseSettings.read(settings, SCHEMA),
                ServiceBusSettings.read(settings),
                BlobSettings.read(settings),
                AuthSettings.read(settings),
                PaymentsSettings.read(settings),
                Clock.systemUTC()));
    }

    @Override
    public void close() {
        relay.close();
        database.close();
    }
}
