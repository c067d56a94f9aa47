package dev.quayside.shared.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Structured logging: one JSON object a line with time, level, message, app, function, invocationId, traceId and the
 * caller's fields. Personal data is masked by field name and by pattern before the line is written.
 */
public final class Log {

    private static final Logger BACKGROUND = Logger.getLogger("dev.quayside");
    private static final JsonFactory JSON = new JsonFactory();

    private Log() {}

    /** @param fields names and values in turn: {@code "orderId", id, "lines", 3} */
    public static void info(String message, Object... fields) {
        write(Level.INFO, message, null, fields);
    }

    /** Something a person should look at in working hours. */
    public static void warn(String message, Object... fields) {
        write(Level.WARNING, message, null, fields);
    }

    /** As {@link #warn(String, Object...)}, with the cause's stack trace. */
    public static void warn(String message, Throwable cause, Object... fields) {
        write(Level.WARNING, message, cause, fields);
    }

    /** Something that needs a person. */
    public static void error(String message, Throwable cause, Object... fields) {
        write(Level.SEVERE, message, cause, fields);
    }

    private static void write(Level level, String message, Throwable cause, Object... fields) {
        Invocation invocation = Invocation.current();
        Logger logger = invocation != null ? invocation.logger() : BACKGROUND;
        if (logger.isLoggable(level)) {
            logger.log(level, line(Instant.now(), level, message, invocation, cause, fields));
        }
    }

    /** The line itself, without a line end. */
    static String line(
            Instant time, Level level, String message, Invocation invocation, Throwable cause, Object... fields) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("time", time.toString());
            json.writeStringField("level", level.getName());
            json.writeStringField("message", Masking.text(message));
            if (invocation != null) {
                json.writeStringField("app", invocation.app());
                json.writeStringField("function", invocation.function());
                json.writeStringField("invocationId", invocation.invocationId());
                json.writeStringField("traceId", invocation.trace().traceId());
            }
            for (int i = 0; i + 1 < fields.length; i += 2) {
                writeField(json, String.valueOf(fields[i]), fields[i + 1]);
            }
            if (cause != null) {
                json.writeStringField("exception", Masking.text(stackTrace(cause)));
            }
            json.writeEndObject();
        } catch (IOException cannotHappen) {
            throw new UncheckedIOException(cannotHappen);
        }
        return text.toString();
    }

    private static void writeField(JsonGenerator json, String name, Object value) throws IOException {
        if (value instanceof Number number && !Masking.isPersonal(name)) {
            json.writeFieldName(name);
            json.writeNumber(number.toString());
        } else if (value instanceof UUID id && !Masking.isPersonal(name)) {
            json.writeStringField(name, id.toString());
        } else {
            json.writeStringField(name, Masking.field(name, String.valueOf(value)));
        }
    }

    private static String stackTrace(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
