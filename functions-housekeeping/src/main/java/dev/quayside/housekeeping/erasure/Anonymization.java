package dev.quayside.housekeeping.erasure;

import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.events.EventConsumer;
import dev.quayside.shared.telemetry.Log;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What housekeeping hears as the coordinator of erasures. Safe to run again at any line. */
public final class Anonymization {

    private final EventConsumer consumer;
    private final Coordinator coordinator;
    private final Certification certification;
    private final Clock clock;

    public Anonymization(EventConsumer consumer, Coordinator coordinator, Certification certification, Clock clock) {
        this.consumer = consumer;
        this.coordinator = coordinator;
        this.certification = certification;
        this.clock = clock;
    }

    /** @return false if it is not the coordinator whom this concerns */
    public boolean hear(CloudEvent event) {
        switch (event.type()) {
            case ErasureRequested.TYPE ->
                consumer.once(event, (transaction, same) -> begin(transaction, same.data(ErasureRequested.class)));
            case ErasedPart.TYPE -> hearPart(event, event.data(ErasedPart.class));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void begin(Handle transaction, ErasureRequested request) {
        HoldStore.lockCustomer(transaction, request.customerId());
        Erasure erasure = Erasure.requested(request, clock.instant());
        if (ErasureStore.insert(transaction, erasure)) {
            coordinator.advance(transaction, erasure);
        }
    }

    private void hearPart(CloudEvent event, ErasedPart answer) {
        consumer.once(event, (transaction, same) -> take(transaction, answer));
        certification.certifyOrLeave(answer.erasureId());
    }

    private void take(Handle transaction, ErasedPart answer) {
        Optional<Erasure> erasure = ErasureStore.lock(transaction, answer.erasureId());
        if (erasure.isEmpty() || !Phases.apps().contains(answer.app())) {
            Log.warn("nobody asked for this", "erasureId", answer.erasureId(), "app", answer.app());
        } else if (!erasure.get().isOpen()) {
            Log.info("comes after the end", "erasureId", answer.erasureId(), "app", answer.app());
        } else {
            coordinator.advance(transaction, erasure.get().answered(answer));
        }
    }
}
