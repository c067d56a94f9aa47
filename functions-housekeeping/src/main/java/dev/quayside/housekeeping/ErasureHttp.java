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

/** What admins may ask of erasures, and legal holds. */
public final class ErasureHttp {

    private static final Access ADMIN = Access.to(Role.ADMIN);

    private final Lazy<HousekeepingApp> app;

    public ErasureHttp(Lazy<HousekeepingApp> app) {
        this.app = app;
    }

    @FunctionName("ListErasures")
    public HttpResponseMessage list(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/erasures")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, ADMIN, call -> app.get().readErasures.list(call));
    }

    @FunctionName("ReadErasure")
    public HttpResponseMessage one(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/erasures/{id:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, ADMIN, call -> app.get().readErasures.one(call, id));
    }

    @FunctionName("ReadErasureCertificate")
    public HttpResponseMessage certificate(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/erasures/{id:guid}/certificate")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, ADMIN, call -> app.get().readErasures.certificate(id));
    }

    @FunctionName("ListLegalHolds")
    public HttpResponseMessage holds(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/legal-holds")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, ADMIN, call -> app.get().legalHolds.list(call));
    }

    @FunctionName("PlaceLegalHold")
    public HttpResponseMessage place(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.PUT,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/legal-holds/{customerId:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("customerId") String customerId,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, ADMIN, call -> app.get().legalHolds.place(call, customerId));
    }

    @FunctionName("LiftLegalHold")
    public HttpResponseMessage lift(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.DELETE,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/legal-holds/{customerId:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("customerId") String customerId,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, ADMIN, call -> app.get().legalHolds.lift(call, customerId));
    }
}
