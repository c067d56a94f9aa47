package dev.quayside.notifications.recipient;

import dev.quayside.shared.contracts.CustomerEvents.Contact;
import dev.quayside.shared.contracts.CustomerEvents.CustomerConsentChanged;
import dev.quayside.shared.contracts.CustomerEvents.CustomerRegistered;
import dev.quayside.shared.contracts.CustomerEvents.CustomerUpdated;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.telemetry.Log;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Who is told what and where: what the customers app tells of contacts, together with the customers' own choice. */
public final class Recipients {

    private Recipients() {}

    /**
     * Never fails: of a customer we have not heard of, there is no contact. Whoever is not forgotten yet is not until
     * the end of the transaction; what is written after this call has to ask for itself whether they are.
     */
    public static Recipient find(Handle transaction, UUID customerId) {
        return RecipientStore.find(transaction, customerId);
    }

    /**
     * Takes over a contact. An event that comes after a later one changes nothing.
     *
     * @throws MalformedEventException if the event's type is not known or its data does not fit
     */
    public static void hear(Handle transaction, CloudEvent event) {
        switch (event.type()) {
            case CustomerRegistered.TYPE -> {
                CustomerRegistered registered = event.data(CustomerRegistered.class);
                keep(transaction, registered.customerId(), registered.contact(), registered.version());
            }
            case CustomerUpdated.TYPE -> {
                CustomerUpdated updated = event.data(CustomerUpdated.class);
                keep(transaction, updated.customerId(), updated.contact(), updated.version());
            }
            case CustomerConsentChanged.TYPE -> Log.info("event does not concern notifications", "type", event.type());
            default -> throw new MalformedEventException("unknown type " + event.type(), null);
        }
    }

    private static void keep(Handle transaction, UUID customerId, Contact contact, int version) {
        if (customerId == null || contact == null) {
            throw new MalformedEventException("a customer needs an id and a contact", null);
        }
        Forgetting.holdOff(transaction, customerId);
        if (!RecipientStore.keep(transaction, customerId, contact, version)) {
            Log.info(
                    "a later contact is known, or the customer is forgotten",
                    "customerId",
                    customerId,
                    "version",
                    version);
        }
    }
}
