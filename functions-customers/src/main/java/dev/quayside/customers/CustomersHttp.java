package dev.quayside.customers;

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

/** What callers do with customers: clients with themselves, employees with all. */
public final class CustomersHttp {

    private static final Access CLIENTS = Access.to(Role.CLIENT);
    private static final Access WRITERS = Access.to(Role.CLIENT, Role.CUSTOMER_SERVICE, Role.ADMIN);
    private static final Access EMPLOYEES = Access.to(Role.CUSTOMER_SERVICE, Role.ORDER_MANAGER, Role.ADMIN);
    private static final Access READERS = Access.to(Role.CLIENT, Role.CUSTOMER_SERVICE, Role.ORDER_MANAGER, Role.ADMIN);

    private final Lazy<CustomersApp> app;

    public CustomersHttp(Lazy<CustomersApp> app) {
        this.app = app;
    }

    /** The first sign-in; every later one answers the customer that is there. */
    @FunctionName("RegisterCustomer")
    public HttpResponseMessage register(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/customers")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        CLIENTS,
                        call -> app.get().registerCustomer.answer(call));
    }

    /** Search, and the list of all. */
    @FunctionName("SearchCustomers")
    public HttpResponseMessage search(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/customers")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        EMPLOYEES,
                        call -> app.get().searchCustomers.answer(call));
    }

    @FunctionName("GetCustomer")
    public HttpResponseMessage get(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/customers/{id:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, READERS, call -> app.get().showCustomer.answer(call, Call.id(id)));
    }

    @FunctionName("UpdateCustomer")
    public HttpResponseMessage update(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.PUT,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/customers/{id:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        WRITERS,
                        call -> app.get().updateCustomer.answer(call, Call.id(id)));
    }

    /** Begins to forget the customer; however often it is asked for, there is one erasure. */
    @FunctionName("EraseCustomer")
    public HttpResponseMessage erase(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.DELETE,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/customers/{id:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        WRITERS,
                        call -> app.get().eraseCustomer.answer(call, Call.id(id)));
    }

    /** Asks for a copy of all data about the customer. */
    @FunctionName("RequestExport")
    public HttpResponseMessage requestExport(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/customers/{id:guid}/gdpr/export")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        WRITERS,
                        call -> app.get().exportCustomer.request(call, Call.id(id)));
    }

    @FunctionName("GetExport")
    public HttpResponseMessage getExport(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/customers/{id:guid}/gdpr/exports/{exportId:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            @BindingName("exportId") String exportId,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        WRITERS,
                        call -> app.get().exportCustomer.show(call, Call.id(id), Call.id(exportId)));
    }

    @FunctionName("GetPreferences")
    public HttpResponseMessage getPreferences(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/customers/{id:guid}/preferences")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, READERS, call -> app.get().preferences.show(call, Call.id(id)));
    }

    @FunctionName("UpdatePreferences")
    public HttpResponseMessage updatePreferences(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.PUT,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/customers/{id:guid}/preferences")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, WRITERS, call -> app.get().preferences.replace(call, Call.id(id)));
    }

    @FunctionName("GetConsents")
    public HttpResponseMessage getConsents(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/customers/{id:guid}/consents")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, READERS, call -> app.get().consents.show(call, Call.id(id)));
    }

    /** Adds to the record; nothing in it is ever changed. */
    @FunctionName("RecordConsents")
    public HttpResponseMessage recordConsents(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.PUT,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/customers/{id:guid}/consents")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, WRITERS, call -> app.get().consents.record(call, Call.id(id)));
    }

    @FunctionName("ListCustomerOrders")
    public HttpResponseMessage listOrders(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/customers/{id:guid}/orders")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, READERS, call -> app.get().listOrders.answer(call, Call.id(id)));
    }
}
