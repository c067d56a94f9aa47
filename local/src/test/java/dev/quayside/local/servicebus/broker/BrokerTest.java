package dev.quayside.local.servicebus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The broker alone: a clock that is set by hand, and a store that commits when told to. */
class BrokerTest {

    private final BrokerFixture bus = new BrokerFixture();

    @Test
    void nothing_is_answered_or_delivered_before_it_is_durable() {
        FakeConsumer consumer = bus.receive("queue", 10);

        bus.send("queue", "one");
        assertThat(bus.answers()).isEmpty();
        assertThat(consumer.bodies()).isEmpty();

        bus.commit();
        assertThat(bus.answers()).containsExactly("accepted");
        assertThat(consumer.bodies()).containsExactly("one");
    }

    @Test
    void a_message_that_could_not_be_stored_is_refused_and_may_be_sent_again() {
        bus.sendWithId("unique", "one", "id");
        bus.fail();
        bus.sendWithId("unique", "one", "id");
        bus.commit();

        assertThat(bus.answers()).containsExactly("SERVER_BUSY", "accepted");
        assertThat(bus.receive("unique", 10).bodies()).containsExactly("one");
    }

    @Test
    void a_completion_that_could_not_be_stored_leaves_the_message_locked() {
        FakeConsumer consumer = bus.receive("queue", 10);
        bus.sendNow("queue", "one");
        bus.complete("queue", consumer.last());
        bus.fail();
        assertThat(bus.answers()).contains("SERVER_BUSY");

        bus.complete("queue", consumer.last());
        bus.commit();

        assertThat(bus.broker().queue("queue").locked(consumer.last())).isEmpty();
        assertThat(bus.store().deletedMessages()).hasSize(1);
    }

    @Test
    void the_bytes_are_deleted_with_the_last_message_that_needs_them() {
        FakeConsumer first = bus.receive("topic/subscriptions/first", 10);
        FakeConsumer second = bus.receive("topic/subscriptions/second", 10);
        bus.sendNow("topic", "shared");
        assertThat(bus.store().insertedContents()).hasSize(1);

        bus.complete("topic/subscriptions/first", first.last());
        bus.commit();
        assertThat(bus.store().deletedContents()).isEmpty();

        bus.complete("topic/subscriptions/second", second.last());
        bus.commit();
        bus.commit();
        assertThat(bus.store().deletedContents()).hasSize(1);
    }

    @Test
    void receivers_take_turns_as_far_as_their_credit_goes() {
        FakeConsumer one = bus.receive("queue", 1);
        FakeConsumer many = bus.receive("queue", 10);

        bus.sendNow("queue", "a", "b", "c");

        assertThat(one.bodies()).hasSize(1);
        assertThat(many.bodies()).hasSize(2);
    }

    @Test
    void an_abandoned_message_comes_before_later_ones() {
        FakeConsumer consumer = bus.receive("queue", 1);
        bus.sendNow("queue", "a", "b");
        UUID first = consumer.last();

        bus.abandon("queue", first);
        bus.commit();
        consumer.addCredit(1);
        bus.broker().queue("queue").pump();

        assertThat(consumer.bodies()).containsExactly("a", "a");
    }

    @Test
    void a_lock_holds_until_its_time_is_over_and_then_counts_as_a_failed_delivery() {
        FakeConsumer consumer = bus.receive("queue", 10);
        bus.sendNow("queue", "one");
        UUID lock = consumer.last();

        bus.passMillis(59_999);
        assertThat(bus.broker().queue("queue").locked(lock)).isPresent();
        assertThat(consumer.bodies()).hasSize(1);
        bus.passMillis(1);

        assertThat(bus.broker().queue("queue").locked(lock)).isEmpty();
        assertThat(consumer.bodies()).hasSize(2);
        assertThat(consumer.lastMessage().deliveryCount()).isEqualTo(1);
        bus.complete("queue", lock);
        assertThat(bus.answers()).endsWith("LOCK_LOST");
    }

