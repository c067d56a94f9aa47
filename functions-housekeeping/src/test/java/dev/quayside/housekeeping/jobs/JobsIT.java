package dev.quayside.housekeeping.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quayside.shared.data.Database;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.CrashSockets;
import dev.quayside.shared.testing.MovableClock;
import dev.quayside.shared.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How runs are begun, gone on with and ended; over a job of the tests' own. */
class JobsIT {

    private static final String NAME = "two-steps";
    private static TestDatabase database;

    private final MovableClock clock = new MovableClock();

    @BeforeAll
    static void open() {
        database = TestDatabase.open("housekeeping");
        database.admin().useHandle(handle -> handle.execute(TwoSteps.TABLES));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void five_rows_in_each_step() {
        database.admin().useHandle(handle -> {
            handle.execute("truncate job_runs, things, taken");
            handle.execute("insert into things select s, n from unnest(array['first', 'second']) s,"
                    + " generate_series(1, 5) n");
            handle.execute("insert into taken values ('first', 0, 0), ('second', 0, 0)");
        });
        clock.set(Instant.parse("2026-11-21T02:00:01Z"));
    }

    @Test
    void a_run_does_its_steps_batch_by_batch_and_says_what_it_did() {
        jobs(new TwoSteps()).due(NAME);

        Run run = onlyRun();
        assertThat(run.outcome()).isEqualTo(Outcome.DONE);
        assertThat(run.rows()).isEqualTo(10);
        assertThat(run.askedBy()).isEqualTo("timer");
        assertThat(run.steps()).extracting(Step::rows).containsExactly(5L, 5L);
        assertThat(run.steps()).allMatch(Step::done);
        assertThat(run.finishedAt()).isNotNull();
        assertThat(taken()).isEqualTo("5 rows in 3 batches, 5 rows in 3 batches");
    }

    @Test
    void the_timers_of_two_instances_make_one_run() throws Exception {
        AtOnce.run(8, () -> jobs(new TwoSteps()).due(NAME));
        jobs(new TwoSteps()).due(NAME);

        assertThat(onlyRun().rows()).isEqualTo(10);
        assertThat(onlyRun().attempt()).isEqualTo(1);
        assertThat(taken()).isEqualTo("5 rows in 3 batches, 5 rows in 3 batches");
    }

    @Test
    void of_instances_at_once_one_goes_on_with_what_was_laid_down_and_the_others_leave() throws Exception {
        jobs(new TwoSteps(() -> clock.advance(Duration.ofSeconds(20)))).due(NAME);
        assertThat(onlyRun().rows()).isEqualTo(5);
        Set<Long> workers = ConcurrentHashMap.newKeySet();

        AtOnce.run(
                8,
                () -> jobs(new TwoSteps(() -> workers.add(Thread.currentThread().getId())))
                        .work());

        Run run = onlyRun();
        assertThat(workers).hasSize(1);
        assertThat(run.outcome()).isEqualTo(Outcome.DONE);
        assertThat(run.attempt()).isEqualTo(2);
        assertThat(run.deaths()).isZero();
        assertThat(run.steps()).extracting(Step::rows).containsExactly(5L, 5L);
        assertThat(taken()).isEqualTo("5 rows in 3 batches, 5 rows in 3 batches");
    }

    @Test
    void the_next_day_there_is_a_run_again_and_a_timer_may_be_early() {
        jobs(new TwoSteps()).due(NAME);
        clock.set(Instant.parse("2026-11-22T01:59:45Z"));
        jobs(new TwoSteps()).due(NAME);
        clock.set(Instant.parse("2026-11-22T02:00:05Z"));
        jobs(new TwoSteps()).due(NAME);

        assertThat(runs()).hasSize(2);
    }

    @Test
    void a_worker_that_dies_anywhere_is_followed_by_one_that_goes_on() {
        int deaths = 0;
        for (int place = 1; ; place++) {
            five_rows_in_each_step();
            CrashSockets.Plan plan = new CrashSockets.Plan(place);
            try (Database mortal = mortal(plan)) {
                Throwable crash = catchThrowable(() -> new Jobs(mortal, micros(), List.of(new TwoSteps())).due(NAME));
                assertThat(crash == null).isEqualTo(!plan.isDead());
            }
            clock.advance(Duration.ofMinutes(3));
            // The server may still hold the lock of the dead for a moment.
            Jobs successor = jobs(new TwoSteps());
            Instant giveUp = Instant.now().plusSeconds(20);
            do {
                successor.due(NAME);
            } while (onlyRun().state() != Run.State.FINISHED && Instant.now().isBefore(giveUp));

            Run run = onlyRun();
            assertThat(run.outcome()).as("dead at %d", place).isEqualTo(Outcome.DONE);
            assertThat(run.steps())
                    .as("dead at %d", place)
                    .extracting(Step::rows)
                    .containsExactly(5L, 5L);
            assertThat(taken()).as("dead at %d", place).isEqualTo("5 rows in 3 batches, 5 rows in 3 batches");
            if (!plan.isDead()) {
                break;
            }
            deaths++;
        }
        assertThat(deaths).isGreaterThan(50);
    }

    @Test
    void who_was_taken_for_dead_and_lives_changes_nothing_more() {
        AtomicInteger batches = new AtomicInteger();
        Jobs other = jobs(new TwoSteps());
        Jobs slow = jobs(new TwoSteps(() -> {
            if (batches.incrementAndGet() == 1) {
                throw new AssertionError("the machine sleeps");
            }
        }));
        assertThat(catchThrowable(() -> slow.due(NAME))).isInstanceOf(AssertionError.class);
        Run asleep = onlyRun();
        other.work();
        assertThat(onlyRun().rows()).as("it may still live").isZero();
        clock.advance(Duration.ofMinutes(3));
        other.work();
        assertThat(onlyRun().rows()).isEqualTo(10);

        JobRun awake =
                new JobRun(database.database(), clock, asleep, clock.instant().plusSeconds(60));
        Throwable refused = catchThrowable(() -> new TwoSteps().run(awake));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        Interruption.class, e -> assertThat(e.why()).isEqualTo(Interruption.Cause.TAKEN_OVER));
        assertThat(taken()).isEqualTo("5 rows in 3 batches, 5 rows in 3 batches");
    }

