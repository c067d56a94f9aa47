package dev.quayside.local.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quayside.local.FreePorts;
import dev.quayside.local.postgres.LocalPostgres;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The outside systems over HTTP, as an app sees them, on a database of their own. */
final class OutsideSystemsFixture implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private final LocalPostgres postgres;
    private OutsideSystems systems;

    OutsideSystemsFixture(Path folder) {
        postgres = LocalPostgres.start(
                folder.resolve("postgres"), folder.resolve("postgres.log"), FreePorts.one(), List.of("outside"));
        start();
    }

    private void start() {
        systems = OutsideSystems.start(vertx, postgres.dataSource("outside", "postgres"), 0);
    }

    void restart() {
        systems.close();
        start();
    }

    Reply post(String path, String key, String body) throws IOException, InterruptedException {
        return call(request(path)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    Reply post(String path, String body) throws IOException, InterruptedException {
        return post(path, newKey(), body);
    }

    Reply put(String path, String body) throws IOException, InterruptedException {
        return call(request(path).PUT(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    Reply get(String path) throws IOException, InterruptedException {
        return call(request(path));
    }

    Reply delete(String path) throws IOException, InterruptedException {
        return call(request(path).DELETE());
    }

    /** A request with the API key. */
    HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", "Bearer " + systems.apiKey());
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + systems.port() + path))
                .timeout(Duration.ofSeconds(10));
    }

    Reply call(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), json.readTree(response.body()));
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }

    @Override
    public void close() {
        systems.close();
        vertx.close().await();
        postgres.close();
    }

    record Reply(int status, JsonNode body) {
        String text(String field) {
            return body.path(field).asText();
        }

        JsonNode items() {
            return body.get("items");
        }
    }
}
