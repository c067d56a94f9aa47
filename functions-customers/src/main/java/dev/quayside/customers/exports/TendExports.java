package dev.quayside.customers.exports;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** What time does to exports: goes on where somebody died, asks apps again that do not answer, deletes what is over. */
public final class TendExports {

    /** So that a run ends before the next; more than a minute brings. */
    private static final int MOST = 100;

    /** An export takes seconds; one that takes so long needs a person. */
    private static final Duration LONG = Duration.ofDays(1);

    /** What has not come by then will not: the customer may ask anew, and files are kept no longer either. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Database database;
    private final Outbox outbox;
    private final MakeExport make;
    private final Clock clock;

    public TendExports(Database database, Outbox outbox, MakeExport make, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.make = make;
        this.clock = clock;
    }

    /** @return how many exports it did something to, or tried to */
    public int run() {
        Instant now = clock.instant();
        return each(database.withHandle(handle -> ExportStore.leftToMake(handle, now, MOST)), make::tryTo)
                + each(database.withHandle(handle -> ExportStore.withParts(handle, MOST)), make::deleteParts)
                + each(giveUp(now), TendExports::complainOfGivenUp)
                + each(database.withHandle(handle -> ExportStore.toExpire(handle, now, MOST)), make::expire)
                + each(database.inTransaction(transaction -> askAgain(transaction, now)), this::complain);
    }

    private List<UUID> giveUp(Instant now) {
        return database.inTransaction(transaction -> ExportStore.giveUp(transaction, now.minus(LONGEST), now, MOST));
    }

    private static void complainOfGivenUp(UUID export) {
        Log.error("an export that was never whole is given up", null, "exportId", export);
    }

    /** One that fails must not keep the others from their turn; it has its next in a minute. */
    private static <T> int each(List<T> exports, Consumer<T> work) {
        for (T export : exports) {
            try {
                work.accept(export);
            } catch (RuntimeException e) {
                Log.warn("an export has to wait", e, "exportId", export);
            }
        }
        return exports.size();
    }

    private List<Export> askAgain(Handle transaction, Instant now) {
        List<Export> late = ExportStore.toAskAgain(transaction, now, MOST);
        outbox.appendAll(transaction, late.stream().map(Export::requested).toList());
        return late;
    }

    private void complain(Export export) {
        List<String> missing = database.withHandle(handle -> ExportStore.missing(handle, export.id()));
        if (export.requestedAt().plus(LONG).isBefore(clock.instant())) {
            Log.error("an export is not whole after a day", null, "exportId", export.id(), "missing", missing);
        } else {
            Log.warn("parts of an export are asked for again", "exportId", export.id(), "missing", missing);
        }
    }

    /** Deletes the files of a customer who is about to be erased; what cannot be deleted yet, {@link #waitsFor} tells. */
    public void expireAllOf(UUID customer) {
        Instant now = clock.instant();
        database.withHandle(handle -> ExportStore.toExpireOf(handle, customer, now))
                .forEach(make::expire);
    }

    /** Why a customer's exports cannot be erased yet: the row of a file that is still there must stay. */
    public Optional<String> waitsFor(Handle transaction, UUID customer) {
        return ExportStore.hasFiles(transaction, customer)
                ? Optional.of("a file of an export has to be deleted first")
                : Optional.empty();
    }
}
