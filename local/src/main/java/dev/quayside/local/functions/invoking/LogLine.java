package dev.quayside.local.functions.invoking;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.logging.Level;

/**
 * One thing that a function, or the host about a function, has to say.
 *
 * @param function null when it concerns the whole app
 * @param invocationId null outside an invocation
 * @param thrown null when nothing was thrown
 */
public record LogLine(
        Instant time, Level level, String app, String function, String invocationId, String message, Throwable thrown) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The line for a log file: one JSON object, without a line break. A message that already is a JSON object goes
     * through as it is.
     */
    public String asJson() {
        if (message != null && thrown == null && isJsonObject(message)) {
            return message.strip();
        }
        var line = JSON.createObjectNode()
                .put("time", time.toString())
                .put("level", level.getName())
                .put("message", message)
                .put("app", app);
        if (function != null) {
            line.put("function", function);
        }
        if (invocationId != null) {
            line.put("invocationId", invocationId);
        }
        if (thrown != null) {
            line.put("error", stackTrace());
        }
        return line.toString();
    }

    private String stackTrace() {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static boolean isJsonObject(String text) {
        String line = text.strip();
        if (!line.startsWith("{") || !line.endsWith("}") || line.indexOf('\n') >= 0) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
