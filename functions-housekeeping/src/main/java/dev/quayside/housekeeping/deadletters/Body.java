package dev.quayside.housekeeping.deadletters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.telemetry.MaskedJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The body of a message, whatever it is: bytes that may be text, and text that may be JSON. Personal data. */
public final class Body {

    /** Most characters that are shown. */
    private static final int MOST_SHOWN = 10_000;

    private final byte[] bytes;

    public Body(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    int size() {
        return bytes.length;
    }

    /** The body as it can be sent again: empty if it is not UTF-8, or has a NUL, which the outbox cannot hold. */
    Optional<String> text() {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text).filter(decoded -> decoded.indexOf('\0') < 0);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The body as JSON; a missing node if it is none. */
    JsonNode json() {
        return text().map(Body::json).orElse(MissingNode.getInstance());
    }

    private static JsonNode json(String text) {
        try {
            return Json.readStrictly(text, JsonNode.class);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /**
     * What may be shown of the body: without personal data, its first characters if it is long. Empty if it is no JSON:
     * what is personal is told by the names of fields, and there nobody knows where one begins and ends.
     */
    Optional<String> masked() {
        return Optional.of(json())
                .filter(json -> !json.isMissingNode())
                .map(json -> shortened(Json.write(MaskedJson.of(json))));
    }

    private static String shortened(String masked) {
        if (masked.length() <= MOST_SHOWN) {
            return masked;
        }
        int end = Character.isHighSurrogate(masked.charAt(MOST_SHOWN - 1)) ? MOST_SHOWN - 1 : MOST_SHOWN;
        return masked.substring(0, end) + '…';
    }

    /** Its size, and nothing of what it says. */
    @Override
    public String toString() {
        return "Body[" + bytes.length + " bytes]";
    }
}
