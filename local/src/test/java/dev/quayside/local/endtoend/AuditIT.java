package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.local.PlatformProcess;
import dev.quayside.local.endtoend.Shop.Wish;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens on the platform is found in the audit, and the audit's chain holds. */
class AuditIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static PlatformProcess platform;
    private static Shop shop;
    private static ContractClient client;

    @BeforeAll
    static void open() {
        platform = SharedPlatform.get();
        shop = new Shop(platform);
        client = new ContractClient();
    }

    private static JsonNode read(String path) {
        Answer answer = client.send(Who.ADMIN, Ask.get(path));
        assertThat(answer.status()).as("%s answers %s", path, answer).isEqualTo(200);
        return answer.json();
    }

    private static void assertIntact() {
        JsonNode report = read("/api/v1/audit/verify");
        assertThat(report.path("intact").asBoolean()).as(report.toString()).isTrue();
    }

    @Test
    void an_order_leaves_its_whole_course_in_the_audit() {
        UUID order = shop.place(Wish.of("QS-1001"));
        shop.await(order, "CONFIRMED");

        Awaitility.await("the audit of order " + order)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(read("/api/v1/audit/logs?subjectType=order&subjectId=" + order)
                                .findValuesAsText("action"))
                        .contains(
                                "order.placed",
                                "stock.reserved",
                                "order.payment-due",
                                "payment.captured",
                                "order.paid",
                                "order.confirmed")
                        .doesNotHaveDuplicates());
        assertIntact();
    }

    /** Told to the audit by another app, and noted by the audit itself. */
    @Test
    void the_network_that_a_call_came_from_is_not_what_the_caller_says() {
        UUID order = shop.place(Wish.of("QS-1001"));
        for (String path :
                List.of("/api/v1/orders/" + order, "/api/v1/audit/logs?subjectType=order&subjectId=" + order)) {
            for (String forged : List.of("192.0.2.66", "192.0.2.66, 192.0.2.67:443")) {
                Answer answer = client.send(Who.ADMIN, Ask.get(path).header("X-Forwarded-For", forged));
                assertThat(answer.status()).isEqualTo(200);
            }
        }

        shop.awaitQuery(
                "select string_agg(address, ' ') from audit.audit_logs where action = 'order.viewed'"
                        + " and subject_id = '" + order + "'",
                "127.0.0.0/24 127.0.0.0/24");
        shop.awaitQuery(
                "select string_agg(distinct address, ' ') from audit.audit_logs where action = 'audit.viewed'",
                "127.0.0.0/24");
    }

    @Test
    void what_is_no_event_is_recorded_masked_and_not_dead_lettered() {
        String word = "w" + UUID.randomUUID().toString().substring(0, 8);
        String body = "not json, " + word + ", mail to ada@example.org";
        try (ServiceBusSenderClient sender =
                bus().sender().topicName("customer-events").buildClient()) {
            sender.sendMessage(new ServiceBusMessage(BinaryData.fromString(body))
                    .setMessageId(UUID.randomUUID().toString()));
        }

        shop.awaitQuery(
                "select details->>'raw' from audit.audit_logs where details->>'raw' like '%" + word + "%'",
                "not json, " + word + ", mail to ***");
        assertIntact();
    }

    private static ServiceBusClientBuilder bus() {
        return new ServiceBusClientBuilder()
                .connectionString("Endpoint=sb://localhost:" + platform.amqpPort()
                        + ";SharedAccessKeyName=local;SharedAccessKey=bG9jYWw=;UseDevelopmentEmulator=true");
    }
}
