package dev.quayside.local.servicebus.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.local.servicebus.filter.CorrelationFilter;
import dev.quayside.local.servicebus.filter.Filter;
import dev.quayside.local.servicebus.filter.FilterSyntaxException;
import dev.quayside.local.servicebus.filter.MessageProperties;
import dev.quayside.local.servicebus.filter.SqlFilter;
import dev.quayside.local.servicebus.filter.TrueFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the rules of a subscription. */
final class RuleReader {

    /** The rule that a subscription has when none is written: it takes everything. */
    static final String DEFAULT_RULE = "$Default";

    private RuleReader() {}

    static Map<String, Filter> rules(ConfigNode rules) {
        List<ConfigNode> elements = rules.elements();
        if (elements.isEmpty()) {
            return Map.of(DEFAULT_RULE, new TrueFilter());
        }
        Map<String, Filter> filters = new LinkedHashMap<>();
        for (ConfigNode rule : elements) {
            rule.allowOnly("Name", "Properties");
            String name = rule.field("Name").requireText();
            if (filters.put(name, filter(rule.field("Properties").requireObject())) != null) {
                throw rule.field("Name").error("rule " + name + " stands here twice");
            }
        }
        return filters;
    }

    private static Filter filter(ConfigNode properties) {
        properties.allowOnly("FilterType", "CorrelationFilter", "SqlFilter", "Action");
        if (properties.field("Action").isPresent()) {
            throw properties.field("Action").error("rule actions are not supported");
        }
        ConfigNode type = properties.field("FilterType");
        return switch (type.requireText().toLowerCase(Locale.ROOT)) {
            case "correlation" ->
                correlation(properties.field("CorrelationFilter").requireObject());
            case "sql" -> sql(properties.field("SqlFilter").requireObject());
            default -> throw type.error("Correlation or Sql is expected");
        };
    }

    private static Filter sql(ConfigNode sql) {
        ConfigNode expression = sql.allowOnly("SqlExpression").field("SqlExpression");
        try {
            return SqlFilter.parse(expression.requireText());
        } catch (FilterSyntaxException unreadable) {
            throw expression.error(unreadable.getMessage());
        }
    }

    private static Filter correlation(ConfigNode filter) {
        filter.allowOnly(
                "ApplicationProperties",
                "ContentType",
                "CorrelationId",
                "Label",
                "MessageId",
                "Properties",
                "ReplyTo",
                "ReplyToSessionId",
                "SessionId",
                "To");
        Map<String, Object> user = new LinkedHashMap<>();
        addProperties(filter.field("ApplicationProperties"), user);
        addProperties(filter.field("Properties"), user);
        return new CorrelationFilter(new MessageProperties(
                filter.field("MessageId").text(null),
                filter.field("CorrelationId").text(null),
                filter.field("To").text(null),
                filter.field("ReplyTo").text(null),
                filter.field("Label").text(null),
                filter.field("SessionId").text(null),
                filter.field("ReplyToSessionId").text(null),
                filter.field("ContentType").text(null),
                null,
                user));
    }

    private static void addProperties(ConfigNode properties, Map<String, Object> user) {
        if (!properties.isPresent()) {
            return;
        }
        properties.requireObject().json().fieldNames().forEachRemaining(name -> {
            ConfigNode property = properties.field(name);
            user.put(name, value(property, property.json()));
        });
    }

    private static Object value(ConfigNode property, JsonNode json) {
        if (json.isTextual()) {
            return json.textValue();
        }
        if (json.isBoolean()) {
            return json.booleanValue();
        }
        if (json.isNumber()) {
            return json.decimalValue();
        }
        throw property.error("a text, a number, true or false is expected");
    }
}
