package dev.quayside.orders;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import dev.quayside.shared.auth.Role;
import dev.quayside.shared.http.Access;
import dev.quayside.shared.http.Call;
import dev.quayside.shared.kernel.Lazy;
import java.util.Optional;

/** What callers do with orders. */
public final class OrdersHttp {

    private static final Access PLACERS = Access.to(Role.CLIENT, Role.CUSTOMER_SERVICE, Role.ADMIN);
    private static final Access SHIPPERS = Access.to(Role.ORDER_MANAGER, Role.ADMIN);
    private static final Access READERS = Access.to(Role.CLIENT, Role.CUSTOMER_SERVICE, Role.ORDER_MANAGER, Role.ADMIN);

    private final Lazy<OrdersApp> app;

    public OrdersHttp(Lazy<OrdersApp> app) {
        this.app = app;
    }

    /** Places an order: for oneself, or, as an employee, on behalf of a customer. */
    @FunctionName("PlaceOrder")
    public HttpResponseMessage placeOrder(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/orders")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, PLACERS, call -> app.get().placeOrder.answer(call));
    }

    @FunctionName("ListOrders")
    public HttpResponseMessage listOrders(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/orders")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, READERS, call -> app.get().queries.list(call));
    }

    @FunctionName("GetOrder")
    public HttpResponseMessage getOrder(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/orders/{id:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, READERS, call -> app.get().queries.get(call, Call.id(id)));
    }

    @FunctionName("GetOrderHistory")
    public HttpResponseMessage getHistory(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/orders/{id:guid}/history")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, READERS, call -> app.get().queries.history(call, Call.id(id)));
    }

    @FunctionName("TrackOrder")
    public HttpResponseMessage trackOrder(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/orders/{id:guid}/tracking")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        READERS,
                        call -> app.get().shippingQueries.tracking(call, Call.id(id)));
    }

    /** Ships an order, or notes its delivery. */
    @FunctionName("ChangeOrderStatus")
    public HttpResponseMessage changeStatus(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.PUT,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/orders/{id:guid}/status")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        SHIPPERS,
                        call -> app.get().changeStatus.set(call, Call.id(id)));
    }

    @FunctionName("CancelOrder")
    public HttpResponseMessage cancelOrder(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.DELETE,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/orders/{id:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, PLACERS, call -> app.get().changeStatus.cancel(call, Call.id(id)));
    }

    /** Asks what shipping would cost; changes nothing, so it needs no Idempotency-Key. */
    @FunctionName("QuoteShipping")
    public HttpResponseMessage quoteShipping(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/shipping/rates")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        READERS,
                        call -> app.get().shippingQueries.rates(call));
    }
}
