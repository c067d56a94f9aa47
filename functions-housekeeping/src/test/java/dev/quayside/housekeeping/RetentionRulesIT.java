package dev.quayside.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.GdprEvents.ErasureProposed;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.CrashSockets;
import dev.quayside.shared.testing.TestContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Retention by its rules, over functions that stand for those of the other apps. */
class RetentionRulesIT {

    private static final Instant TWO_O_CLOCK = Instant.parse("2026-11-21T02:00:00Z");
    private static final Instant NINETY_DAYS_AGO = TWO_O_CLOCK.minus(Duration.ofDays(90));

    private static JobsWorld world;

    @BeforeAll
    static void open() {
        world = new JobsWorld();
        world.execute("""
                create table notifications.notes (id uuid primary key, created_at timestamptz, read_at timestamptz);
                create table customers.people (customer_id uuid primary key, seen_at timestamptz);
                create function notifications.count_notifications(before timestamptz) returns bigint
                language sql security definer as 'select count(*) from notifications.notes where created_at < before';
                create function notifications.purge_notifications(before timestamptz, most integer) returns integer
                language sql security definer as 'with gone as (delete from notifications.notes where id in (
                    select id from notifications.notes where created_at < before order by created_at limit most)
                    returning 1) select count(*)::integer from gone';
                create function customers.count_inactive_customers(before timestamptz) returns bigint
                language sql security definer as 'select count(*) from customers.people where seen_at < before';
                create function customers.inactive_customers(before timestamptz, most integer)
                returns table (customer_id uuid)
                language sql security definer as 'select customer_id from customers.people where seen_at < before
                    order by seen_at, customer_id limit most';
                create function audit.count_expired_entries(before timestamptz) returns bigint
                language sql security definer as 'select 0::bigint';
                create function audit.expired_entries(before timestamptz, most integer)
                returns table (id uuid, content jsonb)
                language sql security definer as 'select null::uuid, null::jsonb where false';
                create function audit.count_expired_trail(before timestamptz) returns bigint
                language sql security definer as 'select 0::bigint';
                create function audit.purge_trail(before timestamptz, most integer) returns integer
                language sql security definer as 'select 0';
                grant usage on schema notifications, customers, audit to housekeeping_app
                """);
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void clear() {
        world.execute(
                "truncate job_runs, outbox, retention_erasures, dead_letters, legal_holds, notifications.notes, customers.people");
        world.execute("update retention_rules set batch = 3");
        world.clock.set(TWO_O_CLOCK);
    }

    @Test
    void what_is_older_than_its_rule_goes_batch_by_batch() {
        for (int i = 0; i < 10; i++) {
            note(TWO_O_CLOCK.minus(Duration.ofDays(91)));
            note(TWO_O_CLOCK.minus(Duration.ofDays(89)));
        }

        JsonNode step = JobsWorld.step(world.ran("data-retention", false), "notifications");

        assertThat(step.path("rows").asInt()).isEqualTo(10);
        assertThat(step.path("action").asText()).isEqualTo("DELETE");
        assertThat(world.count("notifications.notes")).isEqualTo(10);
    }

    /** In UTC: where clocks change in between, ninety days are as long. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-21T02:00:00Z, 2026-08-23T02:00:00Z",
        "2028-05-29T02:00:00Z, 2028-02-29T02:00:00Z",
        "2027-05-30T02:00:00Z, 2027-03-01T02:00:00Z",
        "2028-05-30T02:00:00Z, 2028-03-01T02:00:00Z",
        "2026-05-01T02:00:00Z, 2026-01-31T02:00:00Z",
    })
    void ninety_days_are_ninety_days_to_the_microsecond(Instant now, Instant boundary) {
        world.clock.set(now);
        UUID exactly = note(boundary);
        UUID younger = note(boundary.plusSeconds(1));
        note(boundary.minusSeconds(1));
        note(boundary.minusNanos(1_000));

        JsonNode step = JobsWorld.step(world.ran("data-retention", false), "notifications");

        assertThat(step.path("before").asText()).isEqualTo(boundary.toString());
        assertThat(step.path("rows").asInt()).isEqualTo(2);
        assertThat(world.count("notifications.notes where id in ('%s', '%s')".formatted(exactly, younger)))
                .isEqualTo(2);
        assertThat(world.count("notifications.notes")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"RESUBMITTED, true", "RESUBMITTED, false", "DISCARDED, true", "DISCARDED, false", "OPEN, false"})
    void a_dead_letter_that_is_decided_or_names_no_customer_goes_after_ninety_days(String state, boolean named) {
        UUID customer = named ? Ids.newId() : null;
        UUID exactly = deadLetter(state, customer, NINETY_DAYS_AGO);
        UUID younger = deadLetter(state, customer, NINETY_DAYS_AGO.plusNanos(1_000));
        for (int i = 0; i < 4; i++) {
            deadLetter(state, customer, NINETY_DAYS_AGO.minusNanos(1_000));
        }

        JsonNode dry = JobsWorld.step(world.ran("data-retention", true), "dead-letters");
        assertThat(dry.path("rows").asInt()).isEqualTo(4);
        assertThat(world.count("dead_letters")).isEqualTo(6);
        JsonNode step = JobsWorld.step(world.ran("data-retention", false), "dead-letters");

        assertThat(step.path("before").asText()).isEqualTo(NINETY_DAYS_AGO.toString());
        assertThat(step.path("rows").asInt()).isEqualTo(4);
        assertThat(world.count("dead_letters where id in ('%s', '%s')".formatted(exactly, younger)))
                .isEqualTo(2);
        assertThat(world.count("dead_letters")).isEqualTo(2);
    }

    @Test
    void a_dead_letter_waits_for_its_decision_if_an_erasure_would_find_it_and_stays_while_a_hold_is_on_its_customer() {
        UUID customer = Ids.newId();
        Instant old = NINETY_DAYS_AGO.minus(Duration.ofDays(400));
        deadLetter("OPEN", customer, old);
        deadLetter("DISCARDED", customer, old);
        world.execute("insert into legal_holds values (?, 'LITIGATION', 'case 4711', 'employee:1', now())", customer);

        assertThat(JobsWorld.step(world.ran("data-retention", true), "dead-letters")
                        .path("rows")
                        .asInt())
                .isZero();
        world.ran("data-retention", false);
        assertThat(world.count("dead_letters")).isEqualTo(2);
        world.execute("delete from legal_holds");
        world.ran("data-retention", false);

        assertThat(world.count("dead_letters where state = 'OPEN'")).isOne();
        assertThat(world.count("dead_letters")).isOne();
    }

    /** What was decided long after it died counts from then. */
    @Test
    void a_dead_letter_that_was_decided_late_goes_late() {
        UUID late = deadLetter("DISCARDED", null, TWO_O_CLOCK);
        world.execute("update dead_letters set died_at = ? where id = ?", NINETY_DAYS_AGO.minusSeconds(1), late);

        world.ran("data-retention", false);

        assertThat(world.count("dead_letters")).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-21T02:00:00Z, 2019-11-21T02:00:00Z",
        "2028-02-29T02:00:00Z, 2021-02-28T02:00:00Z",
        "2028-03-01T02:00:00Z, 2021-03-01T02:00:00Z",
        "2027-02-28T02:00:00Z, 2020-02-28T02:00:00Z",
    })
    void seven_years_are_seven_years_by_the_calendar(Instant now, Instant boundary) {
        world.clock.set(now);
        customer(boundary);
        UUID older = customer(boundary.minusSeconds(1));
        customer(boundary.plusSeconds(1));

        JsonNode step = JobsWorld.step(world.ran("data-retention", false), "inactive-customers");

        assertThat(step.path("before").asText()).isEqualTo(boundary.toString());
        assertThat(erasures()).singleElement().satisfies(event -> {
            assertThat(event.at("/data/customerId").asText()).isEqualTo(older.toString());
            assertThat(event.at("/data/requestedBy").asText()).isEqualTo("job:data-retention");
            assertThat(event.path("type").asText()).isEqualTo(ErasureProposed.TYPE);
            assertThat(event.at("/data/unseenSince").asText()).isEqualTo(boundary.toString());
        });
    }

