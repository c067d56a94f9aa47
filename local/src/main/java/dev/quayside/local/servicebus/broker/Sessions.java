package dev.quayside.local.servicebus.broker;

import dev.quayside.local.servicebus.broker.BrokerException.Reason;
import dev.quayside.local.servicebus.store.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sessions of one queue: who holds which, and who waits for one. */
public final class Sessions {

    private final MessageQueue queue;
    private final Journal journal;
    private final Map<String, MessageSession> byId = new HashMap<>();
    private final List<SessionRequest> waiting = new ArrayList<>();

    Sessions(MessageQueue queue, Journal journal) {
        this.queue = queue;
        this.journal = journal;
    }

    /** Grants a session at once or later, or refuses it; the request hears which. */
    public void request(SessionRequest request) {
        if (!queue.settings().requiresSession()) {
            request.refused(new BrokerException(Reason.NOT_ALLOWED, queue.path() + " has no sessions."));
        } else if (request.sessionId() == null) {
            waiting.add(request);
            pump();
        } else if (named(request.sessionId()).isHeld()) {
            request.refused(new BrokerException(
                    Reason.SESSION_HELD,
                    "The requested session '%s' cannot be accepted. It may be locked by another receiver."
                            .formatted(request.sessionId())));
        } else {
            grant(request, named(request.sessionId()));
        }
    }

    private void grant(SessionRequest request, MessageSession session) {
        session.extend(newLockEnd());
        Consumer consumer = request.granted(session);
        session.hold(consumer, session.lockedUntil());
        session.lane().pump();
    }

    private long newLockEnd() {
        return journal.now() + queue.settings().lockDuration().toMillis();
    }

    /** Gives free sessions to who waits, and messages to who holds one. */
    void pump() {
        while (!waiting.isEmpty()) {
            Optional<MessageSession> free = byId.values().stream()
                    .filter(session -> !session.isHeld() && !session.lane().isEmpty())
                    .min(Comparator.comparingLong(session -> session.lane().firstSequence()));
            if (free.isEmpty()) {
                break;
            }
            SessionRequest next = waiting.remove(0);
            if (next.isWanted()) {
                grant(next, free.get());
            }
        }
        List.copyOf(byId.values()).stream()
                .filter(MessageSession::isHeld)
                .forEach(session -> session.lane().pump());
    }

    MessageSession named(String id) {
        return byId.computeIfAbsent(id, name -> new MessageSession(name, new Lane(queue, journal.cache())));
    }

    void forgetIfIdle(String id) {
        MessageSession session = byId.get(id);
        if (session != null && session.isIdle()) {
            byId.remove(id);
        }
    }

    /** A receiver went away: its session is free, and what it had not settled counts as failed. */
    void releaseHeldBy(Consumer consumer) {
        for (MessageSession session : List.copyOf(byId.values())) {
            if (session.holder() == consumer) {
                release(session);
            }
        }
    }

    private void release(MessageSession session) {
        session.release();
        for (QueuedMessage message : queue.locks().held()) {
            if (session.id().equals(message.sessionId()) && !message.isSettling()) {
                queue.deliveryFailed(message);
            }
        }
        forgetIfIdle(session.id());
    }

    void tick(long now) {
        for (MessageSession session : List.copyOf(byId.values())) {
            if (session.isHeld() && session.lockedUntil() <= now) {
                Consumer holder = session.holder();
                release(session);
                holder.sessionLost();
            }
        }
        for (Iterator<SessionRequest> each = waiting.iterator(); each.hasNext(); ) {
            SessionRequest request = each.next();
            if (!request.isWanted() || request.deadline() <= now) {
                each.remove();
                request.refused(new BrokerException(Reason.TIMEOUT, "No session became available in time."));
            }
        }
    }

    /**
     * Extends a session's lock and those of its messages.
     *
     * @return until when it holds now
     */
    public long renew(String id) {
        MessageSession session = held(id);
        session.extend(newLockEnd());
        for (QueuedMessage message : queue.locks().held()) {
            if (id.equals(message.sessionId())) {
                message.extendLock(session.lockedUntil());
            }
        }
        return session.lockedUntil();
    }

    private MessageSession held(String id) {
        MessageSession session = byId.get(id);
        if (session == null || !session.isHeld()) {
            throw new BrokerException(
                    Reason.SESSION_LOCK_LOST, "The session lock has expired on the session '%s'.".formatted(id));
        }
        return session;
    }

    /** What the application keeps with the session; {@code null} for nothing. */
    public byte[] state(String id) {
        return held(id).state();
    }

    public void setState(String id, byte[] state, Completion completion) {
        MessageSession session = held(id);
        journal.append(new Write()
                .sessionState(queue.id(), id, state)
                .onCommit(() -> {
                    session.state(state);
                    completion.ended(null);
                })
                .onFailure(cause -> completion.ended(Journal.notStored(cause))));
    }

    void restoreState(String id, byte[] state) {
        named(id).state(state);
    }

    /** Ids of sessions with messages or state, in order. */
    public List<String> ids() {
        return byId.keySet().stream().sorted().toList();
    }
}
