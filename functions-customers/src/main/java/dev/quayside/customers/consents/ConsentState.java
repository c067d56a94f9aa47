package dev.quayside.customers.consents;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.quayside.shared.auth.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a customer agrees to now.
 *
 * @param purposes everything there is to agree to
 * @param newest the newest entry of each purpose that the customer decided on
 */
record ConsentState(UUID customerId, List<Purpose> purposes, Map<String, Consent> newest) {

    /** Who writes down what was said where. */
    record Recorder(How how, String reference, Instant at) {}

    /** One purpose as callers see it; what was never decided is not granted. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String purpose,
            String description,
            boolean granted,
            String textVersion,
            String how,
            String recordedBy,
            Instant at) {}

    /** The number of the newest entry; 0 if there is none. */
    int version() {
        return newest.values().stream().mapToInt(Consent::seq).max().orElse(0);
    }

    boolean knows(String purpose) {
        return purposes.stream().anyMatch(known -> known.name().equals(purpose));
    }

    /** The entries to add: none for what was said before in the same words. */
    List<Consent> changes(List<ConsentRequest.Decision> decisions, Recorder recorder) {
        List<Consent> entries = new ArrayList<>();
        for (ConsentRequest.Decision decision : decisions) {
            Consent known = newest.get(decision.purpose());
            if (known == null || !known.says(decision)) {
                entries.add(new Consent(
                        customerId,
                        version() + entries.size() + 1,
                        decision.purpose(),
                        decision.granted(),
                        decision.textVersion(),
                        recorder.how().name(),
                        recorder.reference(),
                        recorder.at()));
            }
        }
        return entries;
    }

    List<View> shownTo(Caller caller) {
        return purposes.stream().map(purpose -> view(purpose, caller)).toList();
    }

    private View view(Purpose purpose, Caller caller) {
        Consent consent = newest.get(purpose.name());
        if (consent == null) {
            return new View(purpose.name(), purpose.description(), false, null, null, null, null);
        }
        // Which employee it was is none of the customer's business.
        boolean isHidden = caller.isClient() && !consent.recordedBy().startsWith("client:");
        return new View(
                purpose.name(),
                purpose.description(),
                consent.granted(),
                consent.textVersion(),
                consent.how(),
                isHidden ? "employee" : consent.recordedBy(),
                consent.at());
    }
}
