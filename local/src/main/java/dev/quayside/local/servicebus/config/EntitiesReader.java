package dev.quayside.local.servicebus.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads and merges entity files in the format of the emulator's {@code Config.json}. The files share
 * one namespace: an entity stands in one of them only.
 */
public final class EntitiesReader {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Duration DEFAULT_DUPLICATE_WINDOW = Duration.ofMinutes(10);

    private final Map<String, QueueSettings> queues = new LinkedHashMap<>();
    private final Map<String, TopicSettings> topics = new LinkedHashMap<>();
    /** Where each name (in lower case) was declared: names differ by more than case. */
    private final Map<String, ConfigNode> declared = new HashMap<>();

    private EntitiesReader() {}

    /**
     * Reads all files.
     *
     * @throws ConfigException at the first fault, naming the file and the place in it
     */
    public static Entities read(List<Path> files) {
        EntitiesReader reader = new EntitiesReader();
        for (Path file : files) {
            reader.readFile(file);
        }
        reader.declared.values().forEach(reader::checkForwards);
        return new Entities(reader.queues, reader.topics);
    }

    private void readFile(Path file) {
        ConfigNode root = new ConfigNode(file, "", parse(file)).requireObject();
        root.allowOnly("UserConfig");
        ConfigNode user = root.field("UserConfig").requireObject().allowOnly("Namespaces", "Logging");
        for (ConfigNode namespace : user.field("Namespaces").elements()) {
            namespace.allowOnly("Name", "Queues", "Topics");
            namespace.field("Queues").elements().forEach(this::readQueue);
            namespace.field("Topics").elements().forEach(this::readTopic);
        }
    }

    private static JsonNode parse(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (JsonProcessingException malformed) {
            throw new ConfigException(file, "not JSON: " + malformed.getMessage(), malformed);
        } catch (IOException unreadable) {
            throw new ConfigException(file, "cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private void readQueue(ConfigNode queue) {
        queue.allowOnly("Name", "Properties");
        queues.put(declare(queue), queueSettings(queue.field("Properties")));
    }

    private void readTopic(ConfigNode topic) {
        topic.allowOnly("Name", "Properties", "Subscriptions");
        String name = declare(topic);
        ConfigNode properties = topic.field("Properties");
        properties.allowOnly(
                "DefaultMessageTimeToLive", "DuplicateDetectionHistoryTimeWindow", "RequiresDuplicateDetection");
        Map<String, SubscriptionSettings> subscriptions = new LinkedHashMap<>();
        for (ConfigNode subscription : topic.field("Subscriptions").elements()) {
            subscription.allowOnly("Name", "Properties", "Rules");
            String subscriptionName = subscription.field("Name").requireText();
            SubscriptionSettings settings = new SubscriptionSettings(
                    queueSettings(subscription.field("Properties")), RuleReader.rules(subscription.field("Rules")));
            declare(subscription, name + "/subscriptions/" + subscriptionName);
            subscriptions.put(subscriptionName, settings);
        }
        topics.put(
                name,
                new TopicSettings(
                        properties.field("DefaultMessageTimeToLive").duration(QueueSettings.FOREVER),
                        duplicateWindow(properties),
                        subscriptions));
    }

    private static QueueSettings queueSettings(ConfigNode properties) {
        properties.allowOnly(
                "DeadLetteringOnMessageExpiration",
                "DefaultMessageTimeToLive",
                "DuplicateDetectionHistoryTimeWindow",
                "ForwardDeadLetteredMessagesTo",
                "ForwardTo",
                "LockDuration",
                "MaxDeliveryCount",
                "RequiresDuplicateDetection",
                "RequiresSession");
        QueueSettings usual = QueueSettings.DEFAULT;
        return new QueueSettings(
                properties.field("LockDuration").duration(usual.lockDuration()),
                properties.field("MaxDeliveryCount").positive(usual.maxDeliveryCount()),
                properties.field("DefaultMessageTimeToLive").duration(usual.timeToLive()),
                properties.field("DeadLetteringOnMessageExpiration").flag(false),
                properties.field("RequiresSession").flag(false),
                duplicateWindow(properties),
                properties.field("ForwardTo").text(""),
                properties.field("ForwardDeadLetteredMessagesTo").text(""));
    }

    private static Duration duplicateWindow(ConfigNode properties) {
        Duration window =
                properties.field("DuplicateDetectionHistoryTimeWindow").duration(DEFAULT_DUPLICATE_WINDOW);
        return properties.field("RequiresDuplicateDetection").flag(false) ? window : Duration.ZERO;
    }

    private String declare(ConfigNode entity) {
        String name = entity.field("Name").requireText();
        declare(entity, name);
        return name;
    }

    private void declare(ConfigNode entity, String path) {
        ConfigNode earlier = declared.put(path.toLowerCase(Locale.ROOT), entity);
        if (earlier != null) {
            throw entity.field("Name")
                    .error("%s is declared already, in %s at %s".formatted(path, earlier.file(), earlier.place()));
        }
    }

    private void checkForwards(ConfigNode entity) {
        for (String property : List.of("ForwardTo", "ForwardDeadLetteredMessagesTo")) {
            ConfigNode forward = entity.field("Properties").field(property);
            String target = forward.text("");
            if (!target.isEmpty() && !declared.containsKey(target.toLowerCase(Locale.ROOT))) {
                throw forward.error("there is no queue or topic " + target);
            }
        }
    }
}
