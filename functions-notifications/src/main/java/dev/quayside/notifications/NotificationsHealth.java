package dev.quayside.notifications;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.quayside.shared.kernel.Lazy;
import java.util.Optional;

/** What every app offers besides its purpose: health, its OpenAPI document, and the sweep of its outbox. */
public final class NotificationsHealth {

    private final Lazy<NotificationsApp> app;

    public NotificationsHealth(Lazy<NotificationsApp> app) {
        this.app = app;
    }

    @FunctionName("NotificationsHealth")
    public HttpResponseMessage health(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/notifications/health")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.live(request, context);
    }

    @FunctionName("NotificationsReady")
    public HttpResponseMessage ready(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/notifications/ready")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.ready(request, context);
    }

    @FunctionName("NotificationsOpenApi")
    public HttpResponseMessage openApi(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/notifications/openapi.json")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.openApi(request, context, NotificationsApp.class);
    }

    @FunctionName("NotificationsOutboxSweep")
    public void sweepOutbox(
            @TimerTrigger(name = "timer", schedule = "25 * * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().sweep::run);
    }
}
