package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.Broker;
import dev.quayside.local.servicebus.broker.BrokerException;
import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The operations on an entity that are requests rather than links. */
final class ManagementNode implements Node {

    private static final String PREFIX = "com.microsoft:";

    private final Map<String, BiConsumer<Request, Consumer<Response>>> operations = new HashMap<>();

    private ManagementNode(String path, Broker broker, MessageCodec codec) {
        MessageOperations messages = new MessageOperations(path, broker, codec);
        operations.put("renew-lock", messages::renewLock);
        operations.put("update-disposition", messages::updateDisposition);
        operations.put("receive-by-sequence-number", messages::receiveBySequenceNumber);
        operations.put("peek-message", messages::peek);
        ScheduleOperations schedule = new ScheduleOperations(path, broker, codec);
        operations.put("schedule-message", schedule::schedule);
        operations.put("cancel-scheduled-message", schedule::cancel);
        SessionOperations sessions = new SessionOperations(path, broker);
        operations.put("renew-session-lock", sessions::renewLock);
        operations.put("get-session-state", sessions::state);
        operations.put("set-session-state", sessions::setState);
        operations.put("get-message-sessions", sessions::list);
        RuleOperations rules = new RuleOperations(path, broker, codec.rules());
        operations.put("add-rule", rules::add);
        operations.put("remove-rule", rules::remove);
        operations.put("enumerate-rules", rules::list);
    }

    /** The node of an entity, or a refusal if there is no such entity. */
    static ManagementNode of(String path, Broker broker, MessageCodec codec) {
        if (!broker.exists(path)) {
            broker.queue(path);
        }
        return new ManagementNode(path, broker, codec);
    }

    @Override
    public String statusCodeName() {
        return "statusCode";
    }

    @Override
    public String statusDescriptionName() {
        return "statusDescription";
    }

    @Override
    public void handle(Request request, Consumer<Response> answer) {
        String operation = request.operation();
        String name = operation.startsWith(PREFIX) ? operation.substring(PREFIX.length()) : operation;
        BiConsumer<Request, Consumer<Response>> handler = operations.get(name);
        if (handler == null) {
            throw new BrokerException(Reason.NOT_IMPLEMENTED, "Unknown operation " + operation);
        }
        handler.accept(request, answer);
    }
}
