package dev.quayside.orders.erasure;

import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.gdpr.ErasedCustomers;
import dev.quayside.shared.gdpr.GdprParticipant;

/**
 * Orders' part in exports and erasures. From the moment that an erasure is asked for no new order is accepted, so that
 * the orders that it waits for come to an end.
 */
public final class ForgetCustomer {

    private final Database database;
    private final GdprParticipant participant;

    public ForgetCustomer(Database database, GdprParticipant participant) {
        this.database = database;
        this.participant = participant;
    }

    public void handle(CloudEvent event) {
        if (event.type().equals(ErasureRequested.TYPE)) {
            ErasureRequested asked = event.data(ErasureRequested.class);
            database.useTransaction(
                    transaction -> ErasedCustomers.note(transaction, asked.customerId(), asked.erasureId()));
        } else {
            participant.handle(event);
        }
    }
}