    @Test
    void while_a_batch_is_under_way_nobody_else_begins_one() {
        List<Throwable> others = new ArrayList<>();
        Jobs second = jobs(new TwoSteps(() -> others.add(new AssertionError("two at once"))));
        jobs(new TwoSteps(() -> {
                    clock.advance(Duration.ofMinutes(3));
                    // In a thread of its own: in this one it would be part of the same transaction.
                    CompletableFuture.runAsync(second::work).join();
                    clock.advance(Duration.ofMinutes(-3));
                }))
                .due(NAME);

        assertThat(others).isEmpty();
        assertThat(onlyRun().outcome()).isEqualTo(Outcome.DONE);
    }

    @Test
    void a_function_works_for_a_minute_and_lays_the_rest_down() {
        Jobs jobs = jobs(new TwoSteps(() -> clock.advance(Duration.ofSeconds(20))));
        jobs.due(NAME);
        assertThat(onlyRun().state()).isEqualTo(Run.State.RUNNING);
        assertThat(onlyRun().rows()).isEqualTo(5);
        Instant asOf = onlyRun().startedAt();

        jobs.work();

        Run run = onlyRun();
        assertThat(run.outcome()).isEqualTo(Outcome.DONE);
        assertThat(run.deaths()).isZero();
        assertThat(run.attempt()).isEqualTo(2);
        assertThat(run.steps()).extracting(Step::before).containsOnly(asOf);
    }

    @Test
    void what_takes_longer_than_a_function_works_is_done_once_all_the_same() {
        AtomicInteger times = new AtomicInteger();
        Jobs jobs = jobs(new LongStep(() -> {
            times.incrementAndGet();
            clock.advance(Duration.ofMinutes(4));
        }));
        jobs.due(NAME);
        assertThat(onlyRun().isLeased(micros().instant())).isFalse();
        jobs.work();

        assertThat(times).hasValue(2);
        assertThat(onlyRun().outcome()).isEqualTo(Outcome.DONE);
        assertThat(onlyRun().deaths()).isZero();
    }

    @Test
    void nobody_takes_over_while_something_long_is_under_way() {
        List<Run> seen = new ArrayList<>();
        jobs(new LongStep(() -> {
                    clock.advance(Duration.ofMinutes(6));
                    CompletableFuture.runAsync(() -> jobs(new TwoSteps()).work())
                            .join();
                    seen.add(onlyRun());
                }))
                .due(NAME);

        assertThat(seen).extracting(Run::attempt).containsOnly(1);
    }

    @Test
    void a_step_that_fails_is_noted_without_its_words_and_the_next_is_done() {
        AtomicInteger batches = new AtomicInteger();
        jobs(new TwoSteps(() -> {
                    if (batches.incrementAndGet() == 2) {
                        throw new IllegalStateException("alice@example.com");
                    }
                }))
                .due(NAME);

        Run run = onlyRun();
        assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.steps()).extracting(Step::failure).containsExactly("IllegalStateException", null);
        assertThat(run.steps()).extracting(Step::rows).containsExactly(2L, 5L);
    }

    @Test
    void a_run_that_kills_whoever_works_on_it_is_given_up() {
        Jobs jobs = jobs(new TwoSteps(() -> {
            throw new AssertionError("out of memory");
        }));
        for (int death = 0; death < 6; death++) {
            assertThat(catchThrowable(() -> jobs.due(NAME))).isInstanceOf(AssertionError.class);
            clock.advance(Duration.ofMinutes(3));
        }
        jobs.work();

        assertThat(onlyRun().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(onlyRun().deaths()).isEqualTo(6);
    }

    /** Two steps that are done outside of transactions. */
    private record LongStep(Runnable work) implements Job {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String purpose() {
            return "Takes long";
        }

        @Override
        public Schedule schedule() {
            return Schedule.daily(2);
        }

        @Override
        public void run(JobRun run) {
            run.stepOutside(Step.of("first", "VACUUM", null), Duration.ofMinutes(5), work);
            run.stepOutside(Step.of("second", "VACUUM", null), Duration.ofMinutes(5), work);
        }
    }

    private Jobs jobs(Job job) {
        return new Jobs(database.database(), micros(), List.of(job));
    }

    /** As the app has it. */
    private Clock micros() {
        return Clock.tick(clock, Duration.of(1, ChronoUnit.MICROS));
    }

    private static Database mortal(CrashSockets.Plan plan) {
        return new Database(CrashSockets.mortal(database.settings(), plan), "mortal");
    }

    private static List<Run> runs() {
        return database.database().withHandle(handle -> RunStore.list(handle, NAME, Optional.empty(), 100));
    }

    private static Run onlyRun() {
        assertThat(runs()).hasSize(1);
        return runs().get(0);
    }

    private static String taken() {
        return database.admin()
                .withHandle(handle -> handle.select("""
                        select string_agg(format('%s rows in %s batches', rows, batches), ', ' order by step) from taken
                        """).mapTo(String.class).one());
    }
}
