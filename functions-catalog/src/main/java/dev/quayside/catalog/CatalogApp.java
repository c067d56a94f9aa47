package dev.quayside.catalog;

import dev.quayside.catalog.products.Categories;
import dev.quayside.catalog.products.ChangeProduct;
import dev.quayside.catalog.products.CreateProduct;
import dev.quayside.catalog.products.ReadProducts;
import dev.quayside.catalog.searching.SearchProducts;
import dev.quayside.catalog.stock.AdjustStock;
import dev.quayside.catalog.stock.ExpireReservations;
import dev.quayside.catalog.stock.Inventory;
import dev.quayside.catalog.stock.OrderStock;
import dev.quayside.shared.config.Settings;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.EventConsumer;
import dev.quayside.shared.events.MessageSender;
import dev.quayside.shared.events.MessagingSweep;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.events.OutboxRelay;
import dev.quayside.shared.gdpr.GdprParticipant;
import dev.quayside.shared.gdpr.GdprParticipant.ErasureRule;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.Health;
import dev.quayside.shared.http.Http;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.timers.Timers;
import java.time.Clock;

/** Composition root: built once per worker process, at the first call; opens nothing before it is used. */
final class CatalogApp implements AutoCloseable {

    static final String NAME = "catalog";

    final Database database;
    final OutboxRelay relay;
    final Http http;
    final Health health;
    final Timers timers;
    final MessagingSweep sweep;

    final ReadProducts readProducts;
    final CreateProduct createProduct;
    final ChangeProduct changeProduct;
    final Categories categories;
    final SearchProducts searchProducts;

    final Inventory inventory;
    final AdjustStock adjustStock;
    final EventConsumer orderEvents;
    final OrderStock orderStock;
    final ExpireReservations expireReservations;
    final EventConsumer gdprEvents;
    final GdprParticipant gdprParticipant;

    CatalogApp(CatalogSettings settings) {
        Clock clock = Clock.systemUTC();
        database = new Database(settings.database(), NAME);
        relay = new OutboxRelay(database, new MessageSender(settings.serviceBus()), NAME);
        http = new Http(NAME, settings.auth());
        health = new Health(http, database);
        timers = new Timers(NAME, database, clock);
        sweep = new MessagingSweep(database, relay);
        Outbox outbox = new Outbox(NAME, relay::wake);
        AccessTrail trail = new AccessTrail(outbox, clock);

        readProducts = new ReadProducts(database);
        createProduct = new CreateProduct(database, outbox, trail);
        changeProduct = new ChangeProduct(database, outbox, trail);
        categories = new Categories(database, trail);
        searchProducts = new SearchProducts(database);

        inventory = new Inventory(database);
        adjustStock = new AdjustStock(database, outbox, trail);
        orderEvents = new EventConsumer(NAME, "order-events", database);
        orderStock = new OrderStock(database, orderEvents, outbox, settings.reservationLife());
        expireReservations = new ExpireReservations(database, outbox);
        gdprEvents = new EventConsumer(NAME, "gdpr-events", database);
        gdprParticipant =
                new GdprParticipant(NAME, database, outbox, new BlobStore(settings.blobs()), clock, ErasureRule.NONE);
    }

    /** @throws dev.quayside.shared.config.ConfigurationException naming all settings that are missing or wrong */
    static CatalogApp ofEnvironment() {
        return new CatalogApp(Settings.ofEnvironment(CatalogSettings::read));
    }

    @Override
    public void close() {
        relay.close();
        database.close();
    }
}
