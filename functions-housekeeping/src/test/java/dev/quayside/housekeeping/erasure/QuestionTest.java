package dev.quayside.housekeeping.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.housekeeping.erasure.AppData.State;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.contracts.GdprEvents.HoldGround;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a question is good, and what is known of an app's data meanwhile, at the exact boundaries. */
class QuestionTest {

    private static final Instant START = Instant.parse("2028-02-01T00:00:00Z");
    private static final Duration TICK = Duration.ofNanos(1_000);
    private static final UUID CUSTOMER = UUID.fromString("0190b5c2-7c3a-7d1e-9f00-4b2f6c1d2e3f");
    private static final Optional<LegalHold> FREE = Optional.empty();
    private static final Optional<LegalHold> HELD =
            Optional.of(new LegalHold(CUSTOMER, HoldGround.OTHER, "case 4711", "employee:x", START));

    private static Erasure requested() {
        return Erasure.requested(new ErasureRequested(UUID.randomUUID(), CUSTOMER, "client:" + CUSTOMER, START), START);
    }

    private static ErasedPart tooLate(Instant at, Part asked) {
        return new ErasedPart(
                null,
                null,
                "orders",
                Outcome.WAITING,
                ErasedPart.TOO_LATE,
                List.of(),
                at,
                asked.askedAt(),
                asked.validUntil());
    }

    private static ErasedPart answer(
            Outcome outcome, String reason, Instant at, Instant askedAt, List<ErasedTable> tables) {
        return new ErasedPart(null, null, "orders", outcome, reason, tables, at, askedAt, null);
    }

    private static Part asked() {
        return Part.of("orders").asked(START);
    }

    @Test
    void a_question_is_good_for_five_minutes_and_ends_before_it_is_asked_again() {
        assertThat(asked().validUntil()).isEqualTo(START.plus(Duration.ofMinutes(5)));
        assertThat(asked().beginsBefore(START).orElseThrow()).isBefore(asked().askAt());
    }

    @Test
    void who_hears_it_too_late_is_asked_again_after_a_minute_and_has_twice_as_long() {
        Part part = asked();
        List<Long> minutes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Instant asked = part.askedAt();
            minutes.add(Duration.between(asked, part.validUntil()).toMinutes());
            part = part.answered(tooLate(part.validUntil(), part));
            assertThat(part.askAt()).isEqualTo(asked.plus(Duration.ofMinutes(1)));
            part = part.asked(part.validUntil());
        }

