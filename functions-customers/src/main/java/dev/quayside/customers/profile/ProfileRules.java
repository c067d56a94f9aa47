package dev.quayside.customers.profile;

import dev.quayside.shared.http.Address;
import dev.quayside.shared.http.Check;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a profile must look like, wherever it comes from. A value that is not there is for the caller to judge. */
final class ProfileRules {

    static final int MOST_ADDRESSES = 10;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_LOCALE = 35;

    /** Only what every address has: whether it exists is told by a letter to it. */
    private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@]+");

    private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}");

    private ProfileRules() {}

    static boolean isName(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_NAME && !text.isBlank() && isStorable(text);
    }

    static boolean isEmail(String text) {
        return text.length() <= LONGEST_EMAIL && EMAIL.matcher(text).matches() && isStorable(text);
    }

    /** Bodies were checked for this when they were read; tokens were not. */
    private static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    static boolean isLocale(String text) {
        try {
            return text.length() <= LONGEST_LOCALE
                    && !new Locale.Builder()
                            .setLanguageTag(text)
                            .build()
                            .getLanguage()
                            .isEmpty();
        } catch (IllformedLocaleException e) {
            return false;
        }
    }

    static void check(Check check, String name, String email, String phone, String locale, String timeZone) {
        check.optionalText(name, "name", 1, LONGEST_NAME);
        check.that(email == null || isEmail(email), "email", "must be an e-mail address of at most 254 characters");
        check.that(
                phone == null || PHONE.matcher(phone).matches(),
                "phone",
                "must be an E.164 number such as +4930123456");
        check.that(locale == null || isLocale(locale), "locale", "must be a BCP 47 language tag such as de-DE");
        check.that(
                timeZone == null || ZoneId.getAvailableZoneIds().contains(timeZone),
                "timeZone",
                "must be an IANA time zone such as Europe/Berlin");
    }

    static void checkAddresses(Check check, List<Address> addresses) {
        if (addresses != null) {
            check.each(addresses, "addresses", 0, MOST_ADDRESSES, Address::validate);
        }
    }

    /** Tags of one meaning in one spelling: {@code de-de} is {@code de-DE}. */
    static String canonicalLocale(String tag) {
        return new Locale.Builder().setLanguageTag(tag).build().toLanguageTag();
    }
}
