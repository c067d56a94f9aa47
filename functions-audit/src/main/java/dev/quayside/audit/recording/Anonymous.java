package dev.quayside.audit.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collection;
import java.util.UUID;

/** What is recorded of somebody whose erasure has begun: that it happened, and nothing of the person. */
final class Anonymous {

    private static final String WITHHELD = "the customer was erased";

    private Anonymous() {}

    /** @param forgotten the customers that are not to be named */
    static Entry of(Entry entry, Collection<UUID> forgotten) {
        String actor = entry.actor();
        String subjectId = entry.subjectId();
        UUID customerId = entry.customerId();
        for (UUID customer : forgotten) {
            actor = Person.withoutName(actor, customer);
            subjectId = Person.withoutName(subjectId, customer);
            customerId = customer.equals(customerId) ? Person.pseudonym(customer) : customerId;
        }
        return new Entry(
                entry.id(),
                entry.occurredAt(),
                entry.receivedAt(),
                actor,
                entry.action(),
                entry.subjectType(),
                subjectId,
                customerId,
                null,
                entry.result(),
                entry.traceId(),
                entry.eventId(),
                entry.topic(),
                JsonNodeFactory.instance.objectNode().put("withheld", WITHHELD));
    }
}
