package dev.quayside.customers.consents;

import dev.quayside.shared.contracts.CustomerEvents.CustomerConsentChanged;
import java.time.Instant;
import java.util.UUID;

/**
 * One entry of the record: a customer agreed to something, or took it back. Public, since JDBI binds its components.
 *
 * @param seq counts the entries of the customer, from 1
 * @param textVersion of the text that was shown or read out
 * @param recordedBy who wrote it down, {@code client:0190…}
 */
public record Consent(
        UUID customerId,
        int seq,
        String purpose,
        boolean granted,
        String textVersion,
        String how,
        String recordedBy,
        Instant at) {

    CustomerConsentChanged event() {
        return new CustomerConsentChanged(customerId, purpose, granted, textVersion, at);
    }

    boolean says(ConsentRequest.Decision decision) {
        return granted == decision.granted() && textVersion.equals(decision.textVersion());
    }
}
