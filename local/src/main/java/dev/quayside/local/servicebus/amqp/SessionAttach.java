package dev.quayside.local.servicebus.amqp;

import dev.quayside.local.servicebus.broker.BrokerException;
import dev.quayside.local.servicebus.broker.Consumer;
import dev.quayside.local.servicebus.broker.MessageQueue;
import dev.quayside.local.servicebus.broker.MessageSession;
import dev.quayside.local.servicebus.broker.SessionRequest;
import java.util.HashMap;
import java.util.Map;
import org.apache.qpid.protonj2.engine.Sender;
import org.apache.qpid.protonj2.types.Symbol;
import org.apache.qpid.protonj2.types.messaging.Source;

/** An attach that asks for a session, answered when it gets one or has waited long enough. */
final class SessionAttach implements SessionRequest {

    static final Symbol FILTER = Symbol.valueOf("com.microsoft:session-filter");

    private static final Symbol LOCKED_UNTIL = Symbol.valueOf("com.microsoft:locked-until-utc");
    private static final Symbol TIMEOUT = Symbol.valueOf("com.microsoft:timeout");
    private static final long DEFAULT_TIMEOUT = 60_000;

    /** .NET counts ticks of 100 ns from the year 1. */
    private static final long TICKS_AT_EPOCH = 621_355_968_000_000_000L;

    private static final long TICKS_PER_MILLISECOND = 10_000;

    private final Sender link;
    private final AmqpConnection connection;
    private final MessageQueue queue;
    private final ReceiveLink receiver;
    private final String sessionId;
    private final long deadline;

    SessionAttach(Sender link, AmqpConnection connection, MessageQueue queue, ReceiveLink receiver) {
        this.link = link;
        this.connection = connection;
        this.queue = queue;
        this.receiver = receiver;
        Object wanted = link.getRemoteSource().getFilter().get(FILTER);
        this.sessionId = wanted == null ? null : wanted.toString();
        Map<Symbol, Object> properties = link.getRemoteProperties();
        Object timeout = properties == null ? null : properties.get(TIMEOUT);
        // A little early, so that the client hears "nothing there" rather than running into its own limit.
        long patience = timeout instanceof Number number ? number.longValue() : DEFAULT_TIMEOUT;
        this.deadline = System.currentTimeMillis() + Math.max(patience - Math.min(patience / 10, 500), 0);
    }

    void request() {
        queue.sessions().request(this);
    }

    @Override
    public String sessionId() {
        return sessionId;
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public boolean isWanted() {
        return connection.isOpen() && link.isRemotelyOpen();
    }

    @Override
    public Consumer granted(MessageSession session) {
        Source source = link.getRemoteSource().copy();
        Map<Symbol, Object> filter = new HashMap<>(source.getFilter());
        filter.put(FILTER, session.id());
        source.setFilter(filter);
        Map<Symbol, Object> properties = new HashMap<>();
        if (link.getRemoteProperties() != null) {
            properties.putAll(link.getRemoteProperties());
        }
        properties.put(LOCKED_UNTIL, TICKS_AT_EPOCH + session.lockedUntil() * TICKS_PER_MILLISECOND);
        receiver.open(source, properties);
        return receiver;
    }

    @Override
    public void refused(BrokerException reason) {
        if (isWanted()) {
            Errors.refuse(link, reason);
        }
    }
}
