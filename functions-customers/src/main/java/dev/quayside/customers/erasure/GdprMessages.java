package dev.quayside.customers.erasure;

import dev.quayside.customers.exports.CollectExport;
import dev.quayside.customers.exports.TendExports;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ErasureProposed;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.gdpr.GdprParticipant;

/** Who deals with what comes by the topic gdpr-events. All of them may be told the same again. */
public final class GdprMessages {

    private final CollectExport collectExport;
    private final EraseCustomer eraseCustomer;
    private final TendExports tendExports;
    private final GdprParticipant participant;

    public GdprMessages(
            CollectExport collectExport,
            EraseCustomer eraseCustomer,
            TendExports tendExports,
            GdprParticipant participant) {
        this.collectExport = collectExport;
        this.eraseCustomer = eraseCustomer;
        this.tendExports = tendExports;
        this.participant = participant;
    }

    /** @throws dev.quayside.shared.events.MalformedEventException if the event is not what its type says */
    public void handle(CloudEvent event) {
        switch (event.type()) {
            case ExportPartReady.TYPE -> collectExport.handle(event);
            case ErasureProposed.TYPE -> eraseCustomer.consider(event);
            case ErasurePartRequested.TYPE -> {
                // Whose turn it is does not matter, but ours must find them gone: without its row nobody knows a file.
                tendExports.expireAllOf(event.data(ErasurePartRequested.class).customerId());
                participant.handle(event);
            }
            default -> participant.handle(event);
        }
    }
}
