package dev.quayside.local.endtoend;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.local.PlatformProcess;
import dev.quayside.shared.kernel.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** What tests put on Service Bus by hand, and what an admin does about that which dies. */
final class DeadLetters {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PlatformProcess platform;
    private final Shop shop;

    DeadLetters(PlatformProcess platform) {
        this.platform = platform;
        this.shop = new Shop(platform);
    }

    /** @param type application property by which subscriptions filter */
    static ServiceBusMessage event(String body, String type) {
        ServiceBusMessage message = message(body);
        message.getApplicationProperties().put("type", type);
        return message;
    }

    static ServiceBusMessage message(String body) {
        return new ServiceBusMessage(BinaryData.fromString(body))
                .setMessageId(UUID.randomUUID().toString());
    }

    void toTopic(String topic, ServiceBusMessage message) {
        send(bus().sender().topicName(topic).buildClient(), message);
    }

    void toQueue(String queue, ServiceBusMessage message) {
        send(bus().sender().queueName(queue).buildClient(), message);
    }

    private static void send(ServiceBusSenderClient sender, ServiceBusMessage message) {
        try (sender) {
            sender.sendMessage(message);
        }
    }

    private ServiceBusClientBuilder bus() {
        return new ServiceBusClientBuilder()
                .connectionString("Endpoint=sb://localhost:" + platform.amqpPort()
                        + ";SharedAccessKeyName=local;SharedAccessKey=bG9jYWw=;UseDevelopmentEmulator=true");
    }

    /** Id of the dead letter that an order in the queue becomes which nobody can read. */
    String orderThatDied() {
        String mark = UUID.randomUUID().toString();
        toQueue("orders-queue", message("{\"mark\":\"" + mark + "\"}"));
        return await(
                        "source=orders-queue",
                        letter -> letter.path("body").asText().contains(mark))
                .path("id")
                .asText();
    }

    /** The first of a list for which the condition holds, once there is one. */
    JsonNode await(String query, Predicate<JsonNode> condition) {
        return Awaitility.await("a dead letter of " + query)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> find(query, condition), letter -> !letter.isMissingNode());
    }

    private JsonNode find(String query, Predicate<JsonNode> condition) {
        JsonNode page = shop.look("admin", "/api/v1/admin/dead-letters?limit=200&" + query);
        return StreamSupport.stream(page.path("items").spliterator(), false)
                .filter(condition)
                .findFirst()
                .orElse(page.path("none"));
    }

    /** Sends a dead letter again with another body. */
    HttpResponse<String> resubmit(String id, String body, String idempotencyKey) {
        HttpRequest request = shop.request("admin", "/api/v1/admin/dead-letters/" + id + "/resubmit")
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofString(Json.write(Map.of("body", body, "reason", "mended by a test"))))
                .build();
        return shop.send(request);
    }
}
