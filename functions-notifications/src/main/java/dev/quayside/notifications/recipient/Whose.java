package dev.quayside.notifications.recipient;

import dev.quayside.shared.http.Call;
import dev.quayside.shared.http.ProblemException;
import java.util.UUID;

/** Whose things a call is about. */
public final class Whose {

    private Whose() {}

    /**
     * For customers always themselves, whatever they ask for; for employees the query parameter {@code customerId}.
     *
     * @throws ProblemException 400 if an employee names nobody
     */
    public static UUID asked(Call call) {
        if (call.caller().isClient()) {
            return call.caller().id();
        }
        return call.queryId("customerId")
                .orElseThrow(() -> ProblemException.invalidParameter("customerId", "is required"));
    }
}
