package dev.quayside.notifications.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.notifications.content.Channel;
import dev.quayside.notifications.content.Kind;
import dev.quayside.notifications.content.Language;
import dev.quayside.notifications.recipient.Contact;
import dev.quayside.notifications.recipient.Preferences;
import dev.quayside.notifications.recipient.QuietHours;
import dev.quayside.notifications.recipient.Recipient;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryPlanTest {

    private static final Instant NOON = Instant.parse("2026-01-10T12:00:00Z");
    private static final Instant NIGHT = Instant.parse("2026-01-10T23:00:00Z");
    private static final String EMAIL = "alice@example.com";
    private static final String PHONE = "+4930123456";

    private static List<Step> plan(String email, String phone, Preferences preferences, Instant now) {
        Contact contact = new Contact("Alice", email, phone, Language.EN, ZoneOffset.UTC);
        return DeliveryPlan.of(Kind.ORDER_SHIPPED, new Recipient(Optional.of(contact), preferences), now);
    }

    private static Preferences chosen(Channel... channels) {
        return new Preferences(1, Map.of(Kind.ORDER_SHIPPED, List.of(channels)), Optional.empty());
    }

    @Test
    void who_chose_nothing_gets_an_email_and_a_text_message_if_that_fails() {
        assertThat(plan(EMAIL, PHONE, Preferences.NONE, NOON))
                .containsExactly(Step.pending(Channel.EMAIL, EMAIL, NOON), Step.waiting(Channel.SMS, PHONE));
    }

    @Test
    void the_order_of_choice_is_the_order_of_trying() {
        assertThat(plan(EMAIL, PHONE, chosen(Channel.SMS, Channel.EMAIL), NOON))
                .containsExactly(Step.pending(Channel.SMS, PHONE, NOON), Step.waiting(Channel.EMAIL, EMAIL));
    }

    @Test
    void what_was_not_chosen_is_not_tried() {
        assertThat(plan(EMAIL, PHONE, chosen(Channel.SMS), NOON))
                .containsExactly(Step.pending(Channel.SMS, PHONE, NOON));
        assertThat(plan(EMAIL, PHONE, chosen(), NOON)).isEmpty();
    }

    @Test
    void another_kind_is_not_concerned() {
        Preferences others = new Preferences(1, Map.of(Kind.ORDER_DELIVERED, List.of()), Optional.empty());

        assertThat(plan(EMAIL, PHONE, others, NOON)).hasSize(2);
    }

    @Test
    void without_an_email_address_the_text_message_comes_first() {
        assertThat(plan(null, PHONE, Preferences.NONE, NOON))
                .containsExactly(
                        Step.skipped(Channel.EMAIL, DeliveryPlan.NO_ADDRESS), Step.pending(Channel.SMS, PHONE, NOON));
    }

    @Test
    void a_customer_we_have_not_heard_of_is_told_in_the_app_alone() {
        assertThat(DeliveryPlan.of(Kind.ORDER_SHIPPED, new Recipient(Optional.empty(), Preferences.NONE), NOON))
                .containsExactly(
                        Step.skipped(Channel.EMAIL, DeliveryPlan.UNKNOWN_CONTACT),
                        Step.skipped(Channel.SMS, DeliveryPlan.UNKNOWN_CONTACT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "alice@", "@example.com", "a b@example.com", "a@b@c", "a@b,c@d", "<a@b>"})
    void what_is_no_email_address_is_not_tried(String email) {
        assertThat(plan(email, PHONE, Preferences.NONE, NOON))
                .first()
                .isEqualTo(Step.skipped(Channel.EMAIL, DeliveryPlan.NO_ADDRESS));
    }

    @Test
    void an_email_address_of_2000_characters_is_none() {
        String longest = "x".repeat(254 - "@example.com".length()) + "@example.com";

        assertThat(plan(longest, PHONE, Preferences.NONE, NOON).get(0).status()).isEqualTo(DeliveryStatus.PENDING);
        assertThat(plan("x" + longest, PHONE, Preferences.NONE, NOON).get(0).status())
                .isEqualTo(DeliveryStatus.SKIPPED);
        assertThat(plan("x".repeat(2000) + "@example.com", PHONE, Preferences.NONE, NOON)
                        .get(0)
                        .status())
                .isEqualTo(DeliveryStatus.SKIPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "030123456", "+0301234567", "+123456", "+1234567890123456", "+49 30 123456"})
    void what_is_no_phone_number_is_not_tried(String phone) {
        assertThat(plan(null, phone, Preferences.NONE, NOON))
                .noneMatch(step -> step.status() == DeliveryStatus.PENDING);
    }

    @Test
    void quiet_hours_hold_the_first_way_back() {
        QuietHours night = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), ZoneOffset.UTC);
        Preferences preferences = new Preferences(1, Map.of(), Optional.of(night));

        assertThat(plan(EMAIL, PHONE, preferences, NIGHT))
                .containsExactly(
                        Step.pending(Channel.EMAIL, EMAIL, Instant.parse("2026-01-11T07:00:00Z")),
                        Step.waiting(Channel.SMS, PHONE));
        assertThat(plan(EMAIL, PHONE, preferences, NOON).get(0).dueAt()).isEqualTo(NOON);
    }
}
