package dev.quayside.shared.gdpr;

import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.storage.BlobStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * An app's part in exports and erasures: it hands over, and forgets, what the register of its schema says. Everything
 * may run again at any line: an export's part is written anew, and what is erased is nobody's any more. An erasure is
 * begun, or begun again, only while its question is valid; once begun it goes to its end.
 */
public final class GdprParticipant {

    /** Where the parts of exports are put. */
    public static final String PARTS = "gdpr-parts";

    /** A request or a message takes no longer; a job may. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** What has to end before a customer can be forgotten here, and what is kept of it. */
    @FunctionalInterface
    public interface ErasureRule {

        /** Waits for nothing. */
        ErasureRule NONE = (transaction, customerId) -> Optional.empty();

        /** What the erasure has to wait for, in words that name no person; empty if it can begin. */
        Optional<String> waitsFor(Handle transaction, UUID customerId);

        /**
         * Some rows of a table were erased: for an app that keeps a record of it, in the same transaction, of which this is
         * the last.
         */
        default void erased(Handle transaction, ErasurePartRequested asked, String table) {
            // the rows are counted anyway
        }
    }

    private final String app;
    private final Database database;
    private final Outbox outbox;
    private final BlobStore blobs;
    private final Clock clock;
    private final ErasureRule rule;
    private final ErasurePart erasure;

    /** @param app one of {@link dev.quayside.shared.contracts.GdprEvents#PARTICIPANTS} */
    public GdprParticipant(
            String app, Database database, Outbox outbox, BlobStore blobs, Clock clock, ErasureRule rule) {
        this.app = app;
        this.database = database;
        this.outbox = outbox;
        this.blobs = blobs;
        this.clock = clock;
        this.rule = rule;
        this.erasure = new ErasurePart(database, rule);
    }

    /** Handles requests for this app's part; whatever else is told on the topic is not for it. */
    public void handle(CloudEvent event) {
        switch (event.type()) {
            case ExportRequested.TYPE -> export(event.data(ExportRequested.class));
            case ErasurePartRequested.TYPE -> eraseIfMine(event.data(ErasurePartRequested.class));
            default -> {
                // told to the others who listen
            }
        }
    }

    private void export(ExportRequested asked) {
        ExportPart part = new ExportPart(app, asked.customerId(), clock.instant());
        String blob = asked.exportId() + "/" + app + ".json";
        BlobStore.Written written =
                blobs.write(PARTS, blob, "application/json", out -> database.useTransaction(tx -> part.write(tx, out)));
        database.useTransaction(transaction -> outbox.append(
                transaction,
                new ExportPartReady(
                        asked.exportId(),
                        asked.customerId(),
                        app,
                        blob,
                        written.sha256(),
                        part.rows(),
                        written.bytes(),
                        clock.instant())));
    }

    private void eraseIfMine(ErasurePartRequested asked) {
        if (!asked.app().equals(app)) {
            return;
        }
        if (begins(asked)) {
            erasure.run(asked);
            database.useTransaction(transaction -> {
                outbox.append(transaction, answer(transaction, asked, Outcome.DONE, null));
            });
        }
    }

    /**
     * Notes that nothing of the customer is written any more. Who began before that may not know, and may leave something
     * to wait for: so it waits for them, and looks again.
     *
     * @return false if the erasure has to wait, which is told
     */
    private boolean begins(ErasurePartRequested asked) {
        if (!isNoted(asked, rule)) {
            return false;
        }
        Optional<String> older = new OlderTransactions(database).waitFor(LONGEST_WAIT);
        return isNoted(asked, (transaction, customer) -> older.or(() -> rule.waitsFor(transaction, customer)));
    }

    /** Looks at the clock last, since a rule may wait for a lock. */
    private boolean isNoted(ErasurePartRequested asked, ErasureRule condition) {
        return database.inTransaction(transaction -> {
            Optional<String> waitsFor = condition
                    .waitsFor(transaction, asked.customerId())
                    .or(() -> asked.isValidAt(clock.instant()) ? Optional.empty() : Optional.of(ErasedPart.TOO_LATE));
            waitsFor.ifPresentOrElse(
                    reason -> outbox.append(transaction, answer(transaction, asked, Outcome.WAITING, reason)),
                    () -> ErasedCustomers.note(transaction, asked.customerId(), asked.erasureId()));
            return waitsFor.isEmpty();
        });
    }

    private ErasedPart answer(Handle transaction, ErasurePartRequested asked, Outcome outcome, String reason) {
        UUID pseudonym = Pseudonym.of(asked.customerId());
        List<ErasedTable> erased = ErasurePart.erased(transaction, asked.erasureId());
        return new ErasedPart(
                asked.erasureId(),
                pseudonym,
                app,
                outcome,
                reason,
                erased,
                clock.instant(),
                asked.at(),
                asked.validUntil());
    }
}
