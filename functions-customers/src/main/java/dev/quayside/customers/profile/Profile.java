package dev.quayside.customers.profile;

import dev.quayside.shared.contracts.CustomerEvents.Contact;
import dev.quayside.shared.http.Address;
import java.util.List;

/**
 * What a customer told of themselves. Personal data. Public, since JDBI binds its components.
 *
 * @param email null if it is not known
 * @param phone E.164, {@code +4930123456}; null if it is not known
 * @param locale BCP 47, {@code de-DE}
 * @param timeZone IANA, {@code Europe/Berlin}
 * @param addresses the first is the usual one
 */
public record Profile(
        String name, String email, String phone, String locale, String timeZone, List<Address> addresses) {

    public Profile {
        addresses = List.copyOf(addresses);
    }

    /** What other apps need to reach the customer. */
    Contact contact() {
        return new Contact(name, email, phone, locale, timeZone);
    }

    @Override
    public String toString() {
        return "Profile[" + locale + "]";
    }
}
