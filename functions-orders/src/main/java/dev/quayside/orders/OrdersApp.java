package dev.quayside.orders;

import dev.quayside.orders.erasure.ForgetCustomer;
import dev.quayside.orders.erasure.OrdersUnderWay;
import dev.quayside.orders.lifecycle.ChangeStatus;
import dev.quayside.orders.lifecycle.Deadlines;
import dev.quayside.orders.lifecycle.OrderChanges;
import dev.quayside.orders.lifecycle.SagaEvents;
import dev.quayside.orders.placing.PlaceOrder;
import dev.quayside.orders.reading.OrderQueries;
import dev.quayside.orders.shipping.ShipmentStep;
import dev.quayside.orders.shipping.ShippingQueries;
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
import java.util.function.Consumer;

/** Composition root: built once per worker process, at the first call; opens nothing before it is used. */
final class OrdersApp implements AutoCloseable {

    static final String NAME = "orders";

    final Database database;
    final OutboxRelay relay;
    final Http http;
    final Health health;
    final Timers timers;
    final MessagingSweep sweep;
    final PlaceOrder placeOrder;
    final OrderQueries queries;
    final ChangeStatus changeStatus;
    final ShippingQueries shippingQueries;
    final SagaEvents sagaEvents;
    final ShipmentStep shipmentStep;
    final Deadlines deadlines;
    final ForgetCustomer forgetCustomer;
    final EventConsumer catalogEvents;
    final EventConsumer paymentEvents;
    final EventConsumer orderEvents;
    final EventConsumer gdprEvents;

    OrdersApp(OrdersSettings settings, Clock clock) {
        this(settings, clock, OutboxRelay::wake);
    }

    /** @param wake tells the relay of new events; tests leave them in the outbox */
    OrdersApp(OrdersSettings settings, Clock clock, Consumer<OutboxRelay> wake) {
        database = new Database(settings.database(), NAME);
        relay = new OutboxRelay(database, new MessageSender(settings.serviceBus()), NAME);
        Outbox outbox = new Outbox(NAME, () -> wake.accept(relay));
        AccessTrail trail = new AccessTrail(outbox, clock);
        OrderChanges changes = new OrderChanges(database, outbox, clock);

        http = new Http(NAME, settings.auth());
        health = new Health(http, database);
        timers = new Timers(NAME, database, clock);
        sweep = new MessagingSweep(database, relay);

        placeOrder = new PlaceOrder(database, outbox, trail, clock);
        queries = new OrderQueries(database, trail);
        changeStatus = new ChangeStatus(database, changes, trail);
        shippingQueries = new ShippingQueries(database, trail, settings.shipping());
        sagaEvents = new SagaEvents(changes);
        shipmentStep = new ShipmentStep(database, changes, settings.shipping(), clock);
        deadlines = new Deadlines(database, changes, outbox, settings.patience(), clock);

        forgetCustomer = new ForgetCustomer(
                database,
                new GdprParticipant(
                        NAME, database, outbox, new BlobStore(settings.blobs()), clock, new OrdersUnderWay()));

        catalogEvents = new EventConsumer(NAME, "catalog-events", database);
        paymentEvents = new EventConsumer(NAME, "payment-events", database);
        orderEvents = new EventConsumer(NAME, "order-events", database);
        gdprEvents = new EventConsumer(NAME, "gdpr-events", database);
    }

    /** @throws dev.quayside.shared.config.ConfigurationException naming all settings that are missing or wrong */
    static OrdersApp ofEnvironment() {
        return Settings.ofEnvironment(settings -> new OrdersApp(OrdersSettings.read(settings), Clock.systemUTC()));
    }

    @Override
    public void close() {
        relay.close();
        database.close();
    }
}
