package dev.quayside.notifications;

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

/** What callers may ask of notifications. */
public final class NotificationsHttp {

    private static final Access CUSTOMERS = Access.to(Role.CLIENT);
    private static final Access READERS = Access.to(Role.CLIENT, Role.CUSTOMER_SERVICE, Role.ORDER_MANAGER, Role.ADMIN);
    private static final Access EDITORS = Access.to(Role.CLIENT, Role.CUSTOMER_SERVICE, Role.ADMIN);
    private static final Access SENDERS = Access.to(Role.CUSTOMER_SERVICE, Role.ADMIN, Role.EVENT_PRODUCER);

    private final Lazy<NotificationsApp> app;

    public NotificationsHttp(Lazy<NotificationsApp> app) {
        this.app = app;
    }

    /** What a customer was told, newest first. */
    @FunctionName("ListNotifications")
    public HttpResponseMessage list(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/notifications")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        READERS,
                        call -> app.get().showNotifications.history(call));
    }

    /** One notification; employees also see by which ways it was told. */
    @FunctionName("GetNotification")
    public HttpResponseMessage get(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/notifications/{id:guid}")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        READERS,
                        call -> app.get().showNotifications.one(call, id));
    }

    /** Tells a customer something. */
    @FunctionName("SendNotification")
    public HttpResponseMessage send(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/notifications")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        SENDERS,
                        call -> app.get().sendNotification.answer(call));
    }

    @FunctionName("ReadNotification")
    public HttpResponseMessage read(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.PUT,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/notifications/{id:guid}/read")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("id") String id,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, CUSTOMERS, call -> app.get().markRead.one(call, id));
    }

    @FunctionName("ReadNotifications")
    public HttpResponseMessage readAll(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.PUT,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/notifications/read")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, CUSTOMERS, call -> app.get().markRead.all(call));
    }

    @FunctionName("GetNotificationPreferences")
    public HttpResponseMessage preferences(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/notifications/preferences")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        READERS,
                        call -> app.get().editPreferences.show(call));
    }

    @FunctionName("PutNotificationPreferences")
    public HttpResponseMessage changePreferences(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.PUT,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/notifications/preferences")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(
                        request,
                        context,
                        EDITORS,
                        call -> app.get().editPreferences.change(call));
    }

    /** Where to be told news as they come. */
    @FunctionName("OpenNotificationStream")
    public HttpResponseMessage stream(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/notifications/stream")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, CUSTOMERS, call -> app.get().openStream.answer(call));
    }
}