    @Test
    void a_renewed_lock_expires_from_the_renewal_on() {
        FakeConsumer consumer = bus.receive("queue", 10);
        bus.sendNow("queue", "one");
        bus.passMillis(30_000);
        bus.broker().queue("queue").renew(consumer.last());

        bus.passMillis(59_999);
        assertThat(consumer.bodies()).hasSize(1);
        bus.passMillis(1);

        assertThat(consumer.bodies()).hasSize(2);
    }

    @Test
    void the_last_delivery_that_fails_goes_to_the_dead_letters() {
        FakeConsumer consumer = bus.receive("queue", 100);
        FakeConsumer deadLetters = bus.receive("queue/$DeadLetterQueue", 10);
        bus.sendNow("queue", "poison");

        for (int attempt = 1; attempt <= 10; attempt++) {
            assertThat(deadLetters.bodies()).isEmpty();
            bus.abandon("queue", consumer.last());
            bus.commit();
        }

        assertThat(deadLetters.bodies()).containsExactly("poison");
        assertThat(deadLetters.lastMessage().deadLetterReason()).isEqualTo("MaxDeliveryCountExceeded");
        assertThat(deadLetters.lastMessage().deadLetterSource()).isEqualTo("queue");
    }

    @Test
    void receive_and_delete_hands_over_only_what_is_deleted() {
        FakeConsumer consumer = bus.receiveAndDelete("queue", 10);
        bus.sendNow("queue", "one");
        assertThat(consumer.bodies()).isEmpty();

        bus.commit();

        assertThat(consumer.bodies()).containsExactly("one");
        assertThat(bus.store().deletedMessages()).hasSize(1);
    }

    @Test
    void an_expired_message_is_not_delivered() {
        bus.sendExpiring("queue", "old", 1_000);
        bus.commit();

        bus.passMillis(1_000);

        assertThat(bus.receive("queue", 10).bodies()).isEmpty();
        assertThat(bus.store().deletedMessages()).hasSize(1);
    }

    @Test
    void an_id_is_forgotten_when_its_window_is_over() {
        bus.sendWithId("unique", "one", "id");
        bus.sendWithId("unique", "two", "id");
        bus.commit();
        bus.passMillis(600_000);
        bus.sendWithId("unique", "three", "id");
        bus.commit();

        assertThat(bus.answers()).containsExactly("accepted", "accepted", "accepted");
        assertThat(bus.receive("unique", 10).bodies()).containsExactly("one", "three");
    }

    @Test
    void bytes_beyond_the_memory_are_read_back_when_their_turn_comes() {
        BrokerFixture small = new BrokerFixture(8);
        small.sendNow("queue", "aaaa", "bbbb", "cccc", "dddd");
        assertThat(small.store().reads()).isZero();

        FakeConsumer consumer = small.receive("queue", 10);

        assertThat(consumer.bodies()).containsExactly("aaaa", "bbbb", "cccc", "dddd");
        assertThat(small.store().reads()).isEqualTo(1);
    }

    @Test
    void an_unknown_entity_is_refused_in_the_words_that_the_sdks_know() {
        assertThatThrownBy(() -> bus.broker().queue("nothing"))
                .hasMessage("The messaging entity 'nothing' could not be found.");
    }

    @Test
    void statistics_count_what_waits_where() {
        bus.sendNow("queue", "a", "b");
        FakeConsumer consumer = bus.receive("queue", 1);
        bus.broker()
                .settlement()
                .deadLetter(bus.broker().queue("queue"), consumer.last(), "r", "d", null, failure -> {});
        bus.commit();

        assertThat(bus.broker().statistics())
                .contains(new EntityStatistics("queue", 1, 1, 0, 0))
                .extracting(EntityStatistics::path)
                .containsAll(List.of("queue", "unique", "topic", "topic/subscriptions/first"));
    }
}
