package dev.quayside.shared.contracts;

import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.Topic;
import java.time.Instant;
import java.util.UUID;

/**
 * What is told to the audit app alone, because no other event says it. Fields may be added; none is ever removed, renamed
 * or given another meaning.
 */
public final class AuditEvents {

    private AuditEvents() {}

    /**
     * Somebody looked at what is not theirs, or did what nobody else needs to know of.
     *
     * @param actor who, {@code employee:0190…}
     * @param action what, {@code customer.viewed}
     * @param subjectType on what kind of thing, {@code order}
     * @param customerId whose data it is; null if it is nobody's
     * @param result {@code OK}, or the problem that was answered
     * @param address from where, as the front door saw it; null if it is not known. The audit app keeps it masked
     */
    public record AccessRecorded(
            String actor,
            String action,
            String subjectType,
            String subjectId,
            UUID customerId,
            String result,
            String address,
            Instant at)
            implements DomainEvent {
        public static final String TYPE = "quayside.audit.access-recorded.v1";

        @Override
        public Topic topic() {
            return Topic.AUDIT_EVENTS;
        }

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public String subject() {
            return subjectId;
        }
    }
}
