package dev.quayside.catalog;

import dev.quayside.shared.auth.AuthSettings;
import dev.quayside.shared.auth.TokenVerifier;
import dev.quayside.shared.config.Settings;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.MessageSender;
import dev.quayside.shared.events.MessagingSweep;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.events.OutboxRelay;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.http.Health;
import dev.quayside.shared.http.Http;

/** Composition root: built once per worker process, at the first call; opens nothing before it is used. */
final class CatalogApp implements AutoCloseable {

    private static final String NAME = "catalog";
    private static final String SCHEMA = "products";

    final Database database;
    final OutboxRelay relay;
    final Outbox outbox;
    final Http http;
    final Health health;
    final MessagingSweep sweep;

    CatalogApp(DatabaseSettings databaseSettings, ServiceBusSettings serviceBus, AuthSettings auth) {
        database = new Database(databaseSettings, NAME);
        relay = new OutboxRelay(database, new MessageSender(serviceBus), NAME);
        outbox = new Outbox(NAME, relay::wake);
        http = new Http(NAME, new TokenVerifier(auth));
        health = new Health(http, database);
        sweep = new MessagingSweep(NAME, database, relay);
    }

    /** @throws dev.quayside.shared.config.ConfigurationException naming all settings that are missing or wrong */
    static CatalogApp ofEnvironment() {
        return Settings.ofEnvironment(settings -> new CatalogApp(
                DatabaseSettings.read(settings, SCHEMA),
                ServiceBusSettings.read(settings),
                AuthSettings.read(settings)));
    }

    @Override
    public void close() {
        relay.close();
        database.close();
    }
}
