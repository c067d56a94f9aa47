package dev.quayside.audit;

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
import dev.quayside.shared.http.Reply;
import dev.quayside.shared.kernel.Lazy;
import java.util.Optional;

/** What callers may ask of the audit. */
public final class AuditHttp {

    private final Lazy<AuditApp> app;

    public AuditHttp(Lazy<AuditApp> app) {
        this.app = app;
    }

    @FunctionName("RecordAuditLog")
    public HttpResponseMessage record(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/audit/logs")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        Access access = Access.to(Role.ADMIN, Role.EVENT_PRODUCER);
        return app.get()
                .http
                .serve(request, context, access, call -> app.get().recordRequest.answer(call));
    }

    /** Customer service sees the trail of one customer, administrators all. */
    @FunctionName("ListAuditLogs")
    public HttpResponseMessage list(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/audit/logs")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        Access access = Access.to(Role.CUSTOMER_SERVICE, Role.ADMIN);
        return app.get()
                .http
                .serve(request, context, access, call -> app.get().showLogs.answer(call));
    }

    /** What was done with one person's data, by their customer id or their pseudonym. */
    @FunctionName("ShowGdprTrail")
    public HttpResponseMessage trail(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/audit/gdpr/{customerId:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("customerId") String customerId,
            ExecutionContext context) {
        Access access = Access.to(Role.CUSTOMER_SERVICE, Role.ADMIN);
        return app.get()
                .http
                .serve(request, context, access, call -> app.get().showTrail.answer(call, customerId));
    }

    @FunctionName("VerifyAudit")
    public HttpResponseMessage verify(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/audit/verify")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        Access access = Access.to(Role.ADMIN);
        return app.get()
                .http
                .serve(request, context, access, call -> app.get().verifyChain.answer(call));
    }

    @FunctionName("ListAuditAnchors")
    public HttpResponseMessage anchors(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/audit/anchors")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        Access access = Access.to(Role.ADMIN);
        return app.get()
                .http
                .serve(request, context, access, call -> app.get().listAnchors.answer(call));
    }

    /** Public, as keys that verify are. */
    @FunctionName("AuditAnchorKeys")
    public HttpResponseMessage anchorKeys(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/audit/anchor-keys")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serveAnonymous(
                        request, context, call -> Reply.ok(app.get().anchorKeys.json()));
    }

    @FunctionName("ExportAudit")
    public HttpResponseMessage export(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/audit/export")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        Access access = Access.to(Role.ADMIN);
        return app.get()
                .http
                .serve(request, context, access, call -> app.get().exportStream.answer(call));
    }
}
