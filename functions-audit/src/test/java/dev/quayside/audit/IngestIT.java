package dev.quayside.audit;

import static dev.quayside.audit.AuditWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.OrderEvents.Line;
import dev.quayside.shared.contracts.OrderEvents.OrderPlaced;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Money;
import dev.quayside.shared.testing.TestContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Full batches, one after the other, as one instance receives them. */
class IngestIT {

    /** {@code -Daudit.events=200000} for the figures of the README. */
    private static final int EVENTS = Integer.getInteger("audit.events", 4_000);

    private static final int BATCH = 200;

    private static List<String> batch() {
        List<String> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            batch.add(event(new OrderPlaced(
                    Ids.newId(),
                    Ids.newId(),
                    List.of(new Line("QS-1001", 2), new Line("QS-1002", 1), new Line("QS-1003", 1)),
                    Money.of(1999, "EUR"),
                    Instant.now())));
        }
        return batch;
    }

    @Test
    void every_event_of_many_batches_is_recorded_once_and_the_chain_holds() {
        try (AuditWorld world = new AuditWorld()) {
            AuditMessages functions = world.messages();
            long spent = 0;
            for (int done = 0; done < EVENTS; done += BATCH) {
                List<String> batch = batch();
                long begun = System.nanoTime();
                functions.orderEvents(batch, new TestContext());
                spent += System.nanoTime() - begun;
            }
            if (EVENTS > 50_000) {
                System.out.printf("%.0f events/s%n", EVENTS * 1e9 / spent);
            }

            assertThat(world.count("select count(*) from audit_logs")).isEqualTo(EVENTS);
            var report = AuditWorld.body(world.verify(world.admin(), "stream", "order-events", "limit", "100000"));
            assertThat(report.path("intact").asBoolean()).isTrue();
            assertThat(report.at("/streams/0/rows").asInt()).isEqualTo(Math.min(EVENTS, 100_000));
        }
    }
}
