package dev.quayside.housekeeping;

import static dev.quayside.housekeeping.HousekeepingWorld.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.GdprEvents.ErasedPart;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.AtOnce;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a legal hold still keeps when it comes: apps cannot be called back, but nobody begins long after. */
class HoldReachTest {

    private static final String HOLD = "{\"ground\":\"LITIGATION\",\"reason\":\"case 4711\"}";

    private static ErasureWorld world;

    private final UUID customer = Ids.newId();

    @BeforeAll
    static void open() {
        world = new ErasureWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void clear() {
        world.clear();
    }

    /** This app has been asked, as have those of its phase. */
    private UUID askedSecondPhase() {
        UUID erasure = world.request(customer);
        world.deliver(world.done(erasure, customer, "orders"));
        return erasure;
    }

    @Test
    void an_app_that_comes_back_after_a_hold_erases_nothing_until_it_is_lifted_and_asked_again() {
        UUID letter = world.letterOf(customer, "alice@example.com");
        UUID erasure = askedSecondPhase();
        String question = world.question(erasure, "housekeeping");
        JsonNode hold = json(world.hold(customer, HOLD));
        assertThat(hold.path("keeps").asText()).isEqualTo("PART");
        int asked = world.asked(erasure).size();

        world.clock.advance(Duration.ofMinutes(5));
        world.deliver(question);
        assertThat(world.lastAnswer(erasure).path("outcome").asText()).isEqualTo("WAITING");
        assertThat(world.lastAnswer(erasure).path("reason").asText()).isEqualTo("asked too long ago");
        world.hearOwnAnswer(erasure);
        world.clock.advance(Duration.ofDays(2));
        world.tick();

        assertThat(world.letter(letter).path("customerId").asText()).isEqualTo(customer.toString());
        assertThat(world.erasure(erasure).path("state").asText()).isEqualTo("BLOCKED");
        assertThat(world.asked(erasure)).hasSize(asked);
        assertThat(data(json(world.hold(customer, HOLD)))).containsEntry("housekeeping", "KEPT");

        world.lift(customer);
        assertThat(world.asked(erasure)).hasSize(asked + 4);
        world.deliver(world.question(erasure, "housekeeping"));
        world.hearOwnAnswer(erasure);

        assertThat(world.isNamedIn("dead_letters", customer)).isFalse();
        assertThat(data(world.erasure(erasure))).containsEntry("housekeeping", "ERASED");
    }

    @Test
    void without_a_hold_an_app_that_comes_back_is_asked_again_and_erases() {
        world.letterOf(customer, "alice@example.com");
        UUID erasure = askedSecondPhase();
        String question = world.question(erasure, "housekeeping");

        world.clock.advance(Duration.ofMinutes(7));
        world.deliver(question);
        world.hearOwnAnswer(erasure);
        assertThat(world.isNamedIn("dead_letters", customer)).isTrue();
        world.deliver(world.question(erasure, "housekeeping"));

        assertThat(world.isNamedIn("dead_letters", customer)).isFalse();
    }

    @Test
    void a_hold_says_what_is_erased_what_may_be_and_what_it_keeps() {
        assertThat(json(world.hold(customer, HOLD)).path("keeps").asText()).isEqualTo("ALL");
        world.lift(customer);
        UUID erasure = askedSecondPhase();
        Instant asked = Instant.parse(
                part(world.erasure(erasure), "payments").path("askedAt").asText());
        world.deliver(world.done(erasure, customer, "catalog"));

        JsonNode hold = json(world.hold(customer, HOLD));

        assertThat(hold.path("keeps").asText()).isEqualTo("PART");
        assertThat(data(hold))
                .isEqualTo(Map.of(
                        "orders", "ERASED",
                        "payments", "MAY_BE_ERASING",
                        "catalog", "ERASED",
                        "notifications", "MAY_BE_ERASING",
                        "housekeeping", "MAY_BE_ERASING",
                        "customers", "KEPT",
                        "audit", "KEPT"));
        assertThat(data(world.erasure(erasure))).isEqualTo(data(hold));
        String end = asked.plus(Duration.ofMinutes(6)).toString();
        assertThat(part(hold, "payments").path("beginsBefore").asText()).isEqualTo(end);
        assertThat(part(world.erasure(erasure), "payments").path("beginsBefore").asText())
                .isEqualTo(end);
        assertThat(part(hold, "customers").has("beginsBefore")).isFalse();
    }

    @Test
    void a_hold_that_keeps_nothing_for_sure_says_so() {
        UUID erasure = world.request(customer);
        for (String app : List.of("orders", "payments", "catalog", "notifications", "housekeeping", "customers")) {
            world.deliver(world.done(erasure, customer, app));
        }

        JsonNode hold = json(world.hold(customer, HOLD));

        assertThat(hold.path("keeps").asText()).isEqualTo("NOTHING");
        assertThat(data(hold)).containsEntry("audit", "MAY_BE_ERASING");
    }

    @Test
    void of_a_hold_and_the_end_of_a_phase_at_once_either_is_seen_by_the_other() throws Exception {
        for (int i = 0; i < 20; i++) {
            UUID wanted = Ids.newId();
            UUID erasure = world.request(wanted);
            AtomicReference<HttpResponseMessage> hold = new AtomicReference<>();
            AtOnce.run(List.of(
                    () -> world.deliver(world.done(erasure, wanted, "orders")),
                    () -> hold.set(world.hold(wanted, HOLD))));

            assertThat(hold.get().getStatusCode())
                    .as("%s", hold.get().getBody())
                    .isEqualTo(200);
            boolean isAsked = world.asked(erasure).contains("payments");
            assertThat(data(json(hold.get()))).containsEntry("payments", isAsked ? "MAY_BE_ERASING" : "KEPT");
            assertThat(world.erasure(erasure).path("state").asText()).isEqualTo("BLOCKED");
        }
    }

    @Test
    void of_what_was_cut_short_and_heard_again_too_late_it_is_told_that_it_is_partly_erased() {
        UUID erasure = askedSecondPhase();
        String question = world.question(erasure, "housekeeping");
        world.database
                .admin()
                .useHandle(handle -> handle.execute("insert into erased_rows values (?, 'dead_letters', 2)", erasure));
        world.hold(customer, HOLD);
        world.clock.advance(Duration.ofMinutes(7));
        world.deliver(question);
        world.hearOwnAnswer(erasure);

        assertThat(world.told(ErasedPart.TYPE, erasure)).hasSize(1);
        assertThat(data(json(world.hold(customer, HOLD)))).containsEntry("housekeeping", "PARTLY_ERASED");
    }

    private static Map<String, String> data(JsonNode view) {
        Map<String, String> data = new HashMap<>();
        for (JsonNode app : view.has("apps") ? view.path("apps") : view.path("parts")) {
            data.put(app.path("app").asText(), app.path("data").asText());
        }
        return data;
    }

    private static JsonNode part(JsonNode view, String name) {
        for (JsonNode app : view.has("apps") ? view.path("apps") : view.path("parts")) {
            if (app.path("app").asText().equals(name)) {
                return app;
            }
        }
        throw new AssertionError("no " + name + " in " + view);
    }
}
