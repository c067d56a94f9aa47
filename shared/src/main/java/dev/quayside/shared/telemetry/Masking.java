package dev.quayside.shared.telemetry;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Keeps personal data and secrets out of logs: by the name of a field, and by what a text looks like. */
public final class Masking {

    static final String MASK = "***";

    /** How a JSON object begins in base64url. */
    private static final String JWT_START = "eyJ";

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

    // Anchored and possessive, so that a hostile text of a megabyte takes neither minutes nor the stack.
    private static final Pattern EMAIL = Pattern.compile("(?<![\\w.%+-])[\\w.%+-]++@[\\w-]++(?:\\.[\\w-]++)++");
    private static final Pattern PAYMENT_TOKEN = Pattern.compile("\\btok_\\w+");
    private static final Pattern CARD = Pattern.compile("(?<![\\w-])(?:\\d[ -]?){12,18}\\d(?![\\w-])");
    private static final Pattern PHONE =
            Pattern.compile("(?<![\\w+-])(?:\\+|00)\\d(?:[ /()-]{0,2}\\d){7,13}(?![\\w-])");

    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** Of a phone number; most texts have fewer, and need not be searched for one. */
    private static final int FEWEST_DIGITS = 8;

    private Masking() {}

    static boolean isPersonal(String fieldName) {
        return PERSONAL.contains(fieldName.toLowerCase(Locale.ROOT));
    }

    /** As {@link #isPersonal}, but also for names made of such a word: {@code billing_address}, {@code customerName}. */
    static boolean soundsPersonal(String fieldName) {
        String letters = SEPARATORS.matcher(fieldName.toLowerCase(Locale.ROOT)).replaceAll("");
        return PERSONAL.stream().anyMatch(letters::endsWith);
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
        if (masked.contains(JWT_START)) {
            masked = withoutJwt(masked);
        }
        if (masked.contains("tok_")) {
            masked = PAYMENT_TOKEN.matcher(masked).replaceAll(MASK);
        }
        if (digits(masked) >= FEWEST_DIGITS) {
            masked = PHONE.matcher(CARD.matcher(masked).replaceAll(MASK)).replaceAll(MASK);
        }
        return masked;
    }

    /** Three parts with dots between, of which the last may be empty. By hand: a pattern tries each start anew. */
    private static String withoutJwt(String text) {
        StringBuilder masked = new StringBuilder(text.length());
        int copied = 0;
        int start = text.indexOf(JWT_START);
        while (start >= 0) {
            int header = endOfPart(text, start);
            int payload = endOfPart(text, header + 1);
            boolean isJwt = header > start + JWT_START.length()
                    && text.startsWith(".", header)
                    && payload > header + 1
                    && text.startsWith(".", payload);
            int end = isJwt ? endOfPart(text, payload + 1) : header;
            if (isJwt) {
                masked.append(text, copied, start).append(MASK);
                copied = end;
            }
            start = text.indexOf(JWT_START, end);
        }
        return masked.append(text, copied, text.length()).toString();
    }

    private static int endOfPart(String text, int from) {
        int end = from;
        while (end < text.length() && isBase64Url(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isBase64Url(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
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
