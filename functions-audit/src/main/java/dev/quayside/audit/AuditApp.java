package dev.quayside.audit;

import dev.quayside.audit.anchors.AnchorChains;
import dev.quayside.audit.anchors.CheckAnchors;
import dev.quayside.audit.anchors.CheckStarts;
import dev.quayside.audit.anchors.ListAnchors;
import dev.quayside.audit.chain.AnchorKeys;
import dev.quayside.audit.partitions.PartitionKeeper;
import dev.quayside.audit.reading.ExportStream;
import dev.quayside.audit.reading.ReadingRecorder;
import dev.quayside.audit.reading.ShowLogs;
import dev.quayside.audit.reading.ShowTrail;
import dev.quayside.audit.reading.VerifyChain;
import dev.quayside.audit.recording.ErasureBarrier;
import dev.quayside.audit.recording.RecordEvents;
import dev.quayside.audit.recording.RecordRequest;
import dev.quayside.shared.config.Settings;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.EventConsumer;
import dev.quayside.shared.events.MessageSender;
import dev.quayside.shared.events.MessagingSweep;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.events.OutboxRelay;
import dev.quayside.shared.gdpr.GdprParticipant;
import dev.quayside.shared.http.Health;
import dev.quayside.shared.http.Http;
import dev.quayside.shared.storage.BlobStore;
import dev.quayside.shared.timers.Timers;
import java.time.Clock;
import java.util.function.Consumer;

/** Composition root: built once per worker process, at the first call; opens nothing before it is used. */
final class AuditApp implements AutoCloseable {

    static final String NAME = "audit";

    final Database database;
    final OutboxRelay relay;
    final Http http;
    final Health health;
    final Timers timers;
    final MessagingSweep sweep;
    final RecordEvents recordEvents;
    final RecordRequest recordRequest;
    final ShowLogs showLogs;
    final ShowTrail showTrail;
    final VerifyChain verifyChain;
    final ExportStream exportStream;
    final PartitionKeeper partitionKeeper;
    final AnchorChains anchorChains;
    final ListAnchors listAnchors;
    final AnchorKeys anchorKeys;
    final EventConsumer gdprEvents;
    final GdprParticipant gdprParticipant;

    AuditApp(AuditSettings settings, Clock clock) {
        this(settings, clock, OutboxRelay::wake);
    }

    /** @param wake tells the relay of new events; tests leave them in the outbox */
    AuditApp(AuditSettings settings, Clock clock, Consumer<OutboxRelay> wake) {
        database = new Database(settings.database(), NAME);
        relay = new OutboxRelay(database, new MessageSender(settings.serviceBus()), NAME);
        http = new Http(NAME, settings.auth());
        health = new Health(http, database);
        timers = new Timers(NAME, database, clock);
        sweep = new MessagingSweep(database, relay);
        BlobStore blobs = new BlobStore(settings.blobs());

        ReadingRecorder readingRecorder = new ReadingRecorder(clock);
        recordEvents = new RecordEvents(database, clock);
        recordRequest = new RecordRequest(database, clock);
        showLogs = new ShowLogs(database, readingRecorder);
        showTrail = new ShowTrail(database, readingRecorder);
        CheckAnchors checkAnchors = new CheckAnchors(database, blobs, settings.anchors(), clock);
        CheckStarts checkStarts = new CheckStarts(database, blobs, settings.anchors(), clock);
        verifyChain = new VerifyChain(database, checkAnchors, checkStarts, clock);
        exportStream = new ExportStream(database, readingRecorder);
        partitionKeeper = new PartitionKeeper(database, clock);
        anchorChains = new AnchorChains(database, blobs, settings.anchors(), checkAnchors, checkStarts, clock);
        listAnchors = new ListAnchors(database);
        anchorKeys = settings.anchors().keys();

        Outbox outbox = new Outbox(NAME, () -> wake.accept(relay));
        gdprEvents = new EventConsumer(NAME, "gdpr-events", database);
        gdprParticipant = new GdprParticipant(NAME, database, outbox, blobs, clock, new ErasureBarrier(clock));
    }

    /** @throws dev.quayside.shared.config.ConfigurationException naming all settings that are missing or wrong */
    static AuditApp ofEnvironment() {
        return Settings.ofEnvironment(settings -> new AuditApp(AuditSettings.read(settings), Clock.systemUTC()));
    }

    @Override
    public void close() {
        relay.close();
        database.close();
    }
}
