package dev.quayside.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.kernel.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A customer with very many entries among those of others. */
class LongErasureIT {

    /** {@code -Daudit.erased=100000} for the figures of the README. */
    private static final int ROWS = Integer.getInteger("audit.erased", 20_000);

    @Test
    void a_customer_with_very_many_entries_over_a_year_is_erased_in_seconds() {
        UUID customer = Ids.newId();
        try (AuditWorld world = new AuditWorld()) {
            world.sql("select create_partitions('2025-01-01', 12)");
            world.sql("""
                    insert into audit_logs (id, occurred_at, received_at, actor, action, subject_type, subject_id,
                        customer_id, result, topic, details, stream, seq, salt, commitment, link)
                    select gen_random_uuid(), at, at, 'app:orders', 'order.placed', 'order', i::text,
                        case when i %% 4 > 0 then gen_random_uuid() else '%s' end, 'OK', 'order-events',
                        '{"type":"quayside.order.placed.v1","data":{"orderId":"0190f3f0-0000-7000-8000-000000000001"}}',
                        'order-events', i, substr(sha256('salt'), 1, 16), sha256('c'), sha256('l')
                    from (select i, timestamptz '2025-01-01 00:00Z' + i * (interval '364 days' / %d) as at
                        from generate_series(1, %d) i) entries
                    """.formatted(customer, ROWS * 4, ROWS * 4));
            world.sql("analyze audit_logs");

            Instant begun = Instant.now();
            world.gdprPart(new ErasurePartRequested(Ids.newId(), customer, "audit", begun, begun.plusSeconds(300)));
            Duration took = Duration.between(begun, Instant.now());
            if (ROWS > 50_000) {
                System.out.printf("%d entries erased in %d ms%n", ROWS, took.toMillis());
            }

            assertThat(world.count("select count(*) from audit_logs where salt is null"))
                    .isEqualTo(ROWS);
            assertThat(world.count("select rows from erased_rows where table_name = 'audit_logs'"))
                    .isEqualTo(ROWS);
            assertThat(took).isLessThan(Duration.ofSeconds(60));
        }
    }
}
