package dev.quayside.housekeeping.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.housekeeping.erasure.Erasure.Decision;
import dev.quayside.shared.contracts.GdprEvents;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.contracts.GdprEvents.HoldGround;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.gdpr.Pseudonym;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an erasure decides, at the exact boundaries. */
class ErasureTest {

    private static final Instant START = Instant.parse("2028-02-01T00:00:00Z"); // a leap year
    private static final Instant LIMIT = Instant.parse("2028-03-02T00:00:00Z");
    private static final Instant FIRST_ALERT = Instant.parse("2028-02-26T00:00:00Z");
    private static final UUID CUSTOMER = UUID.fromString("0190b5c2-7c3a-7d1e-9f00-4b2f6c1d2e3f");
    private static final Optional<LegalHold> FREE = Optional.empty();
    private static final Optional<LegalHold> HELD =
            Optional.of(new LegalHold(CUSTOMER, HoldGround.TAX_AUDIT, "case 4711", "employee:x", START));

    private static Erasure requested() {
        return Erasure.requested(new ErasureRequested(UUID.randomUUID(), CUSTOMER, "client:" + CUSTOMER, START), START);
    }

    private static ErasedPart done(String app, Instant at, long rows) {
        return new ErasedPart(null, null, app, Outcome.DONE, null, List.of(new ErasedTable("t", rows)), at, null, null);
    }

    private static ErasedPart waiting(String app, Instant at) {
        return new ErasedPart(null, null, app, Outcome.WAITING, "2 orders are under way", List.of(), at, null, null);
    }

    /** The erasure with a phase asked and done, one second after it was begun. */
    private static Erasure doneBy(Erasure erasure, List<String> apps) {
        Erasure asked = erasure.decide(FREE, START).after();
        for (String app : apps) {
            asked = asked.answered(done(app, START.plusSeconds(1), 1));
        }
        return asked;
    }

    @Test
    void every_participant_is_in_exactly_one_phase() {
        assertThat(Phases.apps()).containsExactlyInAnyOrderElementsOf(GdprEvents.PARTICIPANTS);
    }

    @Test
    void phase_by_phase_every_app_is_asked_and_then_it_is_to_be_certified() {
        Erasure erasure = requested();
        for (List<String> phase : Phases.IN_ORDER) {
            Decision decision = erasure.decide(FREE, START);
            assertThat(decision.ask()).containsExactlyElementsOf(phase);
            assertThat(decision.after().state()).isEqualTo(ErasureState.RUNNING);
            erasure = doneBy(decision.after(), phase);
        }

        Decision end = erasure.decide(FREE, START);
        assertThat(end.ask()).isEmpty();
        assertThat(end.after().state()).isEqualTo(ErasureState.CERTIFYING);
        assertThat(end.after().isOpen()).isFalse();
        assertThat(end.after().nextAt()).isEqualTo(START.plus(Duration.ofMinutes(2)));
    }

    @Test
    void a_phase_begins_only_when_all_of_the_one_before_are_done() {
        Erasure orders = doneBy(requested(), List.of("orders"));
        Erasure almost = doneBy(orders, List.of("payments", "catalog", "housekeeping"));

        assertThat(almost.decide(FREE, START).ask()).isEmpty();
        assertThat(almost.answered(done("notifications", START, 0))
                        .decide(FREE, START)
                        .ask())
                .containsExactly("customers");
    }

