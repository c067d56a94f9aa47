package dev.quayside.shared.contracts;

import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.Topic;
import java.time.Instant;
import java.util.UUID;

/** What the customers app tells. Fields may be added; none is ever removed, renamed or given another meaning. */
public final class CustomerEvents {

    private CustomerEvents() {}

    /** An event about one customer. */
    public interface CustomerEvent extends DomainEvent {
        UUID customerId();

        @Override
        default Topic topic() {
            return Topic.CUSTOMER_EVENTS;
        }

        @Override
        default String subject() {
            return customerId().toString();
        }
    }

    /**
     * How a customer is reached.
     *
     * @param email null if it is not known
     * @param phone E.164, {@code +4930123456}; null if it is not known
     * @param locale BCP 47, {@code de-DE}
     * @param timeZone IANA, {@code Europe/Berlin}
     */
    public record Contact(String name, String email, String phone, String locale, String timeZone) {}

    /**
     * A customer signed in for the first time.
     *
     * @param version goes up with every change of the customer: what comes late is told by it
     */
    public record CustomerRegistered(UUID customerId, Contact contact, int version, Instant at)
            implements CustomerEvent {
        public static final String TYPE = "quayside.customer.registered.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** A customer's profile was changed; the contact is the whole of it as it is now. */
    public record CustomerUpdated(UUID customerId, Contact contact, int version, Instant at) implements CustomerEvent {
        public static final String TYPE = "quayside.customer.updated.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A customer gave a consent or took it back.
     *
     * @param purpose what the data may be used for, {@code marketing-email}
     * @param textVersion of the text that was shown
     */
    public record CustomerConsentChanged(
            UUID customerId, String purpose, boolean granted, String textVersion, Instant at) implements CustomerEvent {
        public static final String TYPE = "quayside.customer.consent-changed.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }
}
