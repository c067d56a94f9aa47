package dev.quayside.shared.gdpr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.contracts.GdprEvents.ErasedTable;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.contracts.GdprEvents.Outcome;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.CloudEvent;
import dev.quayside.shared.gdpr.GdprParticipant.ErasureRule;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.CrashSockets;
import dev.quayside.shared.testing.TestBlobs;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The process dies at every place of an app's part; the next one has the message again. */
class GdprParticipantCrashTest {

    private static Letters letters;

    @BeforeAll
    static void open() {
        letters = new Letters();
    }

    @AfterAll
    static void close() {
        letters.close();
    }

    /** Of whom nothing was told yet. */
    private static UUID customerWithALetter() {
        UUID customer = Ids.newId();
        letters.write(customer);
        letters.forgetNews();
        return customer;
    }

    @Test
    void an_export_is_handed_over() throws Exception {
        int places = CrashSockets.everywhere(place -> {
            UUID customer = customerWithALetter();
            UUID export = Ids.newId();

            boolean died = diesAndGoesOn(
                    place, Letters.event(new ExportRequested(export, customer, "client:" + customer, Letters.AT)));

            List<ExportPartReady> told = letters.told(ExportPartReady.class);
            assertThat(told)
                    .isNotEmpty()
                    .allSatisfy(part -> assertThat(part.rows()).isOne());
            assertThat(TestBlobs.part(told.get(0).blob())).contains(customer.toString());
            return died;
        });
        assertThat(places).isGreaterThan(8);
    }

    @Test
    void a_customer_is_erased() throws Exception {
        int places = CrashSockets.everywhere(place -> {
            UUID customer = customerWithALetter();

            boolean died = diesAndGoesOn(
                    place,
                    Letters.event(new ErasurePartRequested(
                            Ids.newId(), customer, "orders", Letters.AT, Letters.AT.plusSeconds(300))));

            assertThat(letters.of(customer)).isZero();
            assertThat(letters.told(ErasedPart.class)).isNotEmpty().allSatisfy(part -> {
                assertThat(part.outcome()).isEqualTo(Outcome.DONE);
                assertThat(part.tables().get(0).rows()).isOne();
            });
            return died;
        });
        assertThat(places).isGreaterThan(16);
    }

    /** What was erased before the crash is told; the rest is kept until it is asked for again. */
    @Test
    void a_customer_is_left_alone_if_the_process_comes_back_too_late() throws Exception {
        CrashSockets.everywhere(place -> {
            UUID customer = customerWithALetter();
            ErasurePartRequested asked =
                    new ErasurePartRequested(Ids.newId(), customer, "orders", Letters.AT, Letters.AT.plusSeconds(300));
            boolean died = dies(place, Letters.event(asked));
            long left = letters.of(customer);
            letters.forgetNews();

            Clock late = Clock.fixed(asked.validUntil(), ZoneOffset.UTC);
            Letters.participant(letters.database.database(), ErasureRule.NONE, late)
                    .handle(Letters.event(asked));

            assertThat(letters.of(customer)).isEqualTo(left);
            assertThat(letters.told(ErasedPart.class)).singleElement().satisfies(part -> {
                assertThat(part.cameTooLate()).isTrue();
                assertThat(part.tables().stream().mapToLong(ErasedTable::rows).sum())
                        .isEqualTo(1 - left);
            });
            return died;
        });
    }

    /** Whether the first process died. */
    private static boolean diesAndGoesOn(int place, CloudEvent message) {
        boolean died = dies(place, message);
        Letters.participant(letters.database.database(), ErasureRule.NONE).handle(message);
        return died;
    }

    private static boolean dies(int place, CloudEvent message) {
        CrashSockets.Plan plan = new CrashSockets.Plan(place);
        try (Database database = new Database(CrashSockets.mortal(letters.database.settings(), plan), "mortal")) {
            Letters.participant(database, ErasureRule.NONE).handle(message);
        } catch (CrashSockets.Crash expected) {
            // as planned
        }
        return plan.isDead();
    }
}
