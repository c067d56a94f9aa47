package dev.quayside.catalog;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.ServiceBusTopicTrigger;
import com.microsoft.azure.functions.annotation.TimerTrigger;
import dev.quayside.shared.auth.Role;
import dev.quayside.shared.http.Access;
import dev.quayside.shared.kernel.Lazy;
import java.util.Optional;

/** Stock: read and corrected by employees, moved by what happens to orders, freed by the clock. */
public final class StockFunctions {

    private static final Access EMPLOYEES = Access.to(Role.CUSTOMER_SERVICE, Role.ORDER_MANAGER, Role.ADMIN);

    private final Lazy<CatalogApp> app;

    public StockFunctions(Lazy<CatalogApp> app) {
        this.app = app;
    }

    @FunctionName("ReadInventory")
    public HttpResponseMessage readInventory(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/products/{id:guid}/inventory")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, EMPLOYEES, call -> app.get().inventory.answer(call, id));
    }

    @FunctionName("AdjustInventory")
    public HttpResponseMessage adjustInventory(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/products/{id:guid}/inventory/adjustments")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        ProductsHttp.WRITERS,
                        call -> app.get().adjustStock.answer(call, id));
    }

    /** Exports and erasures of a customer's data, of which there is next to nothing here. */
    @FunctionName("CatalogOnGdprEvent")
    public void onGdprEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "gdpr-events",
                            subscriptionName = "catalog",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        app.get().gdprEvents.consumeInSteps(message, context, app.get().gdprParticipant::handle);
    }

    @FunctionName("StockOnOrderEvent")
    public void onOrderEvent(
            @ServiceBusTopicTrigger(
                            name = "message",
                            topicName = "order-events",
                            subscriptionName = "catalog",
                            connection = "ServiceBus")
                    String message,
            ExecutionContext context) {
        app.get().orderEvents.consumeInSteps(message, context, app.get().orderStock::handle);
    }

    @FunctionName("ExpireReservations")
    public void expireReservations(
            @TimerTrigger(name = "timer", schedule = "40 * * * * *") String timer, ExecutionContext context) {
        app.get().timers.run(context, app.get().expireReservations::run);
    }
}
