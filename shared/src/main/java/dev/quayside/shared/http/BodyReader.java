package dev.quayside.shared.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.quayside.shared.kernel.Json;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

/** Turns a JSON body into a request record, and what is wrong with it into a problem that points at the place. */
final class BodyReader {

    private static final int MOST_BYTES = 1024 * 1024;

    private BodyReader() {}

    static <T> T read(String contentType, String body, Class<T> type) {
        requireJson(contentType);
        requireSize(body);
        T value = parse(body, type);
        if (value == null) {
            throw new ProblemException(CommonProblem.MALFORMED_REQUEST, "The body must be a JSON object");
        }
        if (value instanceof Validated validated) {
            Check.throwIfInvalid(validated);
        }
        return value;
    }

    private static void requireJson(String contentType) {
        String mediaType = contentType == null ? "" : contentType.split(";", 2)[0].strip();
        if (!"application/json".equalsIgnoreCase(mediaType)) {
            throw new ProblemException(
                    CommonProblem.UNSUPPORTED_MEDIA_TYPE, CommonProblem.UNSUPPORTED_MEDIA_TYPE.title());
        }
    }

    private static void requireSize(String body) {
        // A char is at most three bytes of UTF-8: only long texts need counting.
        boolean tooLarge =
                body.length() > MOST_BYTES || (body.length() > MOST_BYTES / 3 && utf8Length(body) > MOST_BYTES);
        if (tooLarge) {
            throw new ProblemException(CommonProblem.BODY_TOO_LARGE, CommonProblem.BODY_TOO_LARGE.title());
        }
    }

    private static long utf8Length(String text) {
        return text.codePoints()
                .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4)
                .sum();
    }

    private static <T> T parse(String body, Class<T> type) {
        try {
            return Json.readStrictly(body, type);
        } catch (JsonMappingException e) {
            throw e.getCause() instanceof JsonParseException notWellFormed ? malformed(notWellFormed) : misplaced(e);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private static ProblemException malformed(JsonProcessingException e) {
        String place = e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
        return new ProblemException(CommonProblem.MALFORMED_REQUEST, "The body is not well-formed JSON" + place);
    }

    private static ProblemException misplaced(JsonMappingException e) {
        if (e.getPath().isEmpty()) {
            return new ProblemException(
                    CommonProblem.MALFORMED_REQUEST, "The body must be one JSON object and nothing after it");
        }
        return ProblemException.invalid(pointer(e.getPath()), expectation(e));
    }

    private static String pointer(List<JsonMappingException.Reference> path) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : path) {
            String name = step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName();
            pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    private static String expectation(JsonMappingException e) {
        if (e instanceof UnrecognizedPropertyException) {
            return "is not a known field";
        }
        if (e instanceof ValueInstantiationException && e.getCause() instanceof IllegalArgumentException rule) {
            return rule.getMessage();
        }
        if (e instanceof InvalidFormatException format
                && format.getTargetType() == String.class
                && format.getOriginalMessage().contains("NUL")) {
            return "must not contain NUL";
        }
        return e instanceof MismatchedInputException mismatch
                ? "must be " + describe(mismatch.getTargetType())
                : "is out of range";
    }

    private static String describe(Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type == String.class) {
            return "a text of valid Unicode";
        }
        if (type == Integer.class || type == Long.class || type == int.class || type == long.class) {
            return "a whole number in range";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == UUID.class) {
            return "a UUID";
        }
        if (type == Currency.class) {
            return "an ISO 4217 currency code";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "an ISO 8601 date or time";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isEnum() ? "one of " + List.of(type.getEnumConstants()) : "an object";
    }
}
