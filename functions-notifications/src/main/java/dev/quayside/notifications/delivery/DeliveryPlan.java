package dev.quayside.notifications.delivery;

import dev.quayside.notifications.content.Channel;
import dev.quayside.notifications.content.Kind;
import dev.quayside.notifications.recipient.Contact;
import dev.quayside.notifications.recipient.Recipient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides by which ways besides the app a customer is told something, and when. */
public final class DeliveryPlan {

    /** Why a way is not taken: the customers app has not told us of the customer yet. */
    static final String UNKNOWN_CONTACT = "unknown-contact";

    /** Why a way is not taken: the customer has no such address, or one that cannot be. */
    static final String NO_ADDRESS = "no-address";

    private DeliveryPlan() {}

    /**
     * The channels that the customer chose for this kind, in that order: the first with an address is tried, outside
     * the quiet hours; those after it wait for it to fail.
     */
    public static List<Step> of(Kind kind, Recipient recipient, Instant now) {
        List<Step> steps = new ArrayList<>();
        boolean begun = false;
        for (Channel channel : recipient.preferences().channels(kind)) {
            Optional<String> address = recipient.contact().flatMap(contact -> contact.address(channel));
            if (address.isEmpty()) {
                steps.add(Step.skipped(channel, whyNot(recipient.contact())));
            } else if (begun) {
                steps.add(Step.waiting(channel, address.get()));
            } else {
                steps.add(Step.pending(
                        channel, address.get(), recipient.preferences().release(now)));
                begun = true;
            }
        }
        return steps;
    }

    private static String whyNot(Optional<Contact> contact) {
        return contact.isPresent() ? NO_ADDRESS : UNKNOWN_CONTACT;
    }
}
