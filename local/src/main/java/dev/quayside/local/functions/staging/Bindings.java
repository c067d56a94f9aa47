package dev.quayside.local.functions.staging;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.local.functions.staging.Trigger.AuthLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the bindings of one function.json: exactly one trigger, and for HTTP the answer. */
final class Bindings {
    private final String function;
    private final Settings settings;

    Bindings(String function, Settings settings) {
        this.function = function;
        this.settings = settings;
    }

    Trigger trigger(JsonNode bindings) {
        var triggers = new ArrayList<Trigger>();
        for (JsonNode binding : bindings) {
            String type = binding.path("type").asText();
            switch (type) {
                case "httpTrigger" -> triggers.add(http(binding));
                case "timerTrigger" -> triggers.add(timer(binding));
                case "serviceBusTrigger" -> triggers.add(serviceBus(binding));
                case "http" -> {
                    // The answer of an HTTP function: what the method returns.
                }
                default -> throw new InvalidBindingException("the binding type \"" + type + "\" is not known here");
            }
        }
        if (triggers.size() != 1) {
            throw new InvalidBindingException("function.json has " + triggers.size() + " triggers instead of one");
        }
        return triggers.get(0);
    }

    private Trigger.Http http(JsonNode binding) {
        List<String> methods = new ArrayList<>();
        binding.path("methods").forEach(method -> methods.add(method.asText().toUpperCase(Locale.ROOT)));
        if (methods.isEmpty()) {
            throw new InvalidBindingException("the HTTP trigger names no method");
        }
        String route = binding.has("route") ? text(binding, "route") : function;
        String reserved = route.replaceAll("^/+", "").toLowerCase(Locale.ROOT);
        if (reserved.startsWith("admin") || reserved.startsWith("runtime")) {
            throw new InvalidBindingException(
                    "the route \"" + route + "\" begins with admin or runtime, which the host keeps for itself");
        }
        return new Trigger.Http(text(binding, "name"), route, List.copyOf(methods), authLevel(binding));
    }

    private static AuthLevel authLevel(JsonNode binding) {
        String level = binding.path("authLevel").asText("FUNCTION").toUpperCase(Locale.ROOT);
        return switch (level) {
            case "ANONYMOUS" -> AuthLevel.ANONYMOUS;
            case "FUNCTION" -> AuthLevel.FUNCTION;
            case "ADMIN" -> AuthLevel.ADMIN;
            default -> throw new InvalidBindingException("the authorisation level \"" + level + "\" is not known");
        };
    }

    private Trigger.Timer timer(JsonNode binding) {
        return new Trigger.Timer(text(binding, "name"), text(binding, "schedule"));
    }

    private Trigger.ServiceBus serviceBus(JsonNode binding) {
        String queue = optionalText(binding, "queueName");
        String topic = optionalText(binding, "topicName");
        String subscription = optionalText(binding, "subscriptionName");
        boolean fromQueue = queue != null && topic == null && subscription == null;
        boolean fromTopic = queue == null && topic != null && subscription != null;
        if (fromQueue == fromTopic) {
            throw new InvalidBindingException("the Service Bus trigger needs a queue, or a topic and a subscription");
        }
        String connection = optionalText(binding, "connection");
        return new Trigger.ServiceBus(
                text(binding, "name"),
                queue,
                topic,
                subscription,
                connectionSetting(connection == null ? "AzureWebJobsServiceBus" : connection),
                binding.path("cardinality").asText().equalsIgnoreCase("many"),
                binding.path("isSessionsEnabled").asBoolean(false));
    }

    private String connectionSetting(String name) {
        if (settings.get(name).isEmpty()
                && settings.get(name + "__fullyQualifiedNamespace").isEmpty()) {
            throw new InvalidBindingException("the setting " + name + " (a Service Bus connection string) or " + name
                    + "__fullyQualifiedNamespace is missing");
        }
        return name;
    }

    private String text(JsonNode binding, String property) {
        String value = optionalText(binding, property);
        if (value == null) {
            throw new InvalidBindingException(
                    "the " + binding.path("type").asText() + " binding has no \"" + property + "\"");
        }
        return value;
    }

    private String optionalText(JsonNode binding, String property) {
        String value = binding.path(property).asText("");
        return value.isEmpty() ? null : settings.resolve(value);
    }
}
