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

    // Most texts have fewer, and need not be searched.
    private static final int FEWEST_DIGITS_OF_CARD = 13;
    private static final int FEWEST_DIGITS_OF_PHONE = 8;

    private Masking() {}

    static boolean isPersonal(String fieldName) {
        return PERSONAL.contains(fieldName.toLowerCase(Locale.ROOT));
    }

    /** As {@link #isPersonal}, but also for names made of such a word: {@code billing_address}, {@code customerName}. */
    static boolean soundsPersonal(String fieldName) {
        String lower = fieldName.toLowerCase(Locale.ROOT);
        String letters = isOneWord(lower) ? lower : SEPARATORS.matcher(lower).replaceAll("");
        for (String word : PERSONAL) {
            if (letters.endsWith(word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneWord(String lower) {
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (!isDigit(c) && (c < 'a' || c > 'z')) {
                return false;
            }
        }
        return true;
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
        if (longestNumber(masked) >= FEWEST_DIGITS_OF_CARD) {
            masked = CARD.matcher(masked).replaceAll(MASK);
        }
        if ((masked.indexOf('+') >= 0 || masked.contains("00")) && digits(masked) >= FEWEST_DIGITS_OF_PHONE) {
            masked = PHONE.matcher(masked).replaceAll(MASK);
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

    /** Digits of the longest number, in which spaces and hyphens may stand. */
    private static int longestNumber(String text) {
        int longest = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                longest = Math.max(longest, ++digits);
            } else if (c != ' ' && c != '-') {
                digits = 0;
            }
        }
        return longest;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int digits(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isDigit(text.charAt(i))) {
                digits++;
            }
        }
        return digits;
    }
}
