package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.Broker;
import dev.quayside.local.servicebus.broker.Rule;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Operations on the rules of a subscription. */
final class RuleOperations {

    private final String path;
    private final Broker broker;
    private final RuleCodec codec;

    RuleOperations(String path, Broker broker, RuleCodec codec) {
        this.path = path;
        this.broker = broker;
        this.codec = codec;
    }

    void add(Request request, Consumer<Response> answer) {
        broker.subscription(path)
                .addRule(
                        request.requireText("rule-name"),
                        codec.read(request.map("rule-description")),
                        failure -> answer.accept(failure == null ? Response.ok(Map.of()) : Response.failed(failure)));
    }

    void remove(Request request, Consumer<Response> answer) {
        broker.subscription(path)
                .removeRule(
                        request.requireText("rule-name"),
                        failure -> answer.accept(failure == null ? Response.ok(Map.of()) : Response.failed(failure)));
    }

    void list(Request request, Consumer<Response> answer) {
        List<Rule> rules = broker.subscription(path).rules();
        List<Map<String, Object>> page = rules.stream()
                .skip(request.number("skip", 0))
                .limit(request.number("top", 100))
                .map(rule -> Map.<String, Object>of("rule-description", codec.write(rule)))
                .toList();
        answer.accept(page.isEmpty() ? Response.nothing() : Response.ok(Map.of("rules", page)));
    }
}
