package dev.quayside.housekeeping;

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

/** What those who look after the platform may ask. */
public final class HousekeepingHttp {

    private static final Access ADMIN = Access.to(Role.ADMIN);

    private final Lazy<HousekeepingApp> app;

    public HousekeepingHttp(Lazy<HousekeepingApp> app) {
        this.app = app;
    }

    @FunctionName("ListDeadLetters")
    public HttpResponseMessage list(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/dead-letters")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        ADMIN,
                        call -> app.get().listDeadLetters.answer(call));
    }

    @FunctionName("ReadDeadLetter")
    public HttpResponseMessage one(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/dead-letters/{id:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, ADMIN, call -> app.get().readDeadLetter.answer(call, id));
    }

    @FunctionName("ResubmitDeadLetter")
    public HttpResponseMessage resubmit(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/dead-letters/{id:guid}/resubmit")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        ADMIN,
                        call -> app.get().resubmitDeadLetters.one(call, id));
    }

    @FunctionName("ResubmitDeadLettersOfKind")
    public HttpResponseMessage resubmitKind(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/dead-letters/resubmit")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        ADMIN,
                        call -> app.get().resubmitDeadLetters.ofKind(call));
    }

    @FunctionName("DiscardDeadLetter")
    public HttpResponseMessage discard(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/dead-letters/{id:guid}/discard")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        ADMIN,
                        call -> app.get().discardDeadLetter.answer(call, id));
    }

    @FunctionName("ListStuckOrders")
    public HttpResponseMessage stuckOrders(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/stuck-orders")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        Access access = Access.to(Role.ADMIN, Role.ORDER_MANAGER);
        return app.get()
                .http
                .serve(request, context, access, call -> app.get().stuckOrders.answer(call));
    }
}
