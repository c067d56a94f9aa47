package dev.quayside.shared.http;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import dev.quayside.shared.auth.AuthSettings;
import dev.quayside.shared.auth.Caller;
import dev.quayside.shared.auth.InvalidTokenException;
import dev.quayside.shared.auth.IssuerUnavailableException;
import dev.quayside.shared.auth.TokenVerifier;
import dev.quayside.shared.data.TransientFailure;
import dev.quayside.shared.telemetry.Invocation;
import dev.quayside.shared.telemetry.Log;
import dev.quayside.shared.telemetry.Traceparent;
import java.util.Optional;
import org.jdbi.v3.core.ConnectionException;

/**
 * The one way to write an endpoint: opens the trace, verifies the token, checks the role, runs the endpoint, and turns
 * whatever happens into an answer without a stack trace, SQL or a secret in it.
 */
public final class Http {

    private final String app;
    private final TokenVerifier tokens;
    private final int trustedProxies;

    /**
     * @param app the app's name in logs, {@code orders}
     * @param auth whom to believe
     */
    public Http(String app, AuthSettings auth) {
        this.app = app;
        this.tokens = new TokenVerifier(auth);
        this.trustedProxies = auth.trustedProxies();
    }

    /** What an endpoint does with a call. */
    public interface Endpoint {
        Reply answer(Call call);
    }

    /** Serves a route that needs a token with one of the roles of {@code access}. */
    public HttpResponseMessage serve(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, Access access, Endpoint endpoint) {
        return answer(request, context, () -> {
            Caller caller = authenticate(request);
            if (!access.allows(caller)) {
                throw new ProblemException(CommonProblem.FORBIDDEN, CommonProblem.FORBIDDEN.title());
            }
            return endpoint.answer(new Call(request, caller, trustedProxies));
        });
    }

    /** Serves a route that anybody may call: health and the OpenAPI document. */
    public HttpResponseMessage serveAnonymous(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, Endpoint endpoint) {
        return answer(request, context, () -> endpoint.answer(new Call(request, null, trustedProxies)));
    }

    private interface Work {
        Reply run();
    }

    private HttpResponseMessage answer(
            HttpRequestMessage<Optional<String>> request, ExecutionContext context, Work work) {
        Traceparent trace = Traceparent.continueFrom(request.getHeaders().get("traceparent"));
        long start = System.nanoTime();
        try (var scope = Invocation.open(app, Invocation.Trigger.HTTP, trace, context)) {
            Reply reply = guarded(work, trace);
            Log.info(
                    "answered",
                    "method",
                    request.getHttpMethod(),
                    "status",
                    reply.status(),
                    "micros",
                    (System.nanoTime() - start) / 1_000);
            return response(request, reply, trace);
        }
    }

    private static Reply guarded(Work work, Traceparent trace) {
        try {
            return work.run();
        } catch (ProblemException e) {
            return problem(e, trace);
        } catch (RuntimeException e) {
            if (isTemporary(e)) {
                Log.warn("temporarily unavailable", e);
                return problem(CommonProblem.TEMPORARILY_UNAVAILABLE, trace).header("Retry-After", "1");
            }
            Log.error("request failed", e);
            return problem(CommonProblem.INTERNAL_ERROR, trace);
        }
    }

    private static boolean isTemporary(RuntimeException e) {
        return e instanceof ConnectionException
                || e instanceof IssuerUnavailableException
                || TransientFailure.isCauseOf(e);
    }

    private static Reply problem(CommonProblem type, Traceparent trace) {
        return problem(new ProblemException(type, type.title()), trace);
    }

    private static Reply problem(ProblemException e, Traceparent trace) {
        Reply reply = Reply.problem(Problem.of(e, trace.traceId()));
        return e.type() == CommonProblem.UNAUTHENTICATED ? reply.header("WWW-Authenticate", "Bearer") : reply;
    }

    private Caller authenticate(HttpRequestMessage<Optional<String>> request) {
        String header = request.getHeaders().getOrDefault("authorization", "");
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw unauthenticated();
        }
        try {
            return tokens.verify(header.substring(7).strip());
        } catch (InvalidTokenException e) {
            Log.info("token refused", "reason", e.getMessage());
            throw unauthenticated();
        }
    }

    private static ProblemException unauthenticated() {
        return new ProblemException(CommonProblem.UNAUTHENTICATED, CommonProblem.UNAUTHENTICATED.title());
    }

    private static HttpResponseMessage response(
            HttpRequestMessage<Optional<String>> request, Reply reply, Traceparent trace) {
        HttpResponseMessage.Builder response = request.createResponseBuilder(HttpStatusType.custom(reply.status()))
                .header("Trace-Id", trace.traceId())
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff");
        reply.headers().forEach(response::header);
        if (reply.body() != null) {
            response.body(reply.body());
        }
        return response.build();
    }
}
