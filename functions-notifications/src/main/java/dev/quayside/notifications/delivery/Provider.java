package dev.quayside.notifications.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.quayside.shared.kernel.Json;
import dev.quayside.shared.kernel.Lazy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;

/** A provider of messages over HTTP. Never called inside a database transaction: it may take its time. */
final class Provider {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** It is our key, our pace or their trouble: the same message may be taken later. */
    private static final Set<Integer> PASSING = Set.of(401, 403, 404, 408, 409, 425, 429);

    private final CarrierSettings settings;
    private final Duration timeout;
    private final Lazy<HttpClient> client = new Lazy<>(
            () -> HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build());

    Provider(CarrierSettings settings, Duration timeout) {
        this.settings = settings;
        this.timeout = timeout;
    }

    /** @param message a record: written again, it is the same text, which the provider may compare */
    Receipt send(String key, Record message) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(settings.url() + "/messages"))
                .timeout(timeout)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + settings.key().reveal())
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(message)))
                .build();
        try {
            return receipt(client.get().send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return Receipt.busy("cannot be reached");
        } catch (JsonProcessingException e) {
            return Receipt.unanswered("the answer is not JSON");
        } catch (IOException e) {
            return Receipt.unanswered(e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Receipt.unanswered("interrupted");
        }
    }

    private static Receipt receipt(HttpResponse<String> response) throws JsonProcessingException {
        int status = response.statusCode();
        if (status >= 500 || PASSING.contains(status)) {
            return Receipt.busy("status " + status);
        }
        JsonNode body = Json.read(response.body(), JsonNode.class);
        if (status >= 400) {
            return Receipt.refused(body.path("code").asText("status " + status));
        }
        String id = body.path("id").asText(null);
        return id == null ? Receipt.unanswered("the answer has no id") : Receipt.delivered(id);
    }
}
