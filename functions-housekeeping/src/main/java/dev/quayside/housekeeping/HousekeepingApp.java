package dev.quayside.housekeeping;

import dev.quayside.housekeeping.deadletters.DiscardDeadLetter;
import dev.quayside.housekeeping.deadletters.KeepDeadLetter;
import dev.quayside.housekeeping.deadletters.ListDeadLetters;
import dev.quayside.housekeeping.deadletters.ReadDeadLetter;
import dev.quayside.housekeeping.deadletters.ResubmitDeadLetters;
import dev.quayside.housekeeping.erasure.Anonymization;
import dev.quayside.housekeeping.erasure.Certification;
import dev.quayside.housekeeping.erasure.Coordinator;
import dev.quayside.housekeeping.erasure.ErasureSweep;
import dev.quayside.housekeeping.erasure.LegalHolds;
import dev.quayside.housekeeping.erasure.ReadErasures;
import dev.quayside.housekeeping.jobs.AdministerJobs;
import dev.quayside.housekeeping.jobs.Jobs;
import dev.quayside.housekeeping.maintenance.MaintenanceSettings;
import dev.quayside.housekeeping.stuck.StuckOrders;
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
final class HousekeepingApp implements AutoCloseable {

    static final String NAME = "housekeeping";
    private static final String SCHEMA = "housekeeping";

    final Database database;
    private final Database maintenance;
    final OutboxRelay relay;
    final Http http;
    final Health health;
    final Timers timers;
    final MessagingSweep sweep;
    final KeepDeadLetter keepDeadLetter;
    final ListDeadLetters listDeadLetters;
    final ResubmitDeadLetters resubmitDeadLetters;
    final DiscardDeadLetter discardDeadLetter;
    final StuckOrders stuckOrders;
    final ReadDeadLetter readDeadLetter;
    final EventConsumer gdprEvents;
    final GdprParticipant gdprParticipant;
    final Anonymization anonymization;
    final ErasureSweep erasureSweep;
    final LegalHolds legalHolds;
    final ReadErasures readErasures;
    final Jobs jobs;
    final AdministerJobs administerJobs;

    HousekeepingApp(
            DatabaseSettings databaseSettings,
            DatabaseSettings maintenanceSettings,
            ServiceBusSettings serviceBus,
            AuthSettings auth,
            BlobSettings blobSettings,
            Clock clock) {
        database = new Database(databaseSettings, NAME);
        maintenance = new Database(maintenanceSettings, NAME + "-maintenance");
        relay = new OutboxRelay(database, new MessageSender(serviceBus), NAME);
        Outbox outbox = new Outbox(NAME, relay::wake);
        http = new Http(NAME, auth);
        health = new Health(http, database);
        timers = new Timers(NAME, database, clock);
        sweep = new MessagingSweep(database, relay);

        // What is written reads the same: PostgreSQL keeps microseconds.
        Clock micros = Clock.tick(clock, Duration.of(1, ChronoUnit.MICROS));
        AccessTrail trail = new AccessTrail(outbox, micros);
        keepDeadLetter = new KeepDeadLetter(database, micros);
        listDeadLetters = new ListDeadLetters(database, trail, micros);
        resubmitDeadLetters = new ResubmitDeadLetters(database, outbox, trail, micros);
        discardDeadLetter = new DiscardDeadLetter(database, trail, micros);
        stuckOrders = new StuckOrders(database, trail);
        readDeadLetter = new ReadDeadLetter(database, trail, micros);

        BlobStore blobs = new BlobStore(blobSettings);
        gdprEvents = new EventConsumer(NAME, "gdpr-events", database);
        gdprParticipant = new GdprParticipant(NAME, database, outbox, blobs, micros, GdprParticipant.ErasureRule.NONE);
        Coordinator coordinator = new Coordinator(outbox, micros);
        Certification certification = new Certification(database, blobs, outbox, micros);
        anonymization = new Anonymization(gdprEvents, coordinator, certification, micros);
        erasureSweep = new ErasureSweep(database, coordinator, certification, micros);
        legalHolds = new LegalHolds(database, coordinator, outbox, trail, micros);
        readErasures = new ReadErasures(database, trail, micros);
        jobs = new Jobs(database, micros, HousekeepingJobs.all(database, maintenance, outbox, blobs, micros));
        administerJobs = new AdministerJobs(database, jobs, trail, micros);
    }

    /** @throws dev.quayside.shared.config.ConfigurationException naming all settings that are missing or wrong */
    static HousekeepingApp ofEnvironment() {
        return Settings.ofEnvironment(settings -> {
            DatabaseSettings database = DatabaseSettings.read(settings, SCHEMA);
            return new HousekeepingApp(
                    database,
                    MaintenanceSettings.read(settings, database),
                    ServiceBusSettings.read(settings),
                    AuthSettings.read(settings),
                    BlobSettings.read(settings),
                    Clock.systemUTC());
        });
    }

    @Override
    public void close() {
        relay.close();
        maintenance.close();
        database.close();
    }
}
