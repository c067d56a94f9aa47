package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import dev.quayside.local.servicebus.filter.Filter;
import dev.quayside.local.servicebus.filter.MessageProperties;
import dev.quayside.local.servicebus.store.Write;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A queue that takes those messages of its topic that any of its rules matches. */
public final class Subscription {

    private final MessageQueue queue;
    private final Journal journal;
    private final Codec codec;
    private final Map<String, Rule> rules = new LinkedHashMap<>();

    Subscription(MessageQueue queue, Map<String, Filter> rules, Journal journal, Codec codec) {
        this.queue = queue;
        this.journal = journal;
        this.codec = codec;
        rules.forEach((name, filter) -> this.rules.put(name, new Rule(name, filter, journal.now())));
    }

    MessageQueue queue() {
        return queue;
    }

    boolean takes(MessageProperties message) {
        for (Rule rule : rules.values()) {
            if (rule.filter().matches(message)) {
                return true;
            }
        }
        return false;
    }

    public List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    public void addRule(String name, Filter filter, Completion completion) {
        if (rules.containsKey(name)) {
            throw new BrokerException(
                    Reason.ENTITY_EXISTS, "A rule '%s' of %s exists already.".formatted(name, queue.path()));
        }
        change(name, codec.encode(filter), completion, () -> rules.put(name, new Rule(name, filter, journal.now())));
    }

    public void removeRule(String name, Completion completion) {
        if (!rules.containsKey(name)) {
            throw new BrokerException(
                    Reason.ENTITY_NOT_FOUND,
                    "The messaging entity '%s/rules/%s' could not be found.".formatted(queue.path(), name));
        }
        change(name, new byte[0], completion, () -> rules.remove(name));
    }

    private void change(String name, byte[] definition, Completion completion, Runnable effect) {
        journal.append(new Write()
                .rule(queue.id(), name, definition)
                .onCommit(() -> {
                    effect.run();
                    completion.ended(null);
                })
                .onFailure(cause -> completion.ended(Journal.notStored(cause))));
    }

    /** Repeats a change that was made at run time before the server was restarted. */
    void restore(String name, byte[] definition) {
        if (definition.length == 0) {
            rules.remove(name);
        } else {
            rules.put(name, new Rule(name, codec.filter(definition), journal.now()));
        }
    }
}
