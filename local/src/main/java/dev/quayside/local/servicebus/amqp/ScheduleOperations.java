package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.Broker;
import dev.quayside.local.servicebus.broker.BrokerException;
import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import dev.quayside.local.servicebus.broker.Incoming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.qpid.protonj2.types.Binary;

/** Operations on scheduled messages of a queue or topic. */
final class ScheduleOperations {

    private final String path;
    private final Broker broker;
    private final MessageCodec codec;

    ScheduleOperations(String path, Broker broker, MessageCodec codec) {
        this.path = path;
        this.broker = broker;
        this.codec = codec;
    }

    void schedule(Request request, Consumer<Response> answer) {
        List<Incoming> messages = new ArrayList<>();
        for (Map<?, ?> each : request.maps("messages")) {
            if (!(each.get("message") instanceof Binary bytes)) {
                throw new BrokerException(Reason.ARGUMENT, "A message to schedule has no bytes.");
            }
            messages.add(codec.read(bytes.asByteArray()));
        }
        broker.send(path, messages, (failure, sequences) -> {
            if (failure == null) {
                answer.accept(Response.ok(Map.of("sequence-numbers", sequences.toArray(Long[]::new))));
            } else {
                answer.accept(Response.failed(failure));
            }
        });
    }

    void cancel(Request request, Consumer<Response> answer) {
        broker.cancelScheduled(
                path,
                request.longs("sequence-numbers"),
                failure -> answer.accept(failure == null ? Response.ok(Map.of()) : Response.failed(failure)));
    }
}
