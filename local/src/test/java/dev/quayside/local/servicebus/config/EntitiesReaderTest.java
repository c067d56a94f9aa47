package dev.quayside.local.servicebus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quayside.local.servicebus.filter.Filter;
import dev.quayside.local.servicebus.filter.MessageProperties;
import dev.quayside.local.servicebus.filter.SqlFilter;
import dev.quayside.local.servicebus.filter.TrueFilter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntitiesReaderTest {

    @TempDir
    private Path folder;

    private Path file(String name, String namespace) throws IOException {
        String json = "{\"UserConfig\":{\"Namespaces\":[" + namespace.replace('\'', '"') + "]}}";
        return Files.writeString(folder.resolve(name), json);
    }

    private Entities read(String namespace) throws IOException {
        return EntitiesReader.read(List.of(file("Config.json", namespace)));
    }

    @Test
    void the_platforms_file_has_its_topics_and_filters() throws URISyntaxException {
        Path file = Path.of(getClass().getResource("/servicebus/Config.json").toURI());

        Entities entities = EntitiesReader.read(List.of(file));

        assertThat(entities.queues()).containsKey("orders-queue");
        assertThat(entities.topics()).containsKeys("order-events", "catalog-events", "payment-events");
        TopicSettings orders = entities.topics().get("order-events");
        assertThat(orders.duplicateWindow()).isEqualTo(Duration.ofMinutes(10));
        assertThat(takes(orders, "payments", "quayside.order.payment-due.v1")).isTrue();
        assertThat(takes(orders, "payments", "quayside.order.paid.v1")).isFalse();
        assertThat(takes(orders, "catalog", "quayside.order.placed.v1")).isTrue();
        assertThat(takes(orders, "notifications", "quayside.order.shipped.v1")).isTrue();
        assertThat(takes(orders, "notifications", "quayside.order.placed.v1")).isFalse();
        assertThat(entities.topics()
                        .get("payment-events")
                        .subscriptions()
                        .get("orders")
                        .rules())
                .containsEntry("$Default", new TrueFilter());
    }

    @Test
    void everything_of_the_platform_forwards_what_dies_to_the_one_queue_of_dead_letters() throws URISyntaxException {
        Path file = Path.of(getClass().getResource("/servicebus/Config.json").toURI());

        Entities entities = EntitiesReader.read(List.of(file));

        Map<String, String> targets = new TreeMap<>();
        entities.queues().forEach((name, queue) -> targets.put(name, queue.forwardDeadLettersTo()));
        assertThat(targets.remove("dead-letters")).isEmpty();
        entities.topics()
                .forEach((name, topic) -> topic.subscriptions()
                        .forEach((subscription, settings) -> targets.put(
                                name + "/" + subscription, settings.queue().forwardDeadLettersTo())));
        assertThat(targets)
                .hasSizeGreaterThan(5)
                .allSatisfy((entity, target) -> assertThat(target).isEqualTo("dead-letters"));
    }

    private static boolean takes(TopicSettings topic, String subscription, String type) {
        MessageProperties message =
                new MessageProperties("id", null, null, null, null, null, null, null, null, Map.of("type", type));
        return topic.subscriptions().get(subscription).rules().values().stream()
                .anyMatch(filter -> filter.matches(message));
    }

    @Test
    void what_is_not_said_is_as_in_azure() throws IOException {
        QueueSettings queue = read("{'Queues':[{'Name':'q'}]}").queues().get("q");

        assertThat(queue).isEqualTo(QueueSettings.DEFAULT);
        assertThat(queue.lockDuration()).isEqualTo(Duration.ofMinutes(1));
        assertThat(queue.maxDeliveryCount()).isEqualTo(10);
    }

    @Test
    void every_property_is_read() throws IOException {
        QueueSettings queue = read("{'Queues':[{'Name':'other'},{'Name':'q','Properties':{"
                        + "'DeadLetteringOnMessageExpiration':true,'DefaultMessageTimeToLive':'PT1H',"
                        + "'DuplicateDetectionHistoryTimeWindow':'PT20S','ForwardDeadLetteredMessagesTo':'other',"
                        + "'ForwardTo':'OTHER','LockDuration':'PT30S','MaxDeliveryCount':3,"
                        + "'RequiresDuplicateDetection':true,'RequiresSession':true}}]}")
                .queues()
                .get("q");

        assertThat(queue)
                .isEqualTo(new QueueSettings(
                        Duration.ofSeconds(30),
                        3,
                        Duration.ofHours(1),
                        true,
                        true,
                        Duration.ofSeconds(20),
                        "OTHER",
                        "other"));
    }

    @Test
    void sql_rules_are_read() throws IOException {
        Filter filter = read("{'Topics':[{'Name':'t','Subscriptions':[{'Name':'s','Rules':[{'Name':'r','Properties':"
                        + "{'FilterType':'Sql','SqlFilter':{'SqlExpression':'a = 1'}}}]}]}]}")
                .topics()
                .get("t")
                .subscriptions()
                .get("s")
                .rules()
                .get("r");

        assertThat(filter).isInstanceOf(SqlFilter.class);
    }

    @Test
    void files_are_merged() throws IOException {
        Entities entities = EntitiesReader.read(
                List.of(file("a.json", "{'Queues':[{'Name':'a'}]}"), file("b.json", "{'Queues':[{'Name':'b'}]}")));

        assertThat(entities.queues()).containsOnlyKeys("a", "b");
    }

    @Test
    void a_name_that_stands_in_two_files_is_refused_with_both_places() throws IOException {
        Path first = file("a.json", "{'Queues':[{'Name':'same'}]}");
        Path second = file("b.json", "{'Topics':[{'Name':'Same'}]}");

        assertThatThrownBy(() -> EntitiesReader.read(List.of(first, second)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("b.json: UserConfig.Namespaces[0].Topics[0].Name")
                .hasMessageContaining("declared already, in " + first + " at UserConfig.Namespaces[0].Queues[0]");
    }

    @Test
    void every_fault_names_the_file_and_the_place() throws IOException {
        assertFault("{'Queues':[{}]}", "Queues[0].Name: is missing");
        assertFault("{'Queues':{}}", "Queues: an array is expected");
        assertFault("{'Queues':['q']}", "Queues[0]: an object is expected");
        assertFault("{'Queue':[]}", "Queue: unknown name; known are Name, Queues, Topics");
        assertFault(
                "{'Queues':[{'Name':'q','Properties':{'LockDuration':'1 minute'}}]}",
                "Queues[0].Properties.LockDuration: an ISO 8601 duration such as PT1M or P14D is expected");
        assertFault(
                "{'Queues':[{'Name':'q','Properties':{'LockDuration':'PT0S'}}]}", "a duration above zero is expected");
        assertFault(
                "{'Queues':[{'Name':'q','Properties':{'MaxDeliveryCount':0}}]}",
                "MaxDeliveryCount: a whole number from 1 is expected");
        assertFault(
                "{'Queues':[{'Name':'q','Properties':{'RequiresSession':'yes'}}]}",
                "RequiresSession: true or false is expected");
        assertFault(
                "{'Queues':[{'Name':'q','Properties':{'ForwardTo':'nowhere'}}]}",
                "ForwardTo: there is no queue or topic nowhere");
        assertFault(rule("{'FilterType':'Xml'}"), "FilterType: Correlation or Sql is expected");
        assertFault(
                rule("{'FilterType':'Sql','SqlFilter':{'SqlExpression':'a ='}}"),
                "SqlExpression: Expected a value, found the end");
        assertFault(
                rule("{'FilterType':'Correlation','CorrelationFilter':{'Subject':'x'}}"),
                "CorrelationFilter.Subject: unknown name");
    }

    private static String rule(String properties) {
        return "{'Topics':[{'Name':'t','Subscriptions':[{'Name':'s','Rules':[{'Name':'r','Properties':" + properties
                + "}]}]}]}";
    }

    private void assertFault(String namespace, String message) {
        assertThatThrownBy(() -> read(namespace))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(folder.resolve("Config.json").toString())
                .hasMessageContaining(message);
    }

    @Test
    void a_file_that_is_missing_or_not_json_is_named() throws IOException {
        Path missing = folder.resolve("missing.json");
        assertThatThrownBy(() -> EntitiesReader.read(List.of(missing)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("missing.json: cannot be read");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{");
        assertThatThrownBy(() -> EntitiesReader.read(List.of(broken)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("broken.json: not JSON");
    }
}
