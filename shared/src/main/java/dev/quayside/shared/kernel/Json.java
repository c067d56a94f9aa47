package dev.quayside.shared.kernel;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** The two ways we read JSON: strictly what callers send us, leniently what other apps publish. */
public final class Json {

    private static final ObjectMapper LENIENT =
            common().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    private static final ObjectMapper STRICT = common().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            // An empty id is a wrong id, not an absent one.
            .withCoercionConfig(
                    LogicalType.OtherScalar,
                    config -> config.setAcceptBlankAsEmpty(false)
                            .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .addModule(new SimpleModule().addDeserializer(String.class, new StorableText()))
            .build();

    private Json() {}

    private static JsonMapper.Builder common() {
        return JsonMapper.builder()
                .addModule(new JavaTimeModule())
                // A question such as Money.isZero() is no property.
                .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    }

    /** @throws IllegalStateException if {@code value} cannot be written: a mistake of ours */
    public static String write(Object value) {
        try {
            return LENIENT.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** The value in place of a tree; it is written as the value would be, without a tree being made of it first. */
    public static JsonNode node(Object value) {
        return new POJONode(value);
    }

    /**
     * Reads what a caller sent: no unknown or repeated fields, no conversions, no text that PostgreSQL cannot store.
     *
     * @throws JsonProcessingException with the place of the first fault
     */
    public static <T> T readStrictly(String text, Class<T> type) throws JsonProcessingException {
        return STRICT.readValue(text, type);
    }

    /** Reads what another app published, which may have fields we do not know. */
    public static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        return LENIENT.readValue(text, type);
    }

    /** As {@link #read(String, Class)}. */
    public static <T> T read(JsonNode tree, Class<T> type) throws JsonProcessingException {
        return LENIENT.treeToValue(tree, type);
    }

    /** Text without NUL, which PostgreSQL refuses, and without half a surrogate pair, which UTF-8 cannot carry. */
    private static final class StorableText extends StdScalarDeserializer<String> {

        StorableText() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (String) context.handleUnexpectedToken(String.class, parser);
            }
            String text = parser.getText();
            if (text.indexOf('\0') >= 0) {
                return (String) context.handleWeirdStringValue(String.class, "", "must not contain NUL");
            }
            if (hasUnpairedSurrogate(text)) {
                return (String) context.handleWeirdStringValue(String.class, "", "must be valid Unicode");
            }
            return text;
        }

        private static boolean hasUnpairedSurrogate(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    // A pair makes a code point beyond them.
                    return text.codePoints()
                            .anyMatch(c -> c <= Character.MAX_SURROGATE && c >= Character.MIN_SURROGATE);
                }
            }
            return false;
        }
    }
}
