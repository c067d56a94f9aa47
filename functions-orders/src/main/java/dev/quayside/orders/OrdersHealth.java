package dev.quayside.orders;

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
public final class OrdersHealth {

    private final Lazy<OrdersApp> app;

    public OrdersHealth(Lazy<OrdersApp> app) {
        this.app = app;
    }

    @FunctionName("OrdersHealth")
    public HttpResponseMessage health(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/orders/health")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.live(request, context);
    }

    @FunctionName("OrdersReady")
    public HttpResponseMessage ready(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/orders/ready")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.ready(request, context);
    }

    @FunctionName("OrdersOpenApi")
    public HttpResponseMessage openApi(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/orders/openapi.json")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.openApi(request, context, OrdersApp.class);
    }

    @FunctionName("OrdersOutboxSweep")
    public void sweepOutbox(
            @TimerTrigger(name = "timer", schedule = "15 * * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().sweep::run);
    }
}
