package dev.quayside.housekeeping;

import static dev.quayside.housekeeping.ErasureWorld.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.config.Secret;
import dev.quayside.shared.contracts.GdprEvents.ErasureCompleted;
import dev.quayside.shared.contracts.GdprEvents.ErasureDelayed;
import dev.quayside.shared.contracts.GdprEvents.ErasurePartRequested;
import dev.quayside.shared.contracts.GdprEvents.ErasureRequested;
import dev.quayside.shared.contracts.GdprEvents.HoldGround;
import dev.quayside.shared.contracts.GdprEvents.LegalHoldChanged;
import dev.quayside.shared.contracts.OrderEvents.OrderCancelled;
import dev.quayside.shared.events.MalformedEventException;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.storage.BlobSettings;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestBlobs;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One customer is forgotten by all apps, whatever the order and number of their answers. */
class CoordinationTest {

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

    @Test
    void apps_are_asked_phase_by_phase_and_in_the_end_there_is_a_certificate() throws Exception {
        UUID erasure = world.request(customer);
        assertThat(world.asked(erasure)).containsExactly("orders");
        world.deliver(world.done(erasure, customer, "orders"));
        assertThat(world.asked(erasure))
                .containsExactly("orders", "payments", "catalog", "notifications", "housekeeping");

        world.erase(erasure, customer);

        assertThat(world.asked(erasure)).endsWith("customers", "audit").hasSize(7);
        JsonNode view = world.erasure(erasure);
        assertThat(view.path("state").asText()).isEqualTo("COMPLETED");
        assertThat(view.path("requestedBy").asText()).isEqualTo("client:" + Pseudonym.of(customer));
        assertThat(view.path("parts"))
                .hasSize(7)
                .allMatch(part -> part.path("outcome").asText().equals("DONE"));
        String certificate = (String) world.certificate(erasure).getBody();
        assertThat(world.stored(erasure)).isEqualTo(certificate);
        String sha256 = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getBytes(StandardCharsets.UTF_8)));
        assertThat(view.at("/certificate/sha256").asText()).isEqualTo(sha256);
        JsonNode told = world.told(ErasureCompleted.TYPE, erasure).get(0);
        assertThat(told.path("sha256").asText()).isEqualTo(sha256);
        assertThat(told.path("certificate").asText()).isEqualTo(erasure + ".json");
        assertThat(told.path("at").asText()).isEqualTo(view.path("completedAt").asText());
        JsonNode proof = HousekeepingWorld.json(certificate);
        assertThat(proof.at("/apps/0/tables/0/rows").asLong()).isEqualTo(3);
        assertThat(proof.path("pseudonym").asText())
                .isEqualTo(Pseudonym.of(customer).toString());
        assertThat(world.isNamed(customer)).isFalse();
    }

    @Test
    void a_request_that_comes_again_is_the_same_erasure() {
        ErasureRequested request = new ErasureRequested(Ids.newId(), customer, "client:" + customer, world.now());
        String message = message(request);

        world.deliver(message);
        world.deliver(message);
        world.deliver(request);

        assertThat(world.asked(request.erasureId())).containsExactly("orders");
        assertThat(world.list().path("items")).hasSize(1);
    }

    @Test
    void answers_may_come_in_any_order_and_twice() {
        List<String> apps = new ArrayList<>(
                List.of("orders", "payments", "catalog", "notifications", "housekeeping", "customers", "audit"));
        Collections.reverse(apps);
        UUID erasure = world.request(customer);

        for (String app : apps) {
            String answer = message(world.done(erasure, customer, app));
            world.deliver(answer);
            world.deliver(answer);
            world.deliver(world.done(erasure, customer, app));
        }

        assertThat(world.erasure(erasure).path("state").asText()).isEqualTo("COMPLETED");
        assertThat(world.told(ErasureCompleted.TYPE, erasure)).hasSize(1);
    }

    @Test
    void twenty_answers_at_once_complete_it_once() throws Exception {
        UUID erasure = world.request(customer);
        List<Runnable> answers = new ArrayList<>();
        for (String app : List.of("orders", "payments", "catalog", "notifications", "housekeeping", "customers")) {
            for (int i = 0; i < 3; i++) {
                String answer = message(world.done(erasure, customer, app));
                answers.add(() -> world.deliver(answer));
            }
        }
        String last = message(world.done(erasure, customer, "audit"));
        answers.addAll(Collections.nCopies(2, () -> world.deliver(last)));
        AtOnce.run(answers);

        assertThat(world.erasure(erasure).path("state").asText()).isEqualTo("COMPLETED");
        assertThat(world.told(ErasureCompleted.TYPE, erasure)).hasSize(1);
    }

    @Test
    void an_answer_after_the_end_or_to_nothing_changes_nothing() {
        UUID erasure = world.request(customer);
        world.erase(erasure, customer);
        JsonNode before = world.erasure(erasure);

        world.deliver(world.done(erasure, customer, "orders"));
        world.deliver(world.waits(erasure, customer, "audit", "late"));
        world.deliver(world.done(Ids.newId(), customer, "orders"));
        UUID open = world.request(Ids.newId());
        world.deliver(world.done(open, customer, "nobody"));

        assertThat(world.erasure(erasure)).isEqualTo(before);
        assertThat(world.erasure(open).path("state").asText()).isEqualTo("RUNNING");
        assertThat(world.told(ErasureCompleted.TYPE, erasure)).hasSize(1);
    }

    @Test
    void what_nobody_knows_is_refused_and_what_is_not_ours_ignored() {
        assertThatThrownBy(() -> world.deliver("not json")).isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> world.deliver(new OrderCancelled(customer, customer, "client:" + customer)))
                .isInstanceOf(MalformedEventException.class);
        world.deliver(new LegalHoldChanged(customer, true, HoldGround.OTHER, "employee:1", world.clock.instant()));

        assertThat(world.list().path("items")).isEmpty();
    }

    @Test
    void who_waits_is_asked_again_and_shown_with_the_reason() {
        UUID erasure = world.request(customer);
        world.deliver(world.waits(erasure, customer, "orders", "2 orders are under way"));
        world.clock.advance(Duration.ofSeconds(59));
        world.tick();
        assertThat(world.asked(erasure)).hasSize(1);
        JsonNode view = world.erasure(erasure);
        assertThat(view.path("state").asText()).isEqualTo("WAITING");
        assertThat(view.path("reason").asText()).isEqualTo("orders: 2 orders are under way");

        world.clock.advance(Duration.ofMinutes(2));
        world.tick();
        world.tick();

        assertThat(world.asked(erasure)).containsExactly("orders", "orders");
        assertThat(world.erasure(erasure).at("/parts/0/attempts").asInt()).isEqualTo(2);
    }

    @Test
    void who_does_not_answer_is_asked_again_after_ten_minutes() {
        UUID erasure = world.request(customer);
        world.clock.advance(Duration.ofMinutes(9));
        world.tick();
        assertThat(world.asked(erasure)).hasSize(1);
        world.clock.advance(Duration.ofMinutes(2));
        world.tick();
        assertThat(world.asked(erasure)).hasSize(2);
        world.clock.advance(Duration.ofMinutes(11));
        world.tick();
        assertThat(world.asked(erasure)).hasSize(2);
    }

    @Test
    void two_timers_at_once_ask_once() throws Exception {
        List<UUID> erasures = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            erasures.add(world.request(Ids.newId()));
        }
        world.clock.advance(Duration.ofMinutes(11));
        AtOnce.run(4, world::tick);

        List<String> asked = world.told(ErasurePartRequested.TYPE).stream()
                .map(data -> data.path("erasureId").asText())
                .toList();
        assertThat(asked).hasSize(300);
        assertThat(erasures)
                .allSatisfy(erasure -> assertThat(Collections.frequency(asked, erasure.toString()))
                        .isEqualTo(2));
    }

    @Test
    void an_erasure_that_takes_too_long_is_alerted_once_a_day_to_the_end() {
        UUID erasure = world.request(customer);
        world.deliver(world.waits(erasure, customer, "orders", "an order is under way"));
        world.clock.advance(Duration.ofDays(25).minusMinutes(1));
        world.tick();
        assertThat(world.told(ErasureDelayed.TYPE, erasure)).isEmpty();
        world.clock.advance(Duration.ofMinutes(2));
        world.tick();
        world.tick();
        JsonNode told = world.told(ErasureDelayed.TYPE, erasure).get(0);
        assertThat(told.path("pseudonym").asText())
                .isEqualTo(Pseudonym.of(customer).toString());
        assertThat(told.path("reason").asText()).isEqualTo("orders: an order is under way");
        assertThat(told.path("dueAt").asText())
                .isEqualTo(world.erasure(erasure).path("dueAt").asText());
        for (int day = 0; day < 7; day++) {
            world.clock.advance(Duration.ofDays(1).plusMinutes(1));
            world.tick();
        }
        assertThat(world.told(ErasureDelayed.TYPE, erasure)).hasSize(8);
    }

    @Test
    void while_storage_is_away_nothing_is_completed_and_then_one_of_the_timers_does() throws Exception {
        Secret nowhere = Secret.of("DefaultEndpointsProtocol=http;AccountName=none;AccountKey=bm9uZQ==;"
                + "BlobEndpoint=http://127.0.0.1:1/none;");
        world.restart(world.start(world.database.settings(), new BlobSettings(null, null, nowhere)));
        UUID erasure = world.request(customer);
        try {
            for (String app : List.of("orders", "payments", "catalog", "notifications", "housekeeping", "customers")) {
                world.deliver(world.done(erasure, customer, app));
            }
            world.deliver(world.done(erasure, customer, "audit"));
            assertThat(world.erasure(erasure).path("state").asText()).isEqualTo("CERTIFYING");
            assertThat(world.certificate(erasure).getStatusCode()).isEqualTo(409);
        } finally {
            world.restart(world.start(world.database.settings(), TestBlobs.settings()));
        }
        world.clock.advance(Duration.ofMinutes(3));
        AtOnce.run(4, world::tick);

        assertThat(world.told(ErasureCompleted.TYPE, erasure)).hasSize(1);
        assertThat(world.erasure(erasure).path("state").asText()).isEqualTo("COMPLETED");
        assertThat(world.stored(erasure)).isEqualTo(world.certificate(erasure).getBody());
    }

    @Test
    void a_certificate_that_somebody_else_has_put_there_is_never_taken_for_ours() {
        UUID erasure = world.request(customer);
        world.blobs.write(
                "gdpr-certificates", erasure + ".json", "application/json", out -> out.write(new byte[] {'{', '}'}));

        world.erase(erasure, customer);

        assertThat(world.erasure(erasure).path("state").asText()).isEqualTo("CERTIFYING");
        assertThat(world.told(ErasureCompleted.TYPE, erasure)).isEmpty();
        world.blobs.delete("gdpr-certificates", erasure + ".json");
        world.clock.advance(Duration.ofMinutes(3));
        world.tick();
        assertThat(world.erasure(erasure).path("state").asText()).isEqualTo("COMPLETED");
    }
}
