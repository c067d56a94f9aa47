package dev.quayside.customers.exports;

import dev.quayside.customers.profile.Customers;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.http.AccessTrail;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.storage.BlobStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Asks every app for what it holds of a customer, and tells how far that is. */
public final class ExportCustomer {

    /** Long enough to click on it; whoever finds it later in a log or a history gets nothing. */
    private static final Duration LINK_LASTS = Duration.ofMinutes(15);

    private final Database database;
    private final Outbox outbox;
    private final AccessTrail trail;
    private final BlobStore blobs;
    private final Clock clock;

    public ExportCustomer(Database database, Outbox outbox, AccessTrail trail, BlobStore blobs, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.trail = trail;
        this.blobs = blobs;
        this.clock = clock;
    }

    /** The export of the last 24 hours, or a new one. */
    public Reply request(Call call, UUID customer) {
        Customers.requireVisible(call.caller(), customer);
        Instant now = clock.instant();
        ExportView view = database.inTransaction(transaction -> {
            Customers.lockRegistered(transaction, customer);
            trail.record(transaction, call, AccessTrail.Access.toCustomer("customer.export-requested", customer));
            Export export = ExportStore.newest(transaction, customer, now.minus(Export.SAME_WITHIN))
                    .orElseGet(() -> begin(transaction, call, customer, now));
            return ExportView.of(export, ExportStore.missing(transaction, export.id()), now);
        });
        return Reply.accepted("/api/v1/customers/" + customer + "/gdpr/exports/" + view.exportId(), view);
    }

    private Export begin(Handle transaction, Call call, UUID customer, Instant now) {
        Export export = Export.request(Ids.newId(), customer, call.caller().reference(), now);
        ExportStore.insert(transaction, export);
        outbox.append(transaction, export.requested());
        return export;
    }

    /** How far it is; once it is ready, with a link that soon expires. */
    public Reply show(Call call, UUID customer, UUID id) {
        Customers.requireVisible(call.caller(), customer);
        Instant now = clock.instant();
        ExportView view = database.inTransaction(transaction -> {
            Customers.requireRegistered(transaction, customer);
            Export export = ExportStore.find(transaction, id)
                    .filter(found -> found.customerId().equals(customer))
                    .orElseThrow(ProblemException::notFound);
            trail.record(transaction, call, AccessTrail.Access.toCustomer("customer.export-viewed", customer));
            return ExportView.of(export, ExportStore.missing(transaction, id), now);
        });
        return Reply.ok(view.state() == Export.State.READY ? withLink(view, now) : view);
    }

    private ExportView withLink(ExportView view, Instant now) {
        Instant soon = now.plus(LINK_LASTS);
        Instant expiresAt = soon.isBefore(view.expiresAt()) ? soon : view.expiresAt();
        LocalDate day = LocalDate.ofInstant(view.requestedAt(), ZoneOffset.UTC);
        URI link =
                blobs.link(Export.CONTAINER, Export.blob(view.exportId()), expiresAt, "quayside-data-" + day + ".zip");
        return view.with(link, expiresAt);
    }
}
