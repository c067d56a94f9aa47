package dev.quayside.local.functions.invoking;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import java.net.URI;
import java.util.Map;

/** The request in the form that functions declare. */
final class HttpRequest<T> implements HttpRequestMessage<T> {
    private final HttpInput input;
    private final T body;

    HttpRequest(HttpInput input, T body) {
        this.input = input;
        this.body = body;
    }

    @Override
    public URI getUri() {
        return input.uri();
    }

    @Override
    public HttpMethod getHttpMethod() {
        return HttpMethod.value(input.method());
    }

    @Override
    public Map<String, String> getHeaders() {
        return input.headers();
    }

    @Override
    public Map<String, String> getQueryParameters() {
        return input.query();
    }

    @Override
    public T getBody() {
        return body;
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
        return new HttpResponse.Builder(status);
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
        return new HttpResponse.Builder(status);
    }
}
