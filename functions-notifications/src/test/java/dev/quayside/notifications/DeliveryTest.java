package dev.quayside.notifications;

import static dev.quayside.notifications.NotificationsWorld.email;
import static dev.quayside.notifications.NotificationsWorld.phone;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.contracts.OrderEvents.OrderDelivered;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestContext;
import dev.quayside.shared.testing.TestRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** E-mails and text messages, from the commit to the provider and back. */
class DeliveryTest {

    private static NotificationsWorld world;
    private UUID customer;

    @BeforeAll
    static void open() {
        world = new NotificationsWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @BeforeEach
    void mend() {
        world.mail.mend();
        world.sms.mend();
        customer = world.customer("en-GB");
    }

    private void tell() {
        world.deliver(new OrderDelivered(Ids.newId(), customer));
    }

    private void awaitWays(String... ways) {
        Awaitility.await().untilAsserted(() -> assertThat(world.ways(customer)).containsExactly(ways));
    }

    private JsonNode attempts(String channel) {
        for (JsonNode way : world.shown(customer).get("deliveries")) {
            if (way.get("channel").asText().equals(channel)) {
                return way.get("attempts");
            }
        }
        throw new AssertionError("no " + channel);
    }

    @Test
    void an_email_is_sent_without_anybody_waiting_for_the_timer() {
        tell();

        awaitWays("IN_APP DELIVERED", "EMAIL DELIVERED", "SMS SKIPPED not-needed");
        JsonNode mail = world.mail.brought(email(customer)).get(0);
        assertThat(mail.get("subject").asText()).isEqualTo("Your order has arrived");
        assertThat(mail.get("html").asText()).contains("<p>Hello Alice Larsen,</p>");
        assertThat(world.sms.brought(phone(customer))).isEmpty();
        assertThat(world.told(customer)).containsExactly("delivered IN_APP", "delivered EMAIL");
        assertThat(attempts("EMAIL")).hasSize(1);
        assertThat(attempts("EMAIL").get(0).get("outcome").asText()).isEqualTo("DELIVERED");
    }

    @Test
    void what_is_settled_keeps_neither_address_nor_words() {
        tell();
        awaitWays("IN_APP DELIVERED", "EMAIL DELIVERED", "SMS SKIPPED not-needed");

        assertThat(world.row("""
                        select count(*) filter (where num_nonnulls(address, subject, deliveries.body) > 0) as kept
                        from deliveries join notifications on notifications.id = notification_id
                        where customer_id = :id
                        """, customer)).containsEntry("kept", 0L);
    }

    @Test
    void a_refused_email_becomes_a_text_message() {
        world.mail.refuses = true;
        tell();

        // the text message is due at once, and taken up by the same helper
        awaitWays("IN_APP DELIVERED", "EMAIL FAILED invalid_recipient", "SMS DELIVERED");
        assertThat(world.sms.brought(phone(customer))).hasSize(1);
        assertThat(world.told(customer)).containsExactly("delivered IN_APP", "failed EMAIL", "delivered SMS");
    }

    @Test
    void when_all_ways_fail_the_app_still_has_it() {
        world.mail.refuses = true;
        world.sms.refuses = true;
        tell();

        awaitWays("IN_APP DELIVERED", "EMAIL FAILED invalid_recipient", "SMS FAILED invalid_recipient");
        assertThat(world.history(customer).get("items")).hasSize(1);
        assertThat(world.told(customer)).containsExactly("delivered IN_APP", "failed EMAIL", "failed SMS");
    }

    @Test
    void a_busy_provider_is_asked_again_later() {
        world.mail.busy = true;
        tell();
        Awaitility.await().until(() -> attempts("EMAIL").path(0).has("outcome"));
        assertThat(attempts("EMAIL").get(0).get("detail").asText()).isEqualTo("status 503");

        world.mail.mend();
        world.tick();
        assertThat(attempts("EMAIL")).as("not before its time").hasSize(1);
        world.clock.advance(Duration.ofSeconds(6));
        world.tick();

        awaitWays("IN_APP DELIVERED", "EMAIL DELIVERED", "SMS SKIPPED not-needed");
        assertThat(attempts("EMAIL")).hasSize(2);
    }

    @Test
    void a_provider_that_is_away_for_half_an_hour_is_given_up() {
        world.mail.busy = true;
        tell();
        for (int tick = 0; tick < 12; tick++) {
            world.clock.advance(Duration.ofMinutes(5));
            world.tick();
        }

        awaitWays("IN_APP DELIVERED", "EMAIL FAILED status 503", "SMS DELIVERED");
        assertThat(attempts("EMAIL")).hasSize(6);
    }

    @Test
    void an_answer_that_is_lost_brings_no_second_message() {
        world.mail.mute = true;
        tell();
        Awaitility.await().until(() -> attempts("EMAIL").path(0).has("outcome"));
        assertThat(attempts("EMAIL").get(0).get("outcome").asText()).isEqualTo("UNANSWERED");

        world.mail.mend();
        world.clock.advance(Duration.ofSeconds(6));
        world.tick();

        awaitWays("IN_APP DELIVERED", "EMAIL DELIVERED", "SMS SKIPPED not-needed");
        assertThat(world.mail.brought(email(customer))).hasSize(1);
    }

    @Test
    void an_attempt_whose_process_died_is_made_again_under_the_same_key() {
        tell();
        awaitWays("IN_APP DELIVERED", "EMAIL DELIVERED", "SMS SKIPPED not-needed");
        // as it was when the provider had the message and nobody had noted its answer
        world.database
                .admin()
                .useHandle(handle -> handle.createUpdate("""
                        update deliveries set status = 'PENDING', provider_id = null, next_attempt_at = :lease,
                            address = :address, subject = 'Your order has arrived', body = :body
                        where channel = 'EMAIL'
                        and notification_id = (select id from notifications where customer_id = :customer)
                        """)
                        .bind("lease", world.clock.instant().plusSeconds(60))
                        .bind("address", email(customer))
                        .bind(
                                "body",
                                world.mail
                                        .brought(email(customer))
                                        .get(0)
                                        .get("html")
                                        .asText())
                        .bind("customer", customer)
                        .execute());
        world.tick();
        assertThat(attempts("EMAIL")).as("left alone while it may be running").hasSize(1);

        world.clock.advance(Duration.ofSeconds(61));
        world.tick();

        awaitWays("IN_APP DELIVERED", "EMAIL DELIVERED", "SMS SKIPPED not-needed");
        assertThat(attempts("EMAIL")).hasSize(2);
        assertThat(world.mail.brought(email(customer))).hasSize(1);
    }

    @Test
    void quiet_hours_hold_emails_back_but_not_the_app() {
        prefer("{\"events\":[],\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:00\",\"timeZone\":\"Europe/Berlin\"}}");
        world.clock.set(Instant.parse("2027-01-10T21:30:00Z"));
        tell();
        world.tick();

        assertThat(world.history(customer).get("items")).hasSize(1);
        assertThat(world.ways(customer)).containsExactly("IN_APP DELIVERED", "EMAIL PENDING", "SMS WAITING");
        assertThat(world.shown(customer).at("/deliveries/1/nextAttemptAt").asText())
                .isEqualTo("2027-01-11T06:00:00Z");
        assertThat(world.mail.brought(email(customer))).isEmpty();

        world.clock.set(Instant.parse("2027-01-11T06:00:01Z"));
        world.tick();
        awaitWays("IN_APP DELIVERED", "EMAIL DELIVERED", "SMS SKIPPED not-needed");
    }

    @Test
    void quiet_hours_hold_for_later_attempts_and_other_ways_too() {
        prefer("{\"events\":[],\"quietHours\":{\"from\":\"22:00\",\"to\":\"07:00\",\"timeZone\":\"Europe/Berlin\"}}");
        world.clock.set(Instant.parse("2027-02-10T20:59:56Z"));
        world.mail.busy = true;
        tell();
        Awaitility.await().until(() -> attempts("EMAIL").path(0).has("outcome"));

        assertThat(world.shown(customer).at("/deliveries/1/nextAttemptAt").asText())
                .isEqualTo("2027-02-11T06:00:00Z");
    }

    @Test
    void who_wants_text_messages_gets_no_email() {
        prefer("{\"events\":[{\"event\":\"order-delivered\",\"channels\":[\"SMS\"]}]}");
        tell();

        awaitWays("IN_APP DELIVERED", "SMS DELIVERED");
        assertThat(world.sms.brought(phone(customer)).get(0).get("text").asText())
                .startsWith("Quayside: your order");
        assertThat(world.mail.brought(email(customer))).isEmpty();
    }

    @Test
    void who_wants_neither_is_told_in_the_app() {
        prefer("{\"events\":[{\"event\":\"order-delivered\",\"channels\":[]}]}");
        tell();

        assertThat(world.ways(customer)).containsExactly("IN_APP DELIVERED");
    }

    @Test
    void a_customer_we_have_not_heard_of_is_told_in_the_app_and_that_is_recorded() {
        customer = Ids.newId();
        tell();

        assertThat(world.ways(customer))
                .containsExactly("IN_APP DELIVERED", "EMAIL SKIPPED unknown-contact", "SMS SKIPPED unknown-contact");
    }

    private void prefer(String body) {
        HttpResponseMessage answer = world.http()
                .changePreferences(
                        TestRequest.put("v1/notifications/preferences", body)
                                .as(world.tokens.client(customer))
                                .header("If-Match", "\"0\""),
                        new TestContext());
        assertThat(answer.getStatusCode()).isEqualTo(200);
    }
}
