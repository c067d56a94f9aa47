package dev.quayside.local.functions.routing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Lenient percent-decoding, as ASP.NET does it: what is no valid escape stays as it is. */
public final class PercentEncoding {
    private PercentEncoding() {}

    /** Decodes one path segment; an escaped slash stays escaped, so that it cannot move a segment's border. */
    static String decodeSegment(String text) {
        return text.indexOf('%') < 0 ? text : decode(text, false);
    }

    /** Decodes a key or a value of a query, where a plus sign is a space. */
    public static String decodeQuery(String text) {
        return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : decode(text, true);
    }

    private static String decode(String text, boolean query) {
        var bytes = new ByteArrayOutputStream(text.length());
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            int escaped = raw[i] == '%' && i + 2 < raw.length ? hex(raw[i + 1], raw[i + 2]) : -1;
            if (escaped >= 0 && (query || escaped != '/')) {
                bytes.write(escaped);
                i += 2;
            } else {
                bytes.write(query && raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int hex(byte high, byte low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h * 16 + l;
    }
}
