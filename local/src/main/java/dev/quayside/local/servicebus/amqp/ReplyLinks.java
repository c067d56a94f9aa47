package dev.quayside.local.servicebus.amqp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.types.messaging.Target;

/** The links of a connection on which requests are answered. */
final class ReplyLinks {

    /** A link and the answers that wait for its credit. */
    private record Reply(Sender link, Deque<ProtonBuffer> waiting) {}

    private final List<Reply> links = new ArrayList<>();
    private long deliveries;

    void open(Sender link) {
        Reply reply = new Reply(link, new ArrayDeque<>());
        links.add(reply);
        link.setSource(link.getRemoteSource().copy());
        link.setTarget(link.<Target>getRemoteTarget());
        link.creditStateUpdateHandler(ignored -> flush(reply));
        link.closeHandler(closing -> remove(reply));
        link.detachHandler(closing -> remove(reply));
        link.open();
    }

    private void remove(Reply reply) {
        links.remove(reply);
        reply.link().close();
    }

    /** Sends an answer to the link whose target is the reply-to of the request, else whose name is. */
    void send(String replyTo, ProtonBuffer message) {
        Reply found = links.stream()
                .filter(reply -> replyTo.equals(targetOf(reply.link())))
                .findFirst()
                .or(() -> links.stream()
                        .filter(reply -> replyTo.equals(reply.link().getName()))
                        .findFirst())
                .orElse(null);
        // Nobody waits any more where the link has gone.
        if (found != null) {
            found.waiting().add(message);
            flush(found);
        }
    }

    private static String targetOf(Sender link) {
        Target target = link.getTarget();
        return target == null ? null : target.getAddress();
    }

    private void flush(Reply reply) {
        while (!reply.waiting().isEmpty() && reply.link().isSendable()) {
            byte[] tag = Long.toString(deliveries++).getBytes(StandardCharsets.US_ASCII);
            reply.link().next().setTag(tag).settle().writeBytes(reply.waiting().remove());
        }
    }
}