    @Test
    void each_customer_is_asked_for_once_also_while_nobody_has_heard_of_it() {
        for (int i = 0; i < 10; i++) {
            customer(TWO_O_CLOCK.minus(Duration.ofDays(3_000)));
        }

        JsonNode first = JobsWorld.step(world.ran("data-retention", false), "inactive-customers");
        UUID late = customer(TWO_O_CLOCK.minus(Duration.ofDays(4_000)));
        JsonNode second = JobsWorld.step(world.ran("data-retention", false), "inactive-customers");

        assertThat(first.path("rows").asInt()).isEqualTo(10);
        assertThat(second.path("rows").asInt()).isEqualTo(1);
        assertThat(erasures()).hasSize(11);
        assertThat(erasures().get(10).at("/data/customerId").asText()).isEqualTo(late.toString());
        assertThat(world.count("retention_erasures where pseudonym = '" + Pseudonym.of(late) + "'"))
                .isOne();
        assertThat(world.count("retention_erasures where pseudonym = '" + late + "'"))
                .isZero();
    }

    @Test
    void who_was_kept_is_proposed_again_when_the_whole_time_has_passed_anew() {
        UUID kept = customer(TWO_O_CLOCK.minus(Duration.ofDays(3_000)));
        world.ran("data-retention", false);
        Instant asked = world.clock.instant();

        world.clock.set(asked.plus(Duration.ofDays(7 * 365)));
        world.ran("data-retention", false);
        assertThat(erasures()).hasSize(1);

        world.clock.set(asked.plus(Duration.ofDays(7 * 366)));
        world.ran("data-retention", false);
        assertThat(erasures())
                .extracting(event -> event.at("/data/customerId").asText())
                .containsExactly(kept.toString(), kept.toString());
    }

