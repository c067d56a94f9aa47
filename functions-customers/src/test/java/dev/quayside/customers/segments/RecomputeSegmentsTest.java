package dev.quayside.customers.segments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The job itself: in batches, once a day, on after a crash, and never twice at once. */
class RecomputeSegmentsTest {

    private static final int CUSTOMERS = 95;
    private static final int BATCH = 10;
    private static final Instant NIGHT = Instant.parse("2026-03-01T00:00:30Z");

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.open("customers");
        database.admin()
                .useHandle(handle -> handle.createUpdate("""
                                insert into customers
                                    (id, name, locale, time_zone, version, registered_at, updated_at)
                                select gen_random_uuid(), 'Somebody', 'en', 'UTC', 1, :at, :at
                                from generate_series(1, :count)
                                """)
                        .bind("at", NIGHT.minusSeconds(3600))
                        .bind("count", CUSTOMERS)
                        .execute());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private RecomputeSegments jobAt(String time) {
        return jobAt(Instant.parse(time));
    }

    private RecomputeSegments jobAt(Instant now) {
        return new RecomputeSegments(database.database(), Clock.fixed(now, ZoneOffset.UTC), BATCH);
    }

    private List<String> runs() {
        return database.admin()
                .withHandle(
                        handle -> handle.createQuery("""
                                select to_char(as_of at time zone 'UTC', 'YYYY-MM-DD') || ' ' || customers || ' '
                                    || changed || case when finished_at is null then ' unfinished' else '' end
                                from segment_runs order by id
                                """).mapTo(String.class).list());
    }

    @Test
    void it_runs_once_a_day() {
        assertThat(jobAt(NIGHT).run()).isEqualTo(CUSTOMERS);
        assertThat(jobAt(NIGHT.plusSeconds(600)).run()).isZero();
        assertThat(jobAt("2026-03-01T23:59:59Z").run()).isZero();
        assertThat(jobAt("2026-03-02T00:00:30Z").run()).isEqualTo(CUSTOMERS);

        assertThat(runs()).containsExactly("2026-03-01 95 95", "2026-03-02 95 0");
    }

    @Test
    void after_a_crash_it_goes_on_where_it_was() {
        RecomputeSegments crashing = jobAt(NIGHT);
        for (int i = 0; i < 3; i++) {
            crashing.step();
        }
        assertThat(runs()).containsExactly("2026-03-01 30 30 unfinished");

        assertThat(jobAt(NIGHT.plusSeconds(600)).run()).isEqualTo(CUSTOMERS - 30);

        assertThat(runs()).containsExactly("2026-03-01 95 95");
    }

    @Test
    void a_run_that_was_cut_short_yesterday_is_ended_before_todays() {
        jobAt("2026-03-01T23:50:30Z").step();

        jobAt("2026-03-02T00:00:30Z").run();

        assertThat(runs()).containsExactly("2026-03-01 95 95", "2026-03-02 95 0");
    }

    @Test
    void instances_that_run_at_once_look_at_every_customer_once() throws Exception {
        long seen = AtOnce.call(4, () -> jobAt(NIGHT).run()).stream()
                .mapToLong(Long::longValue)
                .sum();
        // One that came in between two batches of another may have taken some, or all have ended: go on.
        seen += jobAt(NIGHT).run();

        assertThat(seen).isEqualTo(CUSTOMERS);
        assertThat(runs()).containsExactly("2026-03-01 95 95");
    }

    @Test
    void an_instance_ends_while_another_is_at_work() {
        database.admin().useTransaction(other -> {
            assertThat(Database.tryLock(other, "customers.segments")).isTrue();

            assertThat(jobAt(NIGHT).run()).isZero();
        });

        assertThat(runs()).isEmpty();
    }
}
