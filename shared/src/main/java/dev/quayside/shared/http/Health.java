package dev.quayside.shared.http;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.quayside.shared.data.Database;
import dev.quayside.shared.telemetry.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The three routes that every app has and anybody may call: live, ready, and the OpenAPI document. */
public final class Health {

    private final Http http;
    private final Database database;

    public Health(Http http, Database database) {
        this.http = http;
        this.database = database;
    }

    /** The process answers. */
    public HttpResponseMessage live(HttpRequestMessage<Optional<String>> request, ExecutionContext context) {
        return http.serveAnonymous(request, context, call -> Reply.ok(Map.of("status", "up")));
    }

    /** The database answers too; 503 without detail otherwise. */
    public HttpResponseMessage ready(HttpRequestMessage<Optional<String>> request, ExecutionContext context) {
        return http.serveAnonymous(request, context, call -> {
            try {
                database.check();
                return Reply.ok(Map.of("status", "ready"));
            } catch (RuntimeException e) {
                Log.warn("not ready", e);
                throw new ProblemException(
                        CommonProblem.TEMPORARILY_UNAVAILABLE, CommonProblem.TEMPORARILY_UNAVAILABLE.title());
            }
        });
    }

    /** The document {@code openapi.json} of the app's class path. */
    public HttpResponseMessage openApi(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, Class<?> app) {
        return http.serveAnonymous(request, context, call -> Reply.text("application/json", document(app)));
    }

    private static String document(Class<?> app) {
        try (InputStream in = app.getResourceAsStream("/openapi.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
