package dev.quayside.customers.profile;

import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.http.Address;
import dev.quayside.shared.http.Check;
import dev.quayside.shared.http.ProblemException;
import dev.quayside.shared.http.Validated;
import java.util.List;
import java.util.function.Predicate;

/** What somebody says of themselves when they sign in for the first time; the token may say it already. */
record RegistrationRequest(
        String name, String email, String phone, String locale, String timeZone, List<Address> addresses)
        implements Validated {

    private static final String DEFAULT_LOCALE = "en";
    private static final String DEFAULT_TIME_ZONE = "UTC";

    @Override
    public void validate(Check check) {
        ProfileRules.check(check, name, email, phone, locale, timeZone);
        ProfileRules.checkAddresses(check, addresses);
    }

    /**
     * The profile to begin with. The token's e-mail address wins, since the tenant has verified it; name and locale are
     * how the customer wants them, and as the token says only if they do not say. What the token says in a form that we
     * do not take is as if it were not said.
     *
     * @throws ProblemException 422 if nobody says the name
     */
    Profile profile(Caller.Profile token) {
        String knownName = first(name, usable(token.name(), ProfileRules::isName));
        if (knownName == null) {
            throw ProblemException.invalid("/name", "is required, since the token does not say it");
        }
        String tag = first(first(locale, usable(token.locale(), ProfileRules::isLocale)), DEFAULT_LOCALE);
        return new Profile(
                knownName,
                first(usable(token.email(), ProfileRules::isEmail), email),
                phone,
                ProfileRules.canonicalLocale(tag),
                first(timeZone, DEFAULT_TIME_ZONE),
                addresses == null ? List.of() : addresses);
    }

    private static String usable(String claim, Predicate<String> rule) {
        return claim != null && rule.test(claim) ? claim : null;
    }

    private static String first(String preferred, String fallback) {
        return preferred != null ? preferred : fallback;
    }

    @Override
    public String toString() {
        return "RegistrationRequest[" + locale + "]";
    }
}
