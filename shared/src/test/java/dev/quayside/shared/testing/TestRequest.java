package dev.quayside.shared.testing;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A request as the worker hands it to a function: header names in lower case, blank query values dropped. */
public final class TestRequest implements HttpRequestMessage<Optional<String>> {

    private final HttpMethod method;
    private final URI uri;
    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, String> query = new HashMap<>();
    private String body;

    private TestRequest(HttpMethod method, String path) {
        this.method = method;
        this.uri = URI.create("http://localhost/api/" + path);
    }

    public static TestRequest get(String path) {
        return new TestRequest(HttpMethod.GET, path);
    }

    public static TestRequest post(String path, String body) {
        return new TestRequest(HttpMethod.POST, path).json(body);
    }

    public static TestRequest put(String path, String body) {
        return new TestRequest(HttpMethod.PUT, path).json(body);
    }

    public static TestRequest delete(String path) {
        return new TestRequest(HttpMethod.DELETE, path);
    }

    private TestRequest json(String json) {
        body = json;
        return header("Content-Type", "application/json");
    }

    public TestRequest header(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    /** A token of {@link TestTokens}. */
    public TestRequest as(String token) {
        return header("Authorization", "Bearer " + token);
    }

    public TestRequest key(String idempotencyKey) {
        return header("Idempotency-Key", idempotencyKey);
    }

    public TestRequest query(String name, String value) {
        if (!value.isEmpty()) {
            query.put(name, value);
        }
        return this;
    }

    @Override
    public URI getUri() {
        return uri;
    }

    @Override
    public HttpMethod getHttpMethod() {
        return method;
    }

    @Override
    public Map<String, String> getHeaders() {
        return headers;
    }

    @Override
    public Map<String, String> getQueryParameters() {
        return query;
    }

    @Override
    public Optional<String> getBody() {
        return Optional.ofNullable(body);
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
        return new Response().status(status);
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
        return new Response().status(status);
    }

    /** Builder and answer in one; header names are kept as given. */
    private static final class Response implements HttpResponseMessage, HttpResponseMessage.Builder {
        private final Map<String, String> headers = new HashMap<>();
        private HttpStatusType status;
        private Object body;

        @Override
        public Builder status(HttpStatusType newStatus) {
            status = newStatus;
            return this;
        }

        @Override
        public Builder header(String name, String value) {
            headers.put(name, value);
            return this;
        }

        @Override
        public Builder body(Object newBody) {
            body = newBody;
            return this;
        }

        @Override
        public HttpResponseMessage build() {
            return this;
        }

        @Override
        public HttpStatusType getStatus() {
            return status;
        }

        @Override
        public String getHeader(String name) {
            return headers.get(name);
        }

        @Override
        public Object getBody() {
            return body;
        }
    }
}
