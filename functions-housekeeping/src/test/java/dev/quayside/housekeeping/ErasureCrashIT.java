package dev.quayside.housekeeping;

import static dev.quayside.housekeeping.ErasureWorld.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.GdprEvents.ErasureCompleted;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.contracts.GdprEvents.LegalHoldChanged;
import dev.quayside.shared.data.DatabaseSettings;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.CrashSockets;
import dev.quayside.shared.testing.TestBlobs;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The process dies at every place in turn, before and after each statement, commit and blob. Another one then goes on,
 * with messages delivered and requests made again.
 */
class ErasureCrashIT {

    private static final List<String> ALL_BUT_AUDIT =
            List.of("orders", "payments", "catalog", "notifications", "housekeeping", "customers");

    private static ErasureWorld world;

    @BeforeAll
    static void open() {
        world = new ErasureWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void an_erasure_is_begun_once_wherever_the_process_dies() {
        int places = everywhere(customer -> {
            ErasureRequested request = new ErasureRequested(Ids.newId(), customer, "client:" + customer, world.now());
            String message = message(request);
            return new Case(() -> world.deliver(message), () -> {
                world.deliver(message);

                assertThat(world.asked(request.erasureId())).containsExactly("orders");
            });
        });
        assertThat(places).isGreaterThan(10);
    }

    @Test
    void the_next_phase_is_asked_once_wherever_the_process_dies() {
        int places = everywhere(customer -> {
            UUID erasure = world.request(customer);
            String answer = message(world.done(erasure, customer, "orders"));
            return new Case(() -> world.deliver(answer), () -> {
                world.deliver(answer);

                assertThat(world.asked(erasure))
                        .containsExactly("orders", "payments", "catalog", "notifications", "housekeeping");
            });
        });
        assertThat(places).isGreaterThan(10);
    }

    @Test
    void a_certificate_is_written_and_told_once_wherever_the_process_dies() {
        int places = everywhere(customer -> {
            UUID erasure = world.request(customer);
            ALL_BUT_AUDIT.forEach(app -> world.deliver(world.done(erasure, customer, app)));
            String last = message(world.done(erasure, customer, "audit"));
            return new Case(() -> world.deliver(last), () -> {
                world.deliver(last);
                world.clock.advance(Duration.ofMinutes(3));
                world.tick();

                assertCompletedOnce(erasure, customer);
            });
        });
        assertThat(places).isGreaterThan(20);
    }

    @Test
    void who_does_not_answer_is_asked_once_more_wherever_the_timer_dies() {
        int places = everywhere(customer -> {
            UUID erasure = world.request(customer);
            world.clock.advance(Duration.ofMinutes(11));
            return new Case(world::tick, () -> {
                world.tick();

                assertThat(world.asked(erasure)).containsExactly("orders", "orders");
            });
        });
        assertThat(places).isGreaterThan(6);
    }

    @Test
    void a_hold_is_placed_and_told_once_wherever_the_process_dies() {
        everywhere(customer -> {
            UUID erasure = world.request(customer);
            Runnable place = () -> world.hold(customer, "{\"ground\":\"LITIGATION\",\"reason\":\"case 4711\"}");
            return new Case(place, () -> {
                place.run();

                assertThat(world.told(LegalHoldChanged.TYPE))
                        .filteredOn(data -> data.path("customerId").asText().equals(customer.toString()))
                        .hasSize(1);
                assertThat(world.erasure(erasure).path("state").asText()).isEqualTo("BLOCKED");
            });
        });
    }

    @Test
    void this_apps_own_part_is_whole_wherever_the_process_dies() {
        everywhere(customer -> {
            UUID erasure = Ids.newId();
            world.letterOf(customer, "alice@example.com");
            String request = message(new ErasurePartRequested(
                    erasure, customer, "housekeeping", world.now(), world.now().plusSeconds(300)));
            return new Case(() -> world.deliver(request), () -> {
                world.deliver(request);

                assertThat(world.isNamed(customer)).isFalse();
                JsonNode answer = world.lastAnswer(erasure);
                assertThat(answer.at("/tables/0/table").asText()).isEqualTo("dead_letters");
                assertThat(answer.at("/tables/0/rows").asInt()).isEqualTo(1);
            });
        });
    }

    private static void assertCompletedOnce(UUID erasure, UUID customer) {
        assertThat(world.erasure(erasure).path("state").asText()).isEqualTo("COMPLETED");
        assertThat(world.told(ErasureCompleted.TYPE, erasure)).hasSize(1);
        assertThat(world.stored(erasure)).isEqualTo(world.certificate(erasure).getBody());
        assertThat(world.isNamed(customer)).isFalse();
    }

    private record Case(Runnable dying, Runnable after) {}

    /** Makes a case for a new customer for each place; returns at how many places the process died. */
    private static int everywhere(Function<UUID, Case> cases) {
        for (int place = 1; ; place++) {
            world.clear();
            Case next = cases.apply(Ids.newId());
            boolean died = dies(place, next.dying);
            next.after.run();
            if (!died) {
                return place - 1;
            }
        }
    }

    private static boolean dies(int place, Runnable work) {
        CrashSockets.Plan plan = new CrashSockets.Plan(place);
        DatabaseSettings healthy = world.database.settings();
        world.restart(world.start(CrashSockets.mortal(healthy, plan), TestBlobs.settings()));
        try {
            work.run();
        } catch (CrashSockets.Crash expected) {
            // as planned
        } finally {
            world.restart(world.start(healthy, TestBlobs.settings()));
        }
        return plan.isDead();
    }
}
