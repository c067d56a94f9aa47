package dev.quayside.audit;

import dev.quayside.audit.partitions.PartitionKeeper;
import dev.quayside.audit.reading.ExportStream;
import dev.quayside.audit.reading.ReadingRecorder;
import dev.quayside.audit.reading.ShowLogs;
import dev.quayside.audit.reading.ShowTrail;
import dev.quayside.audit.reading.VerifyChain;
import dev.quayside.audit.recording.RecordEvents;
import dev.quayside.audit.recording.RecordRequest;
import dev.quayside.shared.auth.AuthSettings;
import dev.quayside.shared.auth.TokenVerifier;
import dev.quayside.shared.config.Settings;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.events.MessageSender;
import dev.quayside.shared.events.MessagingSweep;
import dev.quayside.shared.events.OutboxRelay;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.http.Health;
import dev.quayside.shared.http.Http;
import java.time.Clock;

/** Composition root: built once per worker process, at the first call; opens nothing before it is used. */
final class AuditApp implements AutoCloseable {

    static final String NAME = "audit";
    private static final String SCHEMA = "audit";

    final Database database;
    final OutboxRelay relay;
    final Http http;
    final Health health;
    final MessagingSweep sweep;
    final RecordEvents recordEvents;
    final RecordRequest recordRequest;
    final ShowLogs showLogs;
    final ShowTrail showTrail;
    final VerifyChain verifyChain;
    final ExportStream exportStream;
    final PartitionKeeper partitionKeeper;

    AuditApp(DatabaseSettings databaseSettings, ServiceBusSettings serviceBus, AuthSettings auth, Clock clock) {
        database = new Database(databaseSettings, NAME);
        relay = new OutboxRelay(database, new MessageSender(serviceBus), NAME);
        http = new Http(NAME, new TokenVerifier(auth));
        health = new Health(http, database);
        sweep = new MessagingSweep(NAME, database, relay);

        ReadingRecorder readingRecorder = new ReadingRecorder(clock);
        recordEvents = new RecordEvents(database, clock);
        recordRequest = new RecordRequest(database, clock);
        showLogs = new ShowLogs(database, readingRecorder);
        showTrail = new ShowTrail(database, readingRecorder);
        verifyChain = new VerifyChain(database);
        exportStream = new ExportStream(database, readingRecorder);
        partitionKeeper = new PartitionKeeper(database, clock);
    }

    /** @throws dev.quayside.shared.config.ConfigurationException naming all settings that are missing or wrong */
    static AuditApp ofEnvironment() {
        return Settings.ofEnvironment(settings -> new AuditApp(
                DatabaseSettings.read(settings, SCHEMA),
                ServiceBusSettings.read(settings),
                AuthSettings.read(settings),
                Clock.systemUTC()));
    }

    @Override
    public void close() {
        relay.close();
        database.close();
    }
}