    @Test
    void nothing_is_asked_twice_at_once() {
        Erasure asked = requested().decide(FREE, START).after();

        Decision again = asked.decide(FREE, START);

        assertThat(again.ask()).isEmpty();
        assertThat(again.after()).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 20", "3, 40", "4, 80", "5, 160", "6, 320", "7, 360", "8, 360", "500, 360"})
    void who_does_not_answer_is_asked_again_later_each_time(int unanswered, int minutes) {
        Erasure erasure = requested();
        Instant asked = START;
        for (int i = 0; i < unanswered; i++) {
            asked = i == 0 ? START : erasure.nextAt();
            // Alerts come in between, in the end.
            while (erasure.decide(FREE, asked).ask().isEmpty()) {
                erasure = erasure.decide(FREE, asked).after();
                asked = erasure.nextAt();
            }
            erasure = erasure.decide(FREE, asked).after();
        }
        Instant due = asked.plus(Duration.ofMinutes(minutes));

        assertThat(erasure.decide(FREE, due.minusNanos(1000)).ask()).isEmpty();
        assertThat(erasure.decide(FREE, due).ask()).containsExactly("orders");
    }

    @Test
    void who_waits_is_asked_again_after_a_minute_and_says_why_meanwhile() {
        Erasure waits = requested().decide(FREE, START).after().answered(waiting("orders", START.plusSeconds(1)));

        Instant minute = START.plus(Duration.ofMinutes(1));
        Decision meanwhile = waits.decide(FREE, minute.minusNanos(1000));
        assertThat(meanwhile.ask()).isEmpty();
        assertThat(meanwhile.after().state()).isEqualTo(ErasureState.WAITING);
        assertThat(meanwhile.after().reason()).isEqualTo("orders: 2 orders are under way");
        assertThat(meanwhile.after().nextAt()).isEqualTo(minute);

        Decision again = waits.decide(FREE, minute);
        assertThat(again.ask()).containsExactly("orders");
        // Unanswered, it is asked like anybody else who does not answer.
        assertThat(again.after().nextAt()).isEqualTo(minute.plus(Duration.ofMinutes(10)));
    }

    @Test
    void who_waits_long_is_asked_less_and_less_often_and_each_hour_at_last() {
        Part part = Part.of("orders");
        Instant now = START;
        List<Long> minutes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            part = part.asked(now).answered(waiting("orders", now.plusSeconds(1)));
            minutes.add(Duration.between(now, part.askAt()).toMinutes());
            now = part.askAt();
        }

        assertThat(minutes).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void who_has_waited_and_is_done_lets_it_go_on() {
        Erasure waits = requested().decide(FREE, START).after().answered(waiting("orders", START.plusSeconds(1)));
        Erasure goesOn = waits.decide(FREE, START.plusSeconds(1)).after().answered(done("orders", START, 3));

        Decision decision = goesOn.decide(FREE, START.plusSeconds(2));

        assertThat(decision.ask()).containsExactlyElementsOf(Phases.IN_ORDER.get(1));
        assertThat(decision.after().state()).isEqualTo(ErasureState.RUNNING);
        assertThat(decision.after().reason()).isNull();
    }

    @Test
    void what_is_done_stays_done_and_counts_what_was_told_last() {
        Part part = Part.of("orders")
                .asked(START)
                .answered(done("orders", START.plusSeconds(2), 7))
                .answered(waiting("orders", START.plusSeconds(3)))
                .answered(done("orders", START.plusSeconds(1), 5));

        assertThat(part.isDone()).isTrue();
        assertThat(part.tables()).containsExactly(new ErasedTable("t", 7));
        assertThat(part.answered(done("orders", START.plusSeconds(4), 8)).tables())
                .containsExactly(new ErasedTable("t", 8));
    }

    @Test
    void an_answer_that_was_overtaken_changes_nothing() {
        Part part = Part.of("orders").asked(START).answered(waiting("orders", START.plusSeconds(2)));
        ErasedPart older =
                new ErasedPart(null, null, "orders", Outcome.WAITING, "old", null, START.plusSeconds(1), null, null);

        assertThat(part.answered(older)).isEqualTo(part);
    }

    @Test
    void an_app_that_answers_unasked_is_done_before_its_turn() {
        Erasure erasure = doneBy(requested(), List.of("audit", "customers"));
        Erasure first = doneBy(erasure, List.of("orders"));
        Erasure second = doneBy(first, Phases.IN_ORDER.get(1));

        assertThat(second.decide(FREE, START).after().state()).isEqualTo(ErasureState.CERTIFYING);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void a_hold_blocks_every_phase_with_its_reason_and_lifted_lets_it_go_on(int phase) {
        Erasure erasure = requested();
        for (int i = 0; i < phase; i++) {
            erasure = doneBy(erasure, Phases.IN_ORDER.get(i));
        }

        Decision held = erasure.decide(HELD, START);
        assertThat(held.ask()).isEmpty();
        assertThat(held.after().state()).isEqualTo(ErasureState.BLOCKED);
        assertThat(held.after().reason()).isEqualTo("legal hold: TAX_AUDIT");
        assertThat(held.after().nextAt()).isEqualTo(FIRST_ALERT);
        Decision lifted = held.after().decide(FREE, START.plusSeconds(1));
        assertThat(lifted.ask()).containsExactlyElementsOf(Phases.IN_ORDER.get(phase));
        assertThat(lifted.after().reason()).isNull();
    }

    @Test
    void a_hold_keeps_who_waits_from_being_asked_again() {
        Erasure waits = requested().decide(FREE, START).after().answered(waiting("orders", START));

        assertThat(waits.decide(HELD, START.plus(Duration.ofDays(1))).ask()).isEmpty();
    }

    @Test
    void a_hold_that_comes_when_all_is_erased_changes_nothing() {
        Erasure erased = requested();
        for (List<String> phase : Phases.IN_ORDER) {
            erased = doneBy(erased, phase);
        }

        assertThat(erased.decide(HELD, START).after().state()).isEqualTo(ErasureState.CERTIFYING);
    }

    @Test
    void the_limit_is_thirty_days_and_the_alert_comes_five_days_before_and_then_once_a_day() {
        Erasure erasure = requested();
        assertThat(erasure.dueAt()).isEqualTo(LIMIT);

        Decision before = erasure.decide(HELD, FIRST_ALERT.minusNanos(1000));
        assertThat(before.alert()).isFalse();
        Decision first = before.after().decide(HELD, FIRST_ALERT);
        assertThat(first.alert()).isTrue();
        Instant next = FIRST_ALERT.plus(Duration.ofDays(1));
        assertThat(first.after().nextAt()).isEqualTo(next);
        assertThat(first.after().decide(HELD, next.minusNanos(1000)).alert()).isFalse();
        assertThat(first.after().decide(HELD, next).alert()).isTrue();
        Instant after = LIMIT.plus(Duration.ofDays(10));
        assertThat(first.after().decide(HELD, after).alert()).isTrue();
    }

    @Test
    void an_alert_says_what_it_waits_for() {
        Erasure asked = requested().decide(FREE, START).after();
        assertThat(asked.explanation()).isEqualTo("no answer from orders");
        Erasure waits =
                asked.answered(waiting("orders", START)).decide(FREE, START).after();
        assertThat(waits.explanation()).isEqualTo("orders: 2 orders are under way");
        assertThat(waits.decide(HELD, START).after().explanation()).isEqualTo("legal hold: TAX_AUDIT");
    }

    @Test
    void a_client_is_named_by_pseudonym_and_anybody_else_as_they_are() {
        assertThat(requested().requestedByWithoutName()).isEqualTo("client:" + Pseudonym.of(CUSTOMER));
        Erasure job = Erasure.requested(
                new ErasureRequested(UUID.randomUUID(), CUSTOMER, "job:data-retention", START), START);
        assertThat(job.requestedByWithoutName()).isEqualTo("job:data-retention");
    }

    @Test
    void a_certificate_is_made_of_what_is_known_and_of_nothing_else() {
        Erasure erased = requested();
        for (List<String> phase : Phases.IN_ORDER) {
            erased = doneBy(erased, phase);
        }
        Certificate certificate = Certificate.of(erased);

        assertThat(Certificate.of(erased)).isEqualTo(certificate);
        assertThat(certificate.content().completedAt()).isEqualTo(START.plusSeconds(1));
        assertThat(certificate.content().apps())
                .extracting(Certificate.OfApp::app)
                .containsExactlyElementsOf(Phases.apps());
        assertThat(certificate.text())
                .contains(Pseudonym.of(CUSTOMER).toString(), "{\"table\":\"t\",\"rows\":1}")
                .doesNotContain(CUSTOMER.toString());
        assertThat(certificate.sha256()).matches("[0-9a-f]{64}");
    }
}
