package dev.quayside.shared.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quayside.shared.config.Secret;
import dev.quayside.shared.http.Idempotency;
import dev.quayside.shared.http.Idempotency.Claim;
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.testing.AtOnce;
import dev.quayside.shared.testing.TestDatabase;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What sweeps forget. That they send what waits is shown with a Service Bus, in the local platform's OutboxRelayIT. */
class MessagingSweepTest {

    private static final Claim CLAIM = new Claim("client:1", "orders.place", "key", "{}");

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.open("orders");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void sweeps_at_once_forget_exactly_what_is_over() throws Exception {
        keys("over", 9_000, "24 hours 1 second");
        keys("kept", 700, "23 hours 59 minutes");
        messages("over", 9_000, "14 days 1 second");
        messages("kept", 700, "13 days 23 hours 59 minutes");

        AtOnce.run(4, this::sweep);

        assertThat(count("idempotency_keys")).isEqualTo(700);
        assertThat(count("idempotency_keys where key like 'kept%'")).isEqualTo(700);
        assertThat(count("inbox")).isEqualTo(700);
        assertThat(count("inbox where message_id like 'kept%'")).isEqualTo(700);
    }

    @Test
    void a_key_that_is_used_again_while_it_is_swept_is_kept_and_holds_nobody_up() {
        keys("over", 10, "25 hours");
        once();
        database.admin()
                .useHandle(handle -> handle.execute(
                        "update idempotency_keys set created_at = now() - interval '25 hours' where key = 'key'"));

        database.database()
                .useTransaction(transaction -> Idempotency.once(transaction, CLAIM, () -> {
                    CompletableFuture.runAsync(this::sweep).join();
                    return Reply.ok(Map.of("run", 2));
                }));

        sweep();
        assertThat(count("idempotency_keys")).isOne();
        assertThat(once().body()).isEqualTo("{\"run\":2}");
    }

    private Reply once() {
        return database.database()
                .inTransaction(transaction -> Idempotency.once(transaction, CLAIM, () -> Reply.ok(Map.of("run", 1))));
    }

    /** As an instance of an app does it by its timer. */
    private void sweep() {
        Secret nobody = Secret.of("Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=none");
        ServiceBusSettings nowhere = new ServiceBusSettings(null, null, nobody);
        try (OutboxRelay relay = new OutboxRelay(database.database(), new MessageSender(nowhere), "orders")) {
            new MessagingSweep(database.database(), relay).run();
        }
    }

    private void keys(String name, int many, String age) {
        database.admin().useHandle(handle -> handle.execute("""
                insert into idempotency_keys (caller, operation, key, request_hash, status, headers, body, created_at)
                select 'client:' || n, 'orders.place', ? || n, '\\x00', 201, '{}', '{}', now() - cast(? as interval)
                from generate_series(1, ?) n
                """, name, age, many));
    }

    private void messages(String name, int many, String age) {
        database.admin().useHandle(handle -> handle.execute("""
                insert into inbox (consumer, message_id, received_at)
                select 'order-events', ? || n, now() - cast(? as interval) from generate_series(1, ?) n
                """, name, age, many));
    }

    private int count(String rows) {
        return database.admin()
                .withHandle(handle -> handle.select("select count(*) from " + rows)
                        .mapTo(Integer.class)
                        .one());
    }
}
