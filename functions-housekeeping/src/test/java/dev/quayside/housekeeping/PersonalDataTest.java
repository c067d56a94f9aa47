package dev.quayside.housekeeping;

import static dev.quayside.housekeeping.HousekeepingWorld.orderPlaced;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.contracts.GdprEvents.ExportPartReady;
import dev.quayside.shared.contracts.GdprEvents.ExportRequested;
import dev.quayside.shared.gdpr.Pseudonym;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.testing.RegisterRules;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What housekeeping itself holds of a customer: given in an export, gone with an erasure. */
class PersonalDataTest {

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
    void every_column_is_registered() {
        RegisterRules.everyColumnIsRegistered(world.database);
    }

    @Test
    void what_belongs_to_a_customer_can_be_looked_up() {
        RegisterRules.rowsCanBeLookedUp(world.database);
    }

    @Test
    void an_export_has_the_customers_dead_letters_and_no_holds() throws IOException {
        UUID export = Ids.newId();
        world.letterOf(customer, "alice@example.com");
        UUID other = Ids.newId();
        world.letterOf(other, "bob@example.com");
        assertThat(world.hold(customer, "{\"ground\":\"LITIGATION\",\"reason\":\"case 4711\"}")
                        .getStatusCode())
                .isEqualTo(200);

        world.deliver(new ExportRequested(export, customer, "client:" + customer, world.now()));

        JsonNode ready = world.told(ExportPartReady.TYPE).get(0);
        assertThat(ready.path("app").asText()).isEqualTo("housekeeping");
        try (InputStream in =
                world.blobs.read("gdpr-parts", ready.path("blob").asText()).orElseThrow()) {
            String part = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(part)
                    .contains("dead_letters", customer.toString())
                    .doesNotContain("legal_holds", "case 4711", other.toString());
        }
    }

    @Test
    void of_a_dead_letter_it_stays_that_it_died_and_nobody_sends_it_again() {
        UUID open = world.letterOf(customer, "alice@example.com");
        UUID other = Ids.newId();
        UUID others = world.letterOf(other, "bob@example.com");
        UUID erasure = world.request(customer);

        world.doOwnPart(erasure, customer);

        assertThat(world.lastAnswer(erasure).at("/tables/0/rows").asInt()).isEqualTo(1);
        JsonNode letter = world.letter(open);
        assertThat(letter.path("customerId").asText())
                .isEqualTo(Pseudonym.of(customer).toString());
        assertThat(letter.path("bodyBytes").asInt()).isZero();
        assertThat(letter.path("state").asText()).isEqualTo("DISCARDED");
        assertThat(letter.at("/decision/by").asText()).isEqualTo("job:erasure");
        assertThat(letter.path("type").asText()).isEqualTo(HousekeepingWorld.PLACED);
        assertThat(world.letter(others).path("body").asText()).contains("bob@example.com");
        TestRequest send = TestRequest.post("v1/admin/dead-letters/" + open + "/resubmit", "{}")
                .as(world.admin())
                .key("key");
        assertThat(new HousekeepingHttp(world.lazy())
                        .resubmit(send, open.toString(), new TestContext())
                        .getStatusCode())
                .isEqualTo(409);
    }

    @Test
    void what_was_decided_stays_decided_without_the_words_that_were_sent() {
        UUID sent = world.letterOf(customer, "alice@example.com");
        String edited = orderPlaced(world.letter(sent).path("eventId").asText(), Ids.newId(), customer);
        TestRequest send = TestRequest.post(
                        "v1/admin/dead-letters/" + sent + "/resubmit", Json.write(Map.of("body", edited)))
                .as(world.admin())
                .key("key");
        assertThat(new HousekeepingHttp(world.lazy())
                        .resubmit(send, sent.toString(), new TestContext())
                        .getStatusCode())
                .isEqualTo(200);
        assertThat(world.letter(sent).path("editedBody").asText()).isEqualTo(edited);

        world.doOwnPart(Ids.newId(), customer);

        JsonNode letter = world.letter(sent);
        assertThat(letter.path("state").asText()).isEqualTo("RESUBMITTED");
        assertThat(letter.has("editedBody")).isFalse();
        assertThat(letter.at("/decision/by").asText()).startsWith("employee:");
        assertThat(world.isNamed(customer)).isFalse();
    }

    @Test
    void a_dead_letter_that_comes_after_the_erasure_is_kept_without_the_customer() {
        world.doOwnPart(Ids.newId(), customer);

        UUID late = world.letterOf(customer, "alice@example.com");

        JsonNode letter = world.letter(late);
        assertThat(letter.path("bodyBytes").asInt()).isZero();
        assertThat(letter.path("state").asText()).isEqualTo("DISCARDED");
        assertThat(world.isNamed(customer)).isFalse();
    }

    @Test
    void a_customer_without_anything_is_done_at_once() {
        UUID erasure = world.request(customer);
        world.doOwnPart(erasure, customer);

        JsonNode answer = world.lastAnswer(erasure);
        assertThat(answer.path("outcome").asText()).isEqualTo("DONE");
        assertThat(answer.path("tables")).isEmpty();
    }
}