    @Test
    void a_dry_run_says_what_would_go_by_rule_and_count_and_changes_nothing() {
        for (int i = 0; i < 7; i++) {
            note(TWO_O_CLOCK.minus(Duration.ofDays(91)));
            customer(TWO_O_CLOCK.minus(Duration.ofDays(3_000)));
        }

        JsonNode run = world.ran("data-retention", true);

        assertThat(run.path("outcome").asText()).isEqualTo("DONE");
        assertThat(JobsWorld.step(run, "notifications").path("rows").asInt()).isEqualTo(7);
        assertThat(JobsWorld.step(run, "inactive-customers").path("rows").asInt())
                .isEqualTo(7);
        assertThat(world.count("notifications.notes")).isEqualTo(7);
        assertThat(world.count("retention_erasures")).isZero();
        assertThat(erasures()).isEmpty();
    }

    @Test
    void runs_are_forgotten_after_two_years() {
        world.ran("data-retention", true);
        world.clock.set(Instant.parse("2028-11-21T02:00:00Z"));
        world.ran("data-retention", true);
        assertThat(world.count("job_runs")).isEqualTo(2);
        world.clock.advance(Duration.ofSeconds(1));

        JsonNode step = JobsWorld.step(world.ran("data-retention", false), "job-runs");

        assertThat(step.path("rows").asInt()).isEqualTo(1);
        assertThat(world.count("job_runs")).isEqualTo(2);
    }

    @Test
    void a_rule_whose_function_is_not_there_fails_and_keeps_no_other_from_its_work() {
        note(TWO_O_CLOCK.minus(Duration.ofDays(91)));
        world.execute("update retention_rules set takes = 'customers.nothing' where name = 'inactive-customers'");
        JsonNode run;
        try {
            run = world.ran("data-retention", false);
        } finally {
            world.execute("update retention_rules set takes = 'customers.inactive_customers'"
                    + " where name = 'inactive-customers'");
        }

        assertThat(run.path("outcome").asText()).isEqualTo("FAILED");
        assertThat(JobsWorld.step(run, "inactive-customers").path("failure").asText())
                .isNotEmpty();
        assertThat(JobsWorld.step(run, "notifications").path("rows").asInt()).isEqualTo(1);
        assertThat(JobsWorld.step(run, "job-runs").path("done").asBoolean()).isTrue();
    }

    @Test
    void wherever_the_process_dies_each_customer_is_asked_for_once_and_each_row_counted_once() {
        for (int place = 1; ; place++) {
            clear();
            for (int i = 0; i < 4; i++) {
                note(TWO_O_CLOCK.minus(Duration.ofDays(91)));
                customer(TWO_O_CLOCK.minus(Duration.ofDays(3_000)));
            }
            CrashSockets.Plan plan = new CrashSockets.Plan(place);
            try (HousekeepingApp mortal = world.app(mortal(plan))) {
                Throwable crash = catchThrowable(() -> world.timers(mortal).dataRetention("", new TestContext()));
                assertThat(crash != null).isEqualTo(plan.isDead());
            }
            world.clock.advance(Duration.ofMinutes(3));
            world.finished("data-retention", timers -> timers.dataRetention("", new TestContext()));

            JsonNode run = world.lastRun("data-retention");
            assertThat(run.path("rows").asInt()).as("dead at %d", place).isEqualTo(8);
            assertThat(erasures()).as("dead at %d", place).hasSize(4);
            assertThat(world.count("notifications.notes")).isZero();
            if (!plan.isDead()) {
                break;
            }
        }
    }

    private static DatabaseSettings mortal(CrashSockets.Plan plan) {
        return CrashSockets.mortal(world.database.settings(), plan);
    }

    private static UUID note(Instant createdAt) {
        UUID id = Ids.newId();
        world.execute("insert into notifications.notes values (?, ?, null)", id, createdAt);
        return id;
    }

    /** Died then, and was decided then if it was. */
    private static UUID deadLetter(String state, UUID customer, Instant at) {
        UUID id = Ids.newId();
        boolean isOpen = state.equals("OPEN");
        world.execute(
                """
                insert into dead_letters (id, fingerprint, entity, type, subject, traceparent, reason, description,
                    customer_id, died_at, body, is_text, state, decided_by, decided_at, message_id)
                values (?, ?, 'orders-queue', '', '', '', '', '', ?, ?, '{', true, ?, ?, ?, ?)
                """,
                id,
                id.toString().getBytes(StandardCharsets.UTF_8),
                customer,
                at,
                state,
                isOpen ? null : "employee:1",
                isOpen ? null : at,
                state.equals("RESUBMITTED") ? Ids.newId() : null);
        return id;
    }

    private static UUID customer(Instant seenAt) {
        UUID id = Ids.newId();
        world.execute("insert into customers.people values (?, ?)", id, seenAt);
        return id;
    }

    private static List<JsonNode> erasures() {
        return world
                .database
                .admin()
                .withHandle(
                        handle -> handle.select("select payload from outbox where topic = 'gdpr-events' order by seq")
                                .mapTo(String.class)
                                .list())
                .stream()
                .map(HousekeepingWorld::json)
                .toList();
    }
}
