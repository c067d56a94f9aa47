package dev.quayside.payments;

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
public final class PaymentsHealth {

    private final Lazy<PaymentsApp> app;

    public PaymentsHealth(Lazy<PaymentsApp> app) {
        this.app = app;
    }

    @FunctionName("PaymentsHealth")
    public HttpResponseMessage health(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/payments/health")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.live(request, context);
    }

    @FunctionName("PaymentsReady")
    public HttpResponseMessage ready(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/payments/ready")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.ready(request, context);
    }

    @FunctionName("PaymentsOpenApi")
    public HttpResponseMessage openApi(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/payments/openapi.json")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get().health.openApi(request, context, PaymentsApp.class);
    }

    @FunctionName("PaymentsOutboxSweep")
    public void sweepOutbox(
            @TimerTrigger(name = "timer", schedule = "15 * * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().sweep::run);
    }
}
