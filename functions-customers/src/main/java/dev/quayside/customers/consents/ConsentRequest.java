package dev.quayside.customers.consents;

import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Validated;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a customer agrees to, or no longer does; purposes that are not named stay as they are.
 *
 * @param how said by employees; clients are in the portal
 */
record ConsentRequest(List<Decision> consents, How how) implements Validated {

    private static final int MOST = 20;

    /** For one purpose. */
    record Decision(String purpose, Boolean granted, String textVersion) {}

    @Override
    public void validate(Check check) {
        check.each(consents, "consents", 1, MOST, (decision, at) -> {
            at.text(decision.purpose(), "purpose", 1, 64);
            at.present(decision.granted(), "granted");
            at.text(decision.textVersion(), "textVersion", 1, 32);
        });
        if (consents != null && consents.size() <= MOST) {
            rejectRepeatedPurposes(check);
        }
    }

    private void rejectRepeatedPurposes(Check check) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < consents.size(); i++) {
            if (consents.get(i) != null && consents.get(i).purpose() != null) {
                boolean isFirst = seen.add(consents.get(i).purpose());
                check.that(isFirst, "consents/" + i + "/purpose", "is in an earlier entry already");
            }
        }
    }

    /** @throws ProblemException 422 if an employee does not say it, or a client says anything but the portal */
    How howBy(Caller caller) {
        if (caller.isClient()) {
            if (how != null && how != How.PORTAL) {
                throw ProblemException.invalid("/how", "must be PORTAL, or left out");
            }
            return How.PORTAL;
        }
        if (how == null) {
            throw ProblemException.invalid("/how", "is required when an employee records it");
        }
        return how;
    }
}
