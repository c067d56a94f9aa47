package dev.quayside.local.servicebus;

import static dev.quayside.local.servicebus.TestBus.bodies;
import static dev.quayside.local.servicebus.TestBus.message;
import static dev.quayside.local.servicebus.TestBus.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusRuleManagerClient;
import com.azure.messaging.servicebus.administration.models.CorrelationRuleFilter;
import com.azure.messaging.servicebus.administration.models.CreateRuleOptions;
import com.azure.messaging.servicebus.administration.models.RuleProperties;
import com.azure.messaging.servicebus.administration.models.SqlRuleAction;
import com.azure.messaging.servicebus.administration.models.SqlRuleFilter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RuleIT {

    private TestBus bus;

    @BeforeEach
    void start() {
        bus = TestBus.start();
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    private ServiceBusRuleManagerClient rules() {
        return bus.closing(bus.builder()
                .ruleManager()
                .topicName("events")
                .subscriptionName("ruled")
                .buildClient());
    }

    @Test
    void rules_added_by_the_sdk_decide_from_then_on_and_survive_a_restart() {
        ServiceBusRuleManagerClient rules = rules();
        assertThat(rules.listRules()).extracting(RuleProperties::getName).containsExactly("$Default");
        rules.createRule("sql", new CreateRuleOptions(new SqlRuleFilter("kind IN ('a', 'b') AND NOT size > 10")));
        CorrelationRuleFilter correlation = new CorrelationRuleFilter().setLabel("urgent");
        correlation.getProperties().put("kind", "c");
        rules.createRule("correlation", new CreateRuleOptions(correlation));
        rules.deleteRule("$Default");

        bus.restart();
        assertThat(rules().listRules())
                .extracting(RuleProperties::getName)
                .containsExactlyInAnyOrder("sql", "correlation");
        bus.topicSender("events")
                .sendMessages(List.of(
                        sized("small a", "a", 5),
                        sized("big b", "b", 11),
                        sized("plain c", "c", 1),
                        sized("urgent c", "c", 1).setSubject("urgent")));

        assertThat(bodies(receive(bus.subscriptionReceiver("events", "ruled"), 2)))
                .containsExactly("small a", "urgent c");
        assertThat(bus.statistics("events/subscriptions/ruled").active()).isEqualTo(2);
    }

    private static ServiceBusMessage sized(String body, String kind, int size) {
        ServiceBusMessage message = message(body);
        message.getApplicationProperties().put("kind", kind);
        message.getApplicationProperties().put("size", size);
        return message;
    }

    @Test
    void a_rule_that_exists_or_cannot_be_read_is_refused_with_the_reason() {
        ServiceBusRuleManagerClient rules = rules();

        assertThatThrownBy(() -> rules.createRule("$Default", new CreateRuleOptions(new SqlRuleFilter("a = 1"))))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("exists already");
        assertThatThrownBy(() -> rules.createRule("broken", new CreateRuleOptions(new SqlRuleFilter("a = "))))
                .isInstanceOf(ServiceBusException.class)
                .hasMessageContaining("Expected a value");
        assertThatThrownBy(() ->
                        rules.createRule("action", new CreateRuleOptions().setAction(new SqlRuleAction("SET a = 1"))))
                .isInstanceOf(ServiceBusException.class)
                .hasMessageContaining("actions are not supported");
    }
}
