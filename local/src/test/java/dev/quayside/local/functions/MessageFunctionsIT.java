package dev.quayside.local.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.quayside.local.servicebus.ServiceBusOptions;
import dev.quayside.local.servicebus.ServiceBusServer;
import dev.quayside.local.servicebus.TestDatabase;
import dev.quayside.local.servicebus.broker.EntityStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Message functions against a Service Bus over AMQP. */
class MessageFunctionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final DataSource database = TestDatabase.create();
    private final List<AutoCloseable> clients = new ArrayList<>();
    private Path entities;
    private ServiceBusServer bus;
    private RunningHost host;

    @BeforeEach
    void start() throws IOException {
        entities = Files.writeString(folder.resolve("Config.json"), ENTITIES);
        bus = ServiceBusServer.start(new ServiceBusOptions(0, List.of(entities), database));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable client : clients) {
            client.close();
        }
        if (host != null) {
            host.close();
        }
        bus.close();
    }

    @Test
    void a_message_comes_with_its_metadata_and_is_completed() {
        run(app().function("Take", "F.take", queue("plain", "ONE")));
        send("plain", new ServiceBusMessage("{\"a\": 1}").setMessageId("m-1").setSubject("order/7"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(said("Take")).containsExactly("m-1 order/7 0 {\"a\": 1}"));
        awaitNone("plain");
    }

    @Test
    void a_subscription_delivers_too_and_the_senders_trace_goes_on() {
        run(app().function("Trace", "F.trace", subscription("events", "all")));
        var message = new ServiceBusMessage("x");
        message.getApplicationProperties()
                .put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        sender(builder().sender().topicName("events").buildClient()).sendMessage(message);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(said("Trace"))
                        .singleElement()
                        .asString()
                        .startsWith("00-0af7651916cd43dd8448eb211c80319c-"));
        awaitNone("events/subscriptions/all");
    }

    @Test
    void a_message_that_fails_comes_again_at_once_until_it_is_dead_lettered_and_blocks_nobody() {
        run(app().function("Picky", "F.picky", queue("plain", "ONE")));
        send("plain", new ServiceBusMessage("poison"));
        for (int i = 0; i < 20; i++) {
            send("plain", new ServiceBusMessage("good " + i));
        }
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(said("Picky").stream().filter("poison"::equals)).hasSize(3);
            assertThat(said("Picky").stream().filter(body -> body.startsWith("good")))
                    .hasSize(20);
            assertThat(statistics("plain").deadLettered()).isEqualTo(1);
        });
        awaitNone("plain");
    }

    @Test
    void a_batch_is_given_as_a_list_and_completed_as_a_whole() {
        run(app().function("Batch", "F.batch", queue("plain", "MANY")));
        var sender = sender(builder().sender().queueName("plain").buildClient());
        var batch = sender.createMessageBatch();
        for (int i = 0; i < 10; i++) {
            assertThat(batch.tryAddMessage(new ServiceBusMessage("b" + i))).isTrue();
        }
        sender.sendMessages(batch);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(String.join(",", said("Batch")).split(","))
                        .containsExactly("b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9"));
        awaitNone("plain");
    }

    @Test
    void a_batch_waits_for_as_many_as_it_is_to_have_at_least() throws InterruptedException {
        run(app().hostJson("""
                        {"version": "2.0", "extensions": {"serviceBus":
                            {"maxMessageBatchSize": 4, "minMessageBatchSize": 3, "maxBatchWaitTime": "00:00:02"}}}""").function("Batch", "F.batch", queue("plain", "MANY")));
        for (int i = 0; i < 4; i++) {
            send("plain", new ServiceBusMessage("b" + i));
            Thread.sleep(300);
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(said("Batch")).containsExactly("b0,b1,b2", "b3"));
        awaitNone("plain");
    }

    @Test
    void messages_of_a_session_come_in_order() {
        run(app().function("Session", "F.session", sessions("grouped")));
        var sender = sender(builder().sender().queueName("grouped").buildClient());
        for (int i = 0; i < 5; i++) {
            sender.sendMessage(new ServiceBusMessage("a" + i).setSessionId("a"));
            sender.sendMessage(new ServiceBusMessage("b" + i).setSessionId("b"));
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(said("Session")).hasSize(10));
        assertThat(said("Session").stream().filter(line -> line.startsWith("a")))
                .containsExactly("a a0", "a a1", "a a2", "a a3", "a a4");
    }

    @Test
    void the_lock_is_renewed_while_the_function_runs() {
        run(app().function("Slow", "F.slow", queue("short-lock", "ONE")));
        send("short-lock", new ServiceBusMessage("8000"));
        awaitNone("short-lock");
        assertThat(said("Slow")).as("deliveries").containsExactly("8000");
    }

    @Test
    void closing_lets_running_functions_end_and_completes_their_messages() {
        run(app().function("Slow", "F.slow", queue("plain", "ONE")));
        send("plain", new ServiceBusMessage("1000"));
        await().atMost(PATIENCE).until(() -> !said("Slow").isEmpty());
        host.host().close();
        assertThat(statistics("plain").active()).isZero();
    }

    @Test
    void slow_functions_of_one_queue_do_not_hold_up_another() {
        run(app().hostJson("""
                        {"version": "2.0", "extensions": {"serviceBus": {"maxConcurrentCalls": 40}}}""")
                .function("Slow", "F.slow", queue("plain", "ONE"))
                .function("Trace", "F.trace", subscription("events", "all")));
        var sender = sender(builder().sender().queueName("plain").buildClient());
        for (int i = 0; i < 40; i++) {
            sender.sendMessage(new ServiceBusMessage("40000"));
        }
        await().atMost(PATIENCE).until(() -> said("Slow").size() == 40);
        sender(builder().sender().topicName("events").buildClient()).sendMessage(new ServiceBusMessage("x"));
        await().atMost(Duration.ofSeconds(20)).until(() -> !said("Trace").isEmpty());
    }

    @Test
    void when_the_service_bus_comes_back_receiving_goes_on() {
        run(app().function("Take", "F.take", queue("plain", "ONE")));
        send("plain", new ServiceBusMessage("before").setMessageId("1").setSubject("s"));
        await().atMost(PATIENCE).until(() -> said("Take").size() == 1);
        int port = bus.port();
        bus.close();
        bus = ServiceBusServer.start(new ServiceBusOptions(port, List.of(entities), database));
        send("plain", new ServiceBusMessage("after").setMessageId("2").setSubject("s"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(new HashSet<>(said("Take"))).contains("2 s 0 after"));
    }

    private void run(SampleApp app) {
        host = RunningHost.of(app.stage(folder), Map.of("BUS", bus.connectionString()));
        host.host().start();
    }

    private ServiceBusClientBuilder builder() {
        return new ServiceBusClientBuilder().connectionString(bus.connectionString());
    }

    private ServiceBusSenderClient sender(ServiceBusSenderClient sender) {
        clients.add(sender);
        return sender;
    }

    private void send(String queue, ServiceBusMessage message) {
        try (var sender = builder().sender().queueName(queue).buildClient()) {
            sender.sendMessage(message);
        }
    }

    private List<String> said(String function) {
        return host.log().stream()
                .filter(line ->
                        function.equals(line.function()) && line.invocationId() != null && line.thrown() == null)
                .map(line -> line.message())
                .toList();
    }

    private void awaitNone(String path) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(statistics(path).active()).isZero());
    }

    private EntityStatistics statistics(String path) {
        return bus.statistics().stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static SampleApp app() {
        return SampleApp.named("shop").withClass("F", SOURCE);
    }

    private static String queue(String queue, String cardinality) {
        return """
               {"type": "serviceBusTrigger", "direction": "in", "name": "message", "queueName": "%s",
                "connection": "BUS", "cardinality": "%s", "dataType": "string"}""".formatted(queue, cardinality);
    }

    private static String sessions(String queue) {
        return queue(queue, "ONE").replace("\"dataType\"", "\"isSessionsEnabled\": true, \"dataType\"");
    }

    private static String subscription(String topic, String subscription) {
        return """
               {"type": "serviceBusTrigger", "direction": "in", "name": "message", "topicName": "%s",
                "subscriptionName": "%s", "connection": "BUS"}""".formatted(topic, subscription);
    }

    private static final String ENTITIES = """
            {"UserConfig": {"Namespaces": [{"Name": "sbemulatorns",
              "Queues": [
                {"Name": "plain", "Properties": {"MaxDeliveryCount": 3, "LockDuration": "PT1M"}},
                {"Name": "short-lock", "Properties": {"MaxDeliveryCount": 3, "LockDuration": "PT5S"}},
                {"Name": "grouped", "Properties": {"MaxDeliveryCount": 3, "RequiresSession": true}}],
              "Topics": [{"Name": "events", "Properties": {},
                "Subscriptions": [{"Name": "all", "Properties": {"MaxDeliveryCount": 3}}]}]}]}}
            """;

    private static final String SOURCE = """
             {
              public void take(
                  @ServiceBusQueueTrigger(name = "message", queueName = "", connection = "") String message,
                  @BindingName("MessageId") String id, @BindingName("Subject") String subject,
                  @BindingName("DeliveryCount") int deliveries, ExecutionContext context) {
                context.getLogger().info(id + " " + subject + " " + deliveries + " " + message);
              }
              public void trace(
                  @ServiceBusTopicTrigger(name = "message", topicName = "", subscriptionName = "", connection = "")
                  byte[] message, ExecutionContext context) {
                context.getLogger().info(context.getTraceContext().getTraceparent());
              }
              public void picky(
                  @ServiceBusQueueTrigger(name = "message", queueName = "", connection = "") String message,
                  ExecutionContext context) {
                context.getLogger().info(message);
                if (message.equals("poison")) {
                  throw new IllegalStateException("cannot");
                }
              }
              public void batch(
                  @ServiceBusQueueTrigger(name = "message", queueName = "", connection = "") List<String> messages,
                  ExecutionContext context) {
                context.getLogger().info(String.join(",", messages));
              }
              public void session(
                  @ServiceBusQueueTrigger(name = "message", queueName = "", connection = "") String message,
                  @BindingName("SessionId") String session, ExecutionContext context) {
                context.getLogger().info(session + " " + message);
              }
              public void slow(
                  @ServiceBusQueueTrigger(name = "message", queueName = "", connection = "") String millis,
                  ExecutionContext context) throws InterruptedException {
                context.getLogger().info(millis);
                Thread.sleep(Long.parseLong(millis));
              }
            }
            """;
}
