package dev.quayside.payments;

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
import dev.quayside.shared.kernel.Lazy;
import java.util.Optional;

/** What callers may ask of payments. */
public final class PaymentsHttp {

    private final Lazy<PaymentsApp> app;

    public PaymentsHttp(Lazy<PaymentsApp> app) {
        this.app = app;
    }

    /** Those who place orders for customers also take money for them. */
    @FunctionName("TakePayment")
    public HttpResponseMessage take(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/payments")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        Access access = Access.to(Role.CUSTOMER_SERVICE, Role.ADMIN);
        return app.get()
                .http
                .serve(request, context, access, call -> app.get().takePayment.answer(call));
    }

    @FunctionName("ListPayments")
    public HttpResponseMessage list(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/payments")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        Access access = Access.to(Role.CLIENT, Role.CUSTOMER_SERVICE, Role.ORDER_MANAGER, Role.ADMIN);
        return app.get()
                .http
                .serve(request, context, access, call -> app.get().showPayments.history(call));
    }

    @FunctionName("GetPayment")
    public HttpResponseMessage get(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/payments/{id:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        Access access = Access.to(Role.CLIENT, Role.CUSTOMER_SERVICE, Role.ORDER_MANAGER, Role.ADMIN);
        return app.get()
                .http
                .serve(request, context, access, call -> app.get().showPayments.one(call, id));
    }

    @FunctionName("RefundPayment")
    public HttpResponseMessage refund(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/payments/{id:guid}/refund")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        Access access = Access.to(Role.CUSTOMER_SERVICE, Role.ORDER_MANAGER, Role.ADMIN);
        return app.get()
                .http
                .serve(request, context, access, call -> app.get().requestRefund.answer(call, id));
    }

    @FunctionName("ReconcilePayments")
    public HttpResponseMessage reconcile(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/payments/reconciliation")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        Access access = Access.to(Role.ORDER_MANAGER, Role.ADMIN);
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        access,
                        call -> app.get().reconciliation.answer(call));
    }
}
