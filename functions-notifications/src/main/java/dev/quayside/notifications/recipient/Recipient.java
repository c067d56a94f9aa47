package dev.quayside.notifications.recipient;

import dev.quayside.notifications.content.Language;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A customer as somebody to tell something.
 *
 * @param contact empty as long as the customers app has not told it
 */
public record Recipient(Optional<Contact> contact, Preferences preferences) {

    public Language language() {
        return contact.map(Contact::language).orElse(Language.EN);
    }

    /** UTC if it is not known. */
    public ZoneId zone() {
        return contact.map(Contact::zone).orElse(Contact.UTC);
    }

    /** Empty if it is not known. */
    public String name() {
        return contact.map(Contact::name).orElse("");
    }
}
