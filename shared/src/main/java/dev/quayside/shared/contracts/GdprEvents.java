package dev.quayside.shared.contracts;

import dev.quayside.shared.events.DomainEvent;
import dev.quayside.shared.events.Topic;
import dev.quayside.shared.gdpr.Pseudonym;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What the apps tell each other of a person's data: its export and its erasure. Fields may be added; none is ever
 * removed, renamed or given another meaning.
 */
public final class GdprEvents {

    /** Every app that may hold personal data: each gives its part of an export and of an erasure. */
    public static final List<String> PARTICIPANTS =
            List.of("orders", "catalog", "payments", "notifications", "customers", "housekeeping", "audit");

    /** All that is told on the topic. */
    public static final Set<String> TYPES = Set.of(
            ExportRequested.TYPE,
            ExportPartReady.TYPE,
            ExportReady.TYPE,
            ErasureProposed.TYPE,
            ErasureRequested.TYPE,
            ErasurePartRequested.TYPE,
            ErasedPart.TYPE,
            ErasureDelayed.TYPE,
            ErasureCompleted.TYPE,
            LegalHoldChanged.TYPE);

    private GdprEvents() {}

    /** An event about one person's data. */
    public interface GdprEvent extends DomainEvent {
        @Override
        default Topic topic() {
            return Topic.GDPR_EVENTS;
        }
    }

    /** An event that still names the customer; its subject is the customer's id. */
    public interface OfCustomer extends GdprEvent {
        UUID customerId();

        @Override
        default String subject() {
            return customerId().toString();
        }
    }

    /** An event after which the customer must not be known any more; its subject is the {@link Pseudonym}. */
    public interface OfPseudonym extends GdprEvent {
        UUID pseudonym();

        @Override
        default String subject() {
            return pseudonym().toString();
        }
    }

    /**
     * A copy of all data about a customer is wanted. Told by customers; every participant answers with its part.
     *
     * @param requestedBy who asked, {@code client:0190…}
     */
    public record ExportRequested(UUID exportId, UUID customerId, String requestedBy, Instant at)
            implements OfCustomer {
        public static final String TYPE = "quayside.gdpr.export-requested.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * An app has written its part of an export.
     *
     * @param app one of {@link #PARTICIPANTS}
     * @param blob its name in the container {@code gdpr-parts}
     * @param sha256 of the blob, in hex
     * @param rows how many rows of tables it has
     * @param bytes its length
     */
    public record ExportPartReady(
            UUID exportId, UUID customerId, String app, String blob, String sha256, long rows, long bytes, Instant at)
            implements OfCustomer {
        public static final String TYPE = "quayside.gdpr.export-part-ready.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The export is whole and can be fetched. Told by customers; notifications tells the customer.
     *
     * @param expiresAt from when on it cannot be fetched any more
     */
    public record ExportReady(UUID exportId, UUID customerId, Instant expiresAt, Instant at) implements OfCustomer {
        public static final String TYPE = "quayside.gdpr.export-ready.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * Nobody has seen a customer for so long that they are to be forgotten. Told by housekeeping; customers looks again,
     * and requests the erasure or keeps who was seen meanwhile. Nobody waits for an answer.
     *
     * @param requestedBy {@code job:data-retention}
     * @param unseenSince whoever was seen at this moment or later is kept
     */
    public record ErasureProposed(UUID erasureId, UUID customerId, String requestedBy, Instant unseenSince, Instant at)
            implements OfCustomer {
        public static final String TYPE = "quayside.gdpr.erasure-proposed.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A customer is to be forgotten. Told by customers, which shows them to nobody from now on; housekeeping coordinates.
     *
     * @param requestedBy who asked, {@code client:0190…} or, for retention, {@code job:data-retention}
     */
    public record ErasureRequested(UUID erasureId, UUID customerId, String requestedBy, Instant at)
            implements OfCustomer {
        public static final String TYPE = "quayside.gdpr.erasure-requested.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * One app's turn to forget a customer; told by housekeeping, again and again until the app has answered
     * {@link Outcome#DONE}. Nobody can call it back, so it is good for a limited time: an app that was away must not
     * erase what a legal hold has forbidden meanwhile.
     *
     * @param app one of {@link #PARTICIPANTS}; the others ignore it
     * @param validUntil the app begins before this moment, or not at all
     */
    public record ErasurePartRequested(UUID erasureId, UUID customerId, String app, Instant at, Instant validUntil)
            implements OfCustomer {
        public static final String TYPE = "quayside.gdpr.erasure-part-requested.v1";

        /** Whether the app may begin, or begin again after a crash. */
        public boolean isValidAt(Instant now) {
            return validUntil != null && now.isBefore(validUntil);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** How far an app is with its part. */
    public enum Outcome {
        /** Nothing more is erased, since something has to end first or the question came too late; it is asked again. */
        WAITING,
        DONE
    }

    /**
     * What an app did in one table.
     *
     * @param rows how many rows were deleted or changed, since the erasure began
     */
    public record ErasedTable(String table, long rows) {}

    /**
     * An app has done its part of an erasure, or says what it waits for.
     *
     * @param reason what it waits for; null if it is done
     * @param tables what was erased so far; of an app that waits, only if a crash has cut it short
     * @param askedAt when it was asked what it answers
     * @param validUntil of what it answers
     */
    public record ErasedPart(
            UUID erasureId,
            UUID pseudonym,
            String app,
            Outcome outcome,
            String reason,
            List<ErasedTable> tables,
            Instant at,
            Instant askedAt,
            Instant validUntil)
            implements OfPseudonym {
        public static final String TYPE = "quayside.gdpr.erased-part.v1";

        /** The reason of an app that heard the question when it was no longer valid. */
        public static final String TOO_LATE = "asked too long ago";

        /** Whether the app would have begun, had it heard the question in time. */
        public boolean cameTooLate() {
            return outcome == Outcome.WAITING && TOO_LATE.equals(reason);
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * An erasure comes close to the end of the 30 days that the law gives. Told by housekeeping, for those on call.
     *
     * @param reason what it waits for
     * @param dueAt the end of the 30 days
     */
    public record ErasureDelayed(UUID erasureId, UUID pseudonym, String reason, Instant dueAt, Instant at)
            implements OfPseudonym {
        public static final String TYPE = "quayside.gdpr.erasure-delayed.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * Every app has forgotten the customer.
     *
     * @param certificate name of the certificate in the container {@code gdpr-certificates}
     * @param sha256 of the certificate, in hex
     */
    public record ErasureCompleted(UUID erasureId, UUID pseudonym, String certificate, String sha256, Instant at)
            implements OfPseudonym {
        public static final String TYPE = "quayside.gdpr.erasure-completed.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Why the law lets data be kept: all that is told of it, since words may name the person. */
    public enum HoldGround {
        LITIGATION,
        REGULATORY_INQUIRY,
        TAX_AUDIT,
        FRAUD_INVESTIGATION,
        OTHER
    }

    /**
     * A customer's data must not be erased for now, or may be again.
     *
     * @param customerId the pseudonym if the hold ended because nothing is left to keep
     * @param held whether it must be kept
     * @param by who decided, {@code employee:0190…}, or {@code job:erasure}
     */
    public record LegalHoldChanged(UUID customerId, boolean held, HoldGround ground, String by, Instant at)
            implements OfCustomer {
        public static final String TYPE = "quayside.gdpr.legal-hold-changed.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }
}
