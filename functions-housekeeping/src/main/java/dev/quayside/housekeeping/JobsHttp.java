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

/** What admins may ask of the jobs. */
public final class JobsHttp {

    private static final Access ADMIN = Access.to(Role.ADMIN);

    private final Lazy<HousekeepingApp> app;

    public JobsHttp(Lazy<HousekeepingApp> app) {
        this.app = app;
    }

    @FunctionName("ListJobs")
    public HttpResponseMessage list(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/jobs")
                    HttpRequestMessage<Optional<String>> request,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, ADMIN, call -> app.get().administerJobs.list());
    }

    @FunctionName("ListJobRuns")
    public HttpResponseMessage runs(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.GET,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/jobs/{name}/runs")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("name") String name,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, ADMIN, call -> app.get().administerJobs.runs(call, name));
    }

    @FunctionName("RunJob")
    public HttpResponseMessage run(
            @HttpTrigger(
                            name = "request",
                            methods = HttpMethod.POST,
                            authLevel = AuthorizationLevel.ANONYMOUS,
                            route = "v1/admin/jobs/{name}/run")
                    HttpRequestMessage<Optional<String>> request,
            @BindingName("name") String name,
            ExecutionContext context) {
        return app.get()
                .http
                .serve(request, context, ADMIN, call -> app.get().administerJobs.run(call, name));
    }
}
