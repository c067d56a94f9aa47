package dev.quayside.catalog;

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
public final class CatalogHealth {

    private final Lazy<CatalogApp> app;

    public CatalogHealth(Lazy<CatalogApp> app) {
        this.app = app;
    }

    @FunctionName("CatalogHealth")
    public HttpResponseMessage health(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/catalog/health")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.live(request, context);
    }

    @FunctionName("CatalogReady")
    public HttpResponseMessage ready(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/catalog/ready")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.ready(request, context);
    }

    @FunctionName("CatalogOpenApi")
    public HttpResponseMessage openApi(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/catalog/openapi.json")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.openApi(request, context, CatalogApp.class);
    }

    @FunctionName("CatalogOutboxSweep")
    public void sweepOutbox(
            @TimerTrigger(name = "timer", schedule = "15 * * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().sweep::run);
    }
}
