package dev.quayside.customers.profile;

import dev.quayside.shared.http.Address;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.Validated;
import java.util.List;

/** The whole profile as it shall be; what is left out is no longer known. */
record ProfileRequest(String name, String email, String phone, String locale, String timeZone, List<Address> addresses)
        implements Validated {

    @Override
    public void validate(Check check) {
        check.present(name, "name");
        check.present(locale, "locale");
        check.present(timeZone, "timeZone");
        ProfileRules.check(check, name, email, phone, locale, timeZone);
        ProfileRules.checkAddresses(check, addresses);
    }

    Profile profile() {
        return new Profile(
                name,
                email,
                phone,
                ProfileRules.canonicalLocale(locale),
                timeZone,
                addresses == null ? List.of() : addresses);
    }

    @Override
    public String toString() {
        return "ProfileRequest[" + locale + "]";
    }
}
