package dev.quayside.housekeeping;

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
public final class HousekeepingHealth {

    private final Lazy<HousekeepingApp> app;

    public HousekeepingHealth(Lazy<HousekeepingApp> app) {
        this.app = app;
    }

    @FunctionName("HousekeepingHealth")
    public HttpResponseMessage health(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/housekeeping/health")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.live(request, context);
    }

    @FunctionName("HousekeepingReady")
    public HttpResponseMessage ready(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/housekeeping/ready")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.ready(request, context);
    }

    @FunctionName("HousekeepingOpenApi")
    public HttpResponseMessage openApi(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/housekeeping/openapi.json")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.openApi(request, context, HousekeepingApp.class);
    }

    @FunctionName("HousekeepingOutboxSweep")
    public void sweepOutbox(
            @TimerTrigger(name = "timer", schedule = "50 * * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().sweep::run);
    }
}
