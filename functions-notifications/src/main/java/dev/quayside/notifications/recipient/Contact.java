package dev.quayside.notifications.recipient;

import dev.quayside.notifications.content.Channel;
import dev.quayside.notifications.content.Language;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a customer is called and reached.
 *
 * @param name null if it is not known
 * @param email null if it is not known
 * @param phone E.164; null if it is not known
 * @param zone of the clock on their wall; UTC if it is not known
 */
public record Contact(String name, String email, String phone, Language language, ZoneId zone) {

    static final ZoneId UTC = ZoneId.of("UTC");

    /** RFC 5321 allows no more. */
    private static final int LONGEST_EMAIL = 254;

    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>\",;]+@[^\\s@<>\",;]+");
    private static final Pattern PHONE = Pattern.compile("\\+[1-9]\\d{6,14}");

    /** Where this channel reaches the customer; empty if it does not, or if what we were told is no address. */
    public Optional<String> address(Channel channel) {
        return switch (channel) {
            case IN_APP -> Optional.empty();
            case EMAIL ->
                Optional.ofNullable(email)
                        .filter(text -> text.length() <= LONGEST_EMAIL)
                        .filter(text -> EMAIL.matcher(text).matches());
            case SMS ->
                Optional.ofNullable(phone).filter(text -> PHONE.matcher(text).matches());
        };
    }

    /** Without what is personal. */
    @Override
    public String toString() {
        return "Contact[" + language + "]";
    }
}
