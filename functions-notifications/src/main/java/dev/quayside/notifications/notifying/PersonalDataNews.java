package dev.quayside.notifications.notifying;

import dev.quayside.notifications.content.Kind;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.contracts.GdprEvents.ExportReady;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.MalformedEventException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What customers are told of their data. */
final class PersonalDataNews {

    /** Who asks so is no person: of an erasure that nobody asked for, there is nothing to confirm. */
    private static final String JOB = "job:";

    private PersonalDataNews() {}

    /**
     * Empty if a customer need not be told.
     *
     * @throws MalformedEventException if the event's data does not fit
     */
    static Optional<Occasion> of(CloudEvent event) {
        return switch (event.type()) {
            case ExportReady.TYPE -> {
                ExportReady ready = event.data(ExportReady.class);
                if (ready.expiresAt() == null) {
                    throw new MalformedEventException("an export needs the end of its time", null);
                }
                yield news(
                        Kind.EXPORT_READY,
                        ready.exportId(),
                        ready.customerId(),
                        Map.of("expiresAt", ready.expiresAt()));
            }
            case ErasureRequested.TYPE -> {
                ErasureRequested asked = event.data(ErasureRequested.class);
                yield String.valueOf(asked.requestedBy()).startsWith(JOB)
                        ? Optional.empty()
                        : news(Kind.ERASURE_REQUESTED, asked.erasureId(), asked.customerId(), Map.of());
            }
            default -> Optional.empty();
        };
    }

    private static Optional<Occasion> news(Kind kind, UUID id, UUID customerId, Map<String, ?> values) {
        if (id == null || customerId == null) {
            throw new MalformedEventException("news of personal data need an id and a customer", null);
        }
        return Optional.of(new Occasion(kind.slug() + ":" + id, customerId, kind.slug(), null, values, null));
    }
}
