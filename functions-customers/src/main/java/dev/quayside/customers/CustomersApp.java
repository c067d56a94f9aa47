package dev.quayside.customers;

import dev.quayside.customers.consents.KeepConsents;
import dev.quayside.customers.erasure.EraseCustomer;
import dev.quayside.customers.erasure.GdprMessages;
import dev.quayside.customers.exports.CollectExport;
import dev.quayside.customers.exports.ExportCustomer;
import dev.quayside.customers.exports.MakeExport;
import dev.quayside.customers.exports.TendExports;
import dev.quayside.customers.orders.ListOrders;
import dev.quayside.customers.orders.OrderProjection;
import dev.quayside.customers.preferences.KeepPreferences;
import dev.quayside.customers.profile.RegisterCustomer;
import dev.quayside.customers.profile.ShowCustomer;
import dev.quayside.customers.profile.UpdateCustomer;
import dev.quayside.customers.searching.SearchCustomers;
import dev.quayside.customers.segments.RecomputeSegments;
import dev.quayside.shared.config.Settings;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.EventConsumer;
import dev.quayside.shared.events.MessageSender;
import dev.quayside.shared.events.MessagingSweep;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.events.OutboxRelay;
import dev.quayside.shared.gdpr.GdprParticipant;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.Health;
import dev.quayside.shared.http.Http;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.timers.Timers;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** Composition root: built once per worker process, at the first call; opens nothing before it is used. */
final class CustomersApp implements AutoCloseable {

    static final String NAME = "customers";

    /** A batch takes some 50 ms and holds the rows of its customers' segments, which nobody else waits for. */
    private static final int SEGMENT_BATCH = 1_000;

    final Database database;
    final OutboxRelay relay;
    final Http http;
    final Health health;
    final Timers timers;
    final MessagingSweep sweep;
    final RegisterCustomer registerCustomer;
    final ShowCustomer showCustomer;
    final UpdateCustomer updateCustomer;
    final KeepPreferences preferences;
    final KeepConsents consents;
    final EventConsumer orderEvents;
    final OrderProjection orderProjection;
    final ListOrders listOrders;
    final SearchCustomers searchCustomers;
    final RecomputeSegments recomputeSegments;
    final EraseCustomer eraseCustomer;
    final ExportCustomer exportCustomer;
    final TendExports tendExports;
    final EventConsumer gdprEvents;
    final GdprMessages gdprMessages;

    CustomersApp(CustomersSettings settings, Clock clock) {
        this(settings, clock, OutboxRelay::wake);
    }

    /** @param wake tells the relay of new events; tests leave them in the outbox */
    CustomersApp(CustomersSettings settings, Clock clock, Consumer<OutboxRelay> wake) {
        database = new Database(settings.database(), NAME);
        relay = new OutboxRelay(database, new MessageSender(settings.serviceBus()), NAME);
        Outbox outbox = new Outbox(NAME, () -> wake.accept(relay));
        http = new Http(NAME, settings.auth());
        health = new Health(http, database);
        timers = new Timers(NAME, database, clock);
        sweep = new MessagingSweep(database, relay);

        // What is written reads the same: PostgreSQL keeps microseconds.
        Clock micros = Clock.tick(clock, Duration.of(1, ChronoUnit.MICROS));
        AccessTrail trail = new AccessTrail(outbox, micros);
        registerCustomer = new RegisterCustomer(database, outbox, micros);
        showCustomer = new ShowCustomer(database, trail);
        updateCustomer = new UpdateCustomer(database, outbox, trail, micros);
        preferences = new KeepPreferences(database, trail, micros);
        consents = new KeepConsents(database, outbox, trail, micros);
        orderEvents = new EventConsumer(NAME, "order-events", database);
        orderProjection = new OrderProjection(database, micros);
        listOrders = new ListOrders(database, trail);
        searchCustomers = new SearchCustomers(database, trail);
        recomputeSegments = new RecomputeSegments(database, micros, SEGMENT_BATCH);

        BlobStore blobs = new BlobStore(settings.blobs());
        eraseCustomer = new EraseCustomer(database, outbox, trail, micros);
        exportCustomer = new ExportCustomer(database, outbox, trail, blobs, micros);
        MakeExport makeExport = new MakeExport(database, outbox, blobs, micros);
        tendExports = new TendExports(database, outbox, makeExport, micros);
        gdprEvents = new EventConsumer(NAME, "gdpr-events", database);
        gdprMessages = new GdprMessages(
                new CollectExport(database, blobs, makeExport),
                eraseCustomer,
                tendExports,
                new GdprParticipant(NAME, database, outbox, blobs, micros, tendExports::waitsFor));
    }

    /** @throws dev.quayside.shared.config.ConfigurationException naming all settings that are missing or wrong */
    static CustomersApp ofEnvironment() {
        return Settings.ofEnvironment(
                settings -> new CustomersApp(CustomersSettings.read(settings), Clock.systemUTC()));
    }

    @Override
    public void close() {
        relay.close();
        database.close();
    }
}
