package dev.quayside.shared.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.kernel.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * Where a page ended: the sort key of its last row, opaque to the caller. The next page is read by a condition on an
 * index, so page 1,000 costs what page 1 costs.
 */
public final class Cursor {

    private final String[] key;

    private Cursor(String[] key) {
        this.key = key;
    }

    /** Writes the sort key of a row; instants, UUIDs, numbers and texts. */
    public static String of(Object... key) {
        String json = Json.write(Arrays.stream(key).map(String::valueOf).toList());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProblemException 400 if the text is not a cursor with {@code parts} parts */
    static Cursor parse(String text, int parts) {
        try {
            String json = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            String[] key = Json.readStrictly(json, String[].class);
            if (key != null && key.length == parts && Arrays.stream(key).allMatch(part -> part != null)) {
                return new Cursor(key);
            }
        } catch (IllegalArgumentException | JsonProcessingException notOurs) {
            // told below
        }
        throw invalid();
    }

    public String text(int part) {
        return key[part];
    }

    public Instant instant(int part) {
        try {
            Instant instant = Instant.parse(key[part]);
            if (Call.isStorable(instant)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw invalid();
    }

    public UUID uuid(int part) {
        return Ids.parse(key[part]).orElseThrow(Cursor::invalid);
    }

    public long number(int part) {
        try {
            return Long.parseLong(key[part]);
        } catch (NumberFormatException e) {
            throw invalid();
        }
    }

    public double decimal(int part) {
        try {
            double value = Double.parseDouble(key[part]);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw invalid();
    }

    private static ProblemException invalid() {
        return ProblemException.invalidParameter("cursor", "is not a cursor of this list");
    }
}
