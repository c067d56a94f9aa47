package dev.quayside.local.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quayside.shared.config.Secret;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.events.MessageSender;
import dev.quayside.shared.events.Outbox;
import dev.quayside.shared.events.OutboxRelay;
import dev.quayside.shared.events.ServiceBusSettings;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Instances of an app that send the same outbox over a real Service Bus; each its own pool and connection. */
class OutboxRelayIT {

    /** Drops nothing that comes twice, and so shows it. */
    private static final String PLAIN = "plain";

    /** With duplicate detection, as all topics of the platform have. */
    private static final String UNIQUE = "unique";

    private TestDatabase database;
    private TestBus bus;

    @BeforeEach
    void open() {
        database = TestDatabase.open("orders");
        bus = TestBus.start();
    }

    @AfterEach
    void close() {
        bus.close();
        database.close();
    }

    @Test
    void sweeps_and_woken_relays_at_once_send_each_event_once() throws Exception {
        List<UUID> expected = new ArrayList<>(appended(2_500, PLAIN));
        AtomicInteger swept = new AtomicInteger();
        Instance first = instance();
        Instance second = instance();
        Instance third = instance();

        List<Runnable> works = new ArrayList<>();
        for (Instance each : List.of(first, second, third, third)) {
            works.add(() -> swept.addAndGet(each.relay.sweep()));
        }
        List<List<UUID>> meanwhile = List.of(new ArrayList<>(), new ArrayList<>());
        works.add(() -> first.appendOneByOne(250, meanwhile.get(0)));
        works.add(() -> second.appendOneByOne(250, meanwhile.get(1)));
        AtOnce.run(works);
        meanwhile.forEach(expected::addAll);

        await().atMost(Duration.ofMinutes(1)).until(() -> waiting() == 0);
        assertThat(swept.get()).as("of the backlog, the woken had a part").isPositive();
        assertThat(bus.statistics(PLAIN).active()).isEqualTo(3_000);
        assertThat(sent(PLAIN)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void what_another_instance_is_sending_is_passed_over() {
        List<UUID> ids = appended(500, PLAIN);
        Instance other = instance();

        database.admin().useTransaction(sending -> {
            sending.execute("select from outbox order by seq limit 200 for update");
            assertThat(other.relay.sweep()).isEqualTo(300);
        });

        assertThat(sent(PLAIN)).containsExactlyInAnyOrderElementsOf(ids.subList(200, 500));
        assertThat(other.relay.sweep()).isEqualTo(200);
        assertThat(sent(PLAIN)).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void who_fails_between_two_messages_keeps_all_and_the_next_sends_them_under_the_same_ids() {
        String half = "x".repeat(500_000);
        List<UUID> ids = new ArrayList<>(appended(3, UNIQUE, half));
        ids.addAll(appended(1, UNIQUE, half.repeat(4)));

        assertThatThrownBy(instance().relay::sweep).hasMessageContaining("exceeded maximum message size");

        assertThat(bus.statistics(UNIQUE).active())
                .as("accepted before it failed")
                .isBetween(1L, 3L);
        assertThat(waiting()).isEqualTo(4);

        database.admin().useHandle(handle -> handle.execute("update outbox set payload = '{}'"));
        assertThat(instance().relay.sweep()).isEqualTo(4);
        assertThat(waiting()).isZero();
        assertThat(bus.statistics(UNIQUE).active()).isEqualTo(4);
        assertThat(sent(UNIQUE)).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void who_dies_after_sending_has_sent_what_the_next_sends_again_under_the_same_ids() throws Exception {
        List<UUID> ids = new ArrayList<>(appended(20, PLAIN));
        ids.addAll(appended(20, UNIQUE));
        failEveryCommit();
        Instance dying = instance();
        assertThatThrownBy(dying.relay::sweep).rootCause().hasMessageStartingWith("ERROR: the machine stops");
        assertThat(waiting()).isEqualTo(40);

        letCommit();
        AtomicInteger swept = new AtomicInteger();
        List<Instance> instances = List.of(instance(), instance());
        AtOnce.run(instances.stream()
                .<Runnable>map(each -> () -> swept.addAndGet(each.relay.sweep()))
                .toList());

        assertThat(swept).hasValue(40);
        List<UUID> plain = sent(PLAIN);
        assertThat(plain.subList(0, 20)).containsExactlyInAnyOrderElementsOf(ids.subList(0, 20));
        assertThat(plain.subList(20, 40)).containsExactlyInAnyOrderElementsOf(ids.subList(0, 20));
        assertThat(bus.statistics(UNIQUE).active()).isEqualTo(20);
        assertThat(sent(UNIQUE)).containsExactlyInAnyOrderElementsOf(ids.subList(20, 40));
    }

    @Test
    void who_reaches_no_service_bus_keeps_all() {
        appended(10, "nowhere");

        assertThatThrownBy(instance().relay::sweep).hasMessageContaining("nowhere");

        assertThat(waiting()).isEqualTo(10);
    }

    /** A commit that fails looks like a worker that died before it: sent, and yet there. */
    private void failEveryCommit() {
        database.admin().useHandle(handle -> {
            handle.execute("""
                    create function stop_machine() returns trigger language plpgsql
                    as 'begin raise exception ''the machine stops''; end'
                    """);
            handle.execute("""
                    create constraint trigger stop_machine after delete on outbox deferrable initially deferred
                    for each row execute function stop_machine()
                    """);
        });
    }

    private void letCommit() {
        database.admin().useHandle(handle -> handle.execute("drop trigger stop_machine on outbox"));
    }

    private Instance instance() {
        Database own = new Database(database.settings(), "orders");
        Secret connection = Secret.of(bus.server().connectionString());
        MessageSender sender = new MessageSender(new ServiceBusSettings(null, null, connection));
        OutboxRelay relay = bus.closing(new OutboxRelay(own, sender, "orders"));
        return new Instance(bus.closing(own), relay);
    }

    /** Committed all together while nobody is told. */
    private List<UUID> appended(int many, String to) {
        return appended(many, to, "{}");
    }

    private List<UUID> appended(int many, String to, String payload) {
        Outbox outbox = new Outbox("orders", () -> {});
        return database.database()
                .inTransaction(transaction -> IntStream.range(0, many)
                        .mapToObj(i -> {
                            Outbox.Entry entry = entry(to, payload);
                            outbox.append(transaction, entry);
                            return entry.eventId();
                        })
                        .toList());
    }

    private static Outbox.Entry entry(String to, String payload) {
        return new Outbox.Entry(Ids.newId(), to, "", "", "", payload);
    }

    private int waiting() {
        return database.admin()
                .withHandle(handle -> handle.select("select count(*) from outbox")
                        .mapTo(Integer.class)
                        .one());
    }

    /** The ids of all messages of a queue, in their order. */
    private List<UUID> sent(String queue) {
        return bus.peekAll(queue).stream()
                .map(message -> UUID.fromString(message.getMessageId()))
                .toList();
    }

    /** A worker process of the app, as far as its outbox goes. */
    private record Instance(Database database, OutboxRelay relay) {

        /** As requests do it: each commit wakes the relay's thread. */
        void appendOneByOne(int many, List<UUID> ids) {
            Outbox outbox = new Outbox("orders", relay::wake);
            for (int i = 0; i < many; i++) {
                Outbox.Entry entry = entry(PLAIN, "{}");
                database.useTransaction(transaction -> outbox.append(transaction, entry));
                ids.add(entry.eventId());
            }
        }
    }
}
