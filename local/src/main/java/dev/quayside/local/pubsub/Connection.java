package dev.quayside.local.pubsub;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A client as the service knows it. That of a reliable client outlives its socket for a while. */
final class Connection {
    private static final String ROLE_PREFIX = "webpubsub.";
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Hub hub;
    private final Limits limits;
    private final Protocol protocol;
    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final String user;
    private final Set<String> roles;
    private final Set<String> groups = new HashSet<>(2);
    private final AckIds carriedOut = new AckIds();
    private final Outbox outbox;
    private Wire wire;
    private long recoveryTimer = NO_TIMER;

    /** Known to its hub from now on; it has no wire yet. */
    Connection(Vertx vertx, Hub hub, Limits limits, Protocol protocol, ClientClaims claims) {
        this.vertx = vertx;
        this.hub = hub;
        this.limits = limits;
        this.protocol = protocol;
        this.user = claims.user().orElse(null);
        this.roles = new HashSet<>(claims.roles());
        this.outbox = new Outbox(protocol, limits);
        hub.add(this);
        claims.groups().forEach(group -> hub.join(this, group));
    }

    /**
     * Speaks over {@code newWire} from now on, with {@code greeting} first; another wire is cut.
     *
     * @param greeting empty for a client that speaks no JSON
     */
    void attach(Wire newWire, Optional<Frame> greeting) {
        vertx.cancelTimer(recoveryTimer);
        Wire former = wire;
        wire = newWire;
        if (former != null) {
            former.abort();
        }
        newWire.handle(text -> receive(newWire, text), outbox::flush, clean -> lost(newWire, clean));
        outbox.attach(newWire);
        greeting.ifPresent(newWire::write);
        outbox.flush();
    }

    private void receive(Wire from, String text) {
        if (from == wire && protocol != Protocol.PLAIN) {
            ClientMessages.receive(this, text);
        }
    }

    private void lost(Wire gone, boolean clean) {
        if (gone != wire) {
            return;
        }
        wire = null;
        outbox.detach();
        if (protocol == Protocol.RELIABLE && !clean) {
            recoveryTimer = vertx.setTimer(limits.recovery().toMillis(), ignored -> hub.remove(this));
        } else {
            hub.remove(this);
        }
    }

    void send(Message message) {
        if (!outbox.add(message)) {
            close(Wire.POLICY_VIOLATION, "The client does not keep up with its messages.");
        }
    }

    /** Something that only this socket concerns: lost with it. */
    void answer(Frame frame) {
        if (wire != null && !outbox.add(frame)) {
            close(Wire.POLICY_VIOLATION, "The client does not read its answers.");
        }
    }

    void acknowledge(long sequence) {
        outbox.acknowledge(sequence);
    }

    /**
     * Ends the connection; it cannot be recovered.
     *
     * @return completes when its socket is closed
     */
    Future<Void> close(int code, String reason) {
        vertx.cancelTimer(recoveryTimer);
        hub.remove(this);
        outbox.detach();
        Wire last = wire;
        wire = null;
        if (last == null) {
            return Future.succeededFuture();
        }
        if (protocol != Protocol.PLAIN) {
            last.write(SystemFrames.disconnected(reason));
        }
        return last.close(code, reason);
    }

    /** Whether the client may do {@code permission} with this group or with all. */
    boolean may(String permission, String group) {
        return has(permission, Optional.empty()) || has(permission, Optional.of(group));
    }

    /** @param group empty for all groups */
    boolean has(String permission, Optional<String> group) {
        return roles.contains(role(permission, group));
    }

    void grant(String permission, Optional<String> group) {
        roles.add(role(permission, group));
    }

    void revoke(String permission, Optional<String> group) {
        roles.remove(role(permission, group));
    }

    static String role(String permission, Optional<String> group) {
        return ROLE_PREFIX + permission + group.map(name -> "." + name).orElse("");
    }

    Hub hub() {
        return hub;
    }

    String id() {
        return id;
    }

    Optional<String> user() {
        return Optional.ofNullable(user);
    }

    Protocol protocol() {
        return protocol;
    }

    /** Kept by the hub. */
    Set<String> groups() {
        return groups;
    }

    AckIds carriedOut() {
        return carriedOut;
    }
}
