package dev.quayside.shared.telemetry;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Keeps personal data and secrets out of logs: by the name of a field, and by what a text looks like. */
public final class Masking {

    private static final String MASK = "***";

    private static final Set<String> PERSONAL = Set.of(
            "name",
            "firstname",
            "lastname",
            "email",
            "phone",
            "line1",
            "line2",
            "address",
            "shippingaddress",
            "city",
            "postalcode",
            "paymentmethod",
            "token",
            "authorization",
            "password",
            "secret");

    private static final Pattern EMAIL = Pattern.compile("[\\w.%+-]+@[\\w-]+(\\.[\\w-]+)+");
    private static final Pattern JWT = Pattern.compile("eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");
    private static final Pattern PAYMENT_TOKEN = Pattern.compile("\\btok_\\w+");
    private static final Pattern CARD = Pattern.compile("(?<![\\w-])(?:\\d[ -]?){12,18}\\d(?![\\w-])");
    private static final Pattern PHONE =
            Pattern.compile("(?<![\\w+-])(?:\\+|00)\\d(?:[ /()-]{0,2}\\d){7,13}(?![\\w-])");

    /** Of a phone number; most texts have fewer, and need not be searched for one. */
    private static final int FEWEST_DIGITS = 8;

    private Masking() {}

    static boolean isPersonal(String fieldName) {
        return PERSONAL.contains(fieldName.toLowerCase(Locale.ROOT));
    }

    static String field(String name, String value) {
        return isPersonal(name) ? MASK : text(value);
    }

    /** The text with e-mail addresses, phone and card numbers, payment and access tokens replaced. */
    public static String text(String text) {
        String masked = text;
        if (masked.indexOf('@') >= 0) {
            masked = EMAIL.matcher(masked).replaceAll(MASK);
        }
        if (masked.contains("eyJ")) {
            masked = JWT.matcher(masked).replaceAll(MASK);
        }
        if (masked.contains("tok_")) {
            masked = PAYMENT_TOKEN.matcher(masked).replaceAll(MASK);
        }
        if (digits(masked) >= FEWEST_DIGITS) {
            masked = PHONE.matcher(CARD.matcher(masked).replaceAll(MASK)).replaceAll(MASK);
        }
        return masked;
    }

    private static int digits(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            }
        }
        return digits;
    }
}
