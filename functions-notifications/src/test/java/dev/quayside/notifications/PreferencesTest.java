package dev.quayside.notifications;

import static dev.quayside.notifications.NotificationsWorld.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What customers choose. */
class PreferencesTest {

    private static final String NIGHT = "{'from':'22:00','to':'07:00','timeZone':'Europe/Berlin'}";

    private static NotificationsWorld world;
    private final UUID customer = Ids.newId();

    @BeforeAll
    static void open() {
        world = new NotificationsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private HttpResponseMessage get(String token, String customerId) {
        return world.http()
                .preferences(
                        TestRequest.get("v1/notifications/preferences")
                                .as(token)
                                .query("customerId", customerId),
                        new TestContext());
    }

    private HttpResponseMessage get() {
        return get(world.tokens.client(customer), "");
    }

    private HttpResponseMessage put(String body, String etag, String token, String customerId) {
        TestRequest request = TestRequest.put("v1/notifications/preferences", body.replace('\'', '"'))
                .as(token)
                .query("customerId", customerId);
        return world.http()
                .changePreferences(etag == null ? request : request.header("If-Match", etag), new TestContext());
    }

    private HttpResponseMessage put(String body, String etag) {
        return put(body, etag, world.tokens.client(customer), "");
    }

    @Test
    void who_chose_nothing_is_told_the_usual_way() {
        HttpResponseMessage shown = get();

        assertThat(shown.getHeader("ETag")).isEqualTo("\"0\"");
        JsonNode events = body(shown).get("events");
        assertThat(events).hasSize(8);
        assertThat(events)
                .allSatisfy(
                        choice -> assertThat(choice.get("channels").toString()).isEqualTo("[\"EMAIL\",\"SMS\"]"));
        assertThat(body(shown).has("quietHours")).isFalse();
    }

    @Test
    void a_choice_is_kept_whole_and_replaces_the_last_one() {
        String first = "{'events':[{'event':'order-shipped','channels':['SMS','EMAIL']},"
                + "{'event':'order-delivered','channels':[]}],'quietHours':" + NIGHT + "}";
        HttpResponseMessage stored = put(first, "\"0\"");

        assertThat(stored.getStatusCode()).isEqualTo(200);
        assertThat(stored.getHeader("ETag")).isEqualTo("\"1\"");
        assertThat(get().getBody()).isEqualTo(stored.getBody());
        assertThat(channels("order-shipped")).isEqualTo("[\"SMS\",\"EMAIL\"]");
        assertThat(channels("order-delivered")).isEqualTo("[]");
        assertThat(channels("order-confirmed")).isEqualTo("[\"EMAIL\",\"SMS\"]");
        assertThat(body(stored).get("quietHours").toString())
                .isEqualTo("{\"from\":\"22:00\",\"to\":\"07:00\",\"timeZone\":\"Europe/Berlin\"}");

        assertThat(put("{'events':[]}", "\"1\"").getHeader("ETag")).isEqualTo("\"2\"");
        assertThat(channels("order-delivered")).isEqualTo("[\"EMAIL\",\"SMS\"]");
        assertThat(body(get()).has("quietHours")).isFalse();
    }

    @Test
    void quiet_hours_without_a_time_zone_are_by_the_clock_of_the_profile() {
        String anywhere = "{'events':[],'quietHours':{'from':'22:00','to':'07:00'}}";
        UUID somebody = world.customer("de");

        HttpResponseMessage stored = put(anywhere, "\"0\"", world.tokens.client(somebody), "");
        assertThat(body(stored).at("/quietHours/timeZone").asText()).isEqualTo("Europe/Berlin");
        assertThat(body(put(anywhere, "\"0\"")).at("/quietHours/timeZone").asText())
                .as("of a customer without a profile")
                .isEqualTo("UTC");
    }

    private String channels(String event) {
        for (JsonNode choice : body(get()).get("events")) {
            if (choice.get("event").asText().equals(event)) {
                return choice.get("channels").toString();
            }
        }
        return "none";
    }

    @Test
    void a_choice_needs_the_version_that_was_read() {
        assertThat(put("{'events':[]}", null).getStatusCode()).isEqualTo(428);
        assertThat(put("{'events':[]}", "\"1\"").getStatusCode()).isEqualTo(412);
        assertThat(put("{'events':[]}", "\"0\"").getStatusCode()).isEqualTo(200);
        assertThat(put("{'events':[]}", "\"0\"").getStatusCode()).isEqualTo(412);
        assertThat(put("{'events':[]}", "\"1\"").getStatusCode()).isEqualTo(200);
    }

    @Test
    void of_two_choices_at_once_one_is_kept() throws Exception {
        for (String etag : List.of("\"0\"", "\"1\"")) {
            List<Integer> statuses =
                    AtOnce.call(4, () -> put("{'events':[]}", etag).getStatusCode());

            assertThat(statuses).as(etag).containsOnlyOnce(200);
        }
    }

    @Test
    void agents_choose_for_the_customer_they_name() {
        String agent = world.tokens.employee("customer-service");

        assertThat(put("{'events':[],'quietHours':" + NIGHT + "}", "\"0\"", agent, customer.toString())
                        .getStatusCode())
                .isEqualTo(200);
        assertThat(body(get()).has("quietHours")).isTrue();
        assertThat(body(get(agent, customer.toString())).has("quietHours")).isTrue();
        assertThat(put("{'events':[]}", "\"0\"", agent, "").getStatusCode()).isEqualTo(400);
        assertThat(world.trail(customer))
                .containsExactly("notification-preferences.changed", "notification-preferences.viewed");
    }

    @Test
    void a_customer_chooses_for_nobody_else() {
        UUID other = Ids.newId();
        put("{'events':[],'quietHours':" + NIGHT + "}", "\"0\"", world.tokens.client(customer), other.toString());

        assertThat(body(get(world.tokens.client(other), "")).has("quietHours")).isFalse();
        assertThat(body(get()).has("quietHours")).isTrue();
        assertThat(put("{'events':[]}", "\"0\"", world.tokens.employee("order-manager"), customer.toString())
                        .getStatusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | /events",
                "{'events':[null]} | /events/0",
                "{'events':[{}]} | /events/0/event",
                "{'events':[{'event':'order-eaten','channels':[]}]} | /events/0/event",
                "{'events':[{'event':'export-ready','channels':[]}]} | /events/0/event",
                "{'events':[{'event':'erasure-requested','channels':[]}]} | /events/0/event",
                "{'events':[{'event':'message'}]} | /events/0/channels",
                "{'events':[{'event':'message','channels':['PIGEON']}]} | /events/0/channels/0",
                "{'events':[{'event':'message','channels':['IN_APP']}]} | /events/0/channels/0",
                "{'events':[{'event':'message','channels':['SMS','SMS']}]} | /events/0/channels",
                "{'events':[{'event':'message','channels':['SMS','EMAIL','SMS']}]} | /events/0/channels",
                "{'events':[{'event':'message','channels':[]},{'event':'message','channels':[]}]} | /events/1/event",
                "{'events':[],'quietHours':{}} | /quietHours/from",
                "{'events':[],'quietHours':{'from':'24:00','to':'07:00','timeZone':'UTC'}} | /quietHours/from",
                "{'events':[],'quietHours':{'from':'22:00','to':'7:00','timeZone':'UTC'}} | /quietHours/to",
                "{'events':[],'quietHours':{'from':'07:00','to':'07:00','timeZone':'UTC'}} | /quietHours/to",
                "{'events':[],'quietHours':{'from':'22:00','to':'07:00','timeZone':'Mars/Base'}}"
                        + " | /quietHours/timeZone",
                "{'events':[],'quietHours':{'from':'22:00','to':'07:00','timeZone':'+01:00'}} | /quietHours/timeZone"
            })
    void a_choice_that_makes_no_sense_is_refused_at_its_place(String body, String pointer) {
        HttpResponseMessage refused = put(body, "\"0\"");

        assertThat(refused.getStatusCode()).isEqualTo(422);
        assertThat(body(refused).findValuesAsText("pointer")).contains(pointer);
    }
}