        assertThat(minutes).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 1440L);
    }

    @Test
    void who_then_hears_it_in_time_has_five_minutes_again() {
        Part late = asked().answered(tooLate(START.plusSeconds(301), asked()));
        Instant again = late.askAt().plusSeconds(600);
        Part inTime = late.asked(again).answered(answer(Outcome.WAITING, "an order", again, again, List.of()));
        Instant once = again.plus(Duration.ofHours(1));

        assertThat(inTime.asked(once).validUntil()).isEqualTo(once.plus(Duration.ofMinutes(5)));
    }

    @Test
    void a_question_that_is_delivered_twice_is_late_once() {
        Part once = asked().answered(tooLate(START.plusSeconds(301), asked()));
        Part twice = once.answered(tooLate(START.plusSeconds(302), asked()));

        assertThat(twice.asked(START).validUntil())
                .isEqualTo(once.asked(START).validUntil())
                .isEqualTo(START.plus(Duration.ofMinutes(10)));
    }

    @Test
    void an_answer_to_an_earlier_question_leaves_the_last_one_open() {
        Instant again = START.plus(Duration.ofMinutes(10));
        Part part = asked().asked(again).answered(tooLate(again.plusSeconds(1), asked()));

        assertThat(part.askAt()).isEqualTo(again.plus(Duration.ofMinutes(20)));
        assertThat(part.beginsBefore(again.plus(Duration.ofHours(1)))).isPresent();
    }

    @Test
    void a_shorter_question_does_not_take_back_a_longer_one() {
        Part late = asked();
        for (int i = 0; i < 5; i++) {
            late = late.answered(tooLate(START.plusSeconds(i), late)).asked(START);
        }
        Part longest = late.asked(START);
        Part inTime = longest.answered(answer(Outcome.WAITING, "an order", START.plusSeconds(9), START, List.of()));

        assertThat(inTime.asked(START.plusSeconds(60)).validUntil()).isEqualTo(longest.validUntil());
    }

    @Test
    void an_app_that_has_not_answered_has_begun_before_its_moment_or_does_not() {
        Instant end = START.plus(Duration.ofMinutes(6));

        assertThat(AppData.of(Part.of("orders"), START)).isEqualTo(new AppData("orders", State.KEPT, null));
        for (Instant now : List.of(START, end.minus(TICK), end, end.plus(Duration.ofDays(9)))) {
            assertThat(AppData.of(asked(), now)).isEqualTo(new AppData("orders", State.MAY_BE_ERASING, end));
        }
    }

    @Test
    void an_app_that_waits_may_be_told_once_more_until_its_moment() {
        Instant end = START.plus(Duration.ofMinutes(6));
        Part waits = asked().answered(answer(Outcome.WAITING, "an order", START.plusSeconds(1), START, List.of()));

        assertThat(AppData.of(waits, end.minus(TICK)).data()).isEqualTo(State.MAY_BE_ERASING);
        assertThat(AppData.of(waits, end)).isEqualTo(new AppData("orders", State.KEPT, null));
    }

    @Test
    void what_a_crash_has_cut_short_is_partly_erased_and_what_is_done_is_erased() {
        Instant later = START.plus(Duration.ofHours(1));
        List<ErasedTable> some = List.of(new ErasedTable("a", 0), new ErasedTable("b", 2));

        assertThat(AppData.of(asked().answered(answer(Outcome.WAITING, "x", later, START, some)), later))
                .isEqualTo(new AppData("orders", State.PARTLY_ERASED, null));
        assertThat(AppData.of(asked().answered(answer(Outcome.DONE, null, later, START, some)), START))
                .isEqualTo(new AppData("orders", State.ERASED, null));
    }

    @Test
    void of_two_erasures_the_one_that_is_further_counts() {
        Erasure asked = requested().decide(FREE, START).after();
        Erasure done = asked.answered(answer(Outcome.DONE, null, START, START, List.of()));

        assertThat(AppData.of(List.of(), START)).extracting(AppData::data).containsOnly(State.KEPT);
        assertThat(AppData.of(List.of(done, asked), START).get(0).data()).isEqualTo(State.ERASED);
        assertThat(AppData.of(List.of(requested(), asked), START).get(0).data()).isEqualTo(State.MAY_BE_ERASING);
    }

    @Test
    void an_answer_that_comes_after_the_hold_asks_nobody_until_it_is_lifted() {
        Erasure asked = requested().decide(FREE, START).after();
        Instant back = START.plus(Duration.ofDays(2));

        Erasure held = asked.decide(HELD, START.plusSeconds(1)).after().answered(tooLate(back, asked.part("orders")));
        Erasure.Decision decision = held.decide(HELD, back);

        assertThat(decision.ask()).isEmpty();
        assertThat(decision.after().state()).isEqualTo(ErasureState.BLOCKED);
        assertThat(decision.after().decide(HELD, back.plus(Duration.ofDays(9))).ask())
                .isEmpty();
        assertThat(decision.after().decide(FREE, back).ask()).containsExactly("orders");
    }

    /** An app that hears everything so many minutes after it was told. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4, 5, 6, 15, 90, 700})
    void a_queue_that_is_longer_than_a_question_is_good_starves_no_erasure(int minutesBehind) {
        Deque<Part> queue = new ArrayDeque<>();
        Erasure erasure = requested();
        Instant now = START;
        while (!erasure.part("orders").isDone() && now.isBefore(START.plus(Duration.ofDays(20)))) {
            Erasure.Decision decision = erasure.decide(FREE, now);
            erasure = decision.after();
            if (!decision.ask().isEmpty()) {
                queue.add(erasure.part("orders"));
            }
            while (!queue.isEmpty()
                    && !queue.peek().askedAt().plusSeconds(minutesBehind * 60L).isAfter(now)) {
                Part heard = queue.remove();
                erasure = erasure.answered(
                        now.isBefore(heard.validUntil())
                                ? answer(Outcome.DONE, null, now, heard.askedAt(), List.of())
                                : tooLate(now, heard));
            }
            now = now.plusSeconds(60);
        }

        assertThat(erasure.part("orders").isDone()).isTrue();
    }
}
