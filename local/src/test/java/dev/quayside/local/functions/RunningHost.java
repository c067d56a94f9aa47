package dev.quayside.local.functions;

import dev.quayside.local.functions.invoking.LogLine;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A host behind a real HTTP server, as the front door would use it, and a client for it. */
public final class RunningHost implements AutoCloseable {
    public static final String ACCESS_KEY = "key-for-tests";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<LogLine> log = new CopyOnWriteArrayList<>();
    private final FunctionsHost host;
    private final HttpServer server;

    private RunningHost(List<Path> folders, Map<String, String> settings) {
        host = FunctionsHost.load(new FunctionsHostOptions(folders, settings, log::add, Optional.of(ACCESS_KEY)));
        server = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    if (!host.handle(request)) {
                        request.response().setStatusCode(404).end();
                    }
                })
                .listen(0, "127.0.0.1"));
    }

    public static RunningHost of(Path... folders) {
        return new RunningHost(List.of(folders), Map.of());
    }

    public static RunningHost of(Path folder, Map<String, String> settings) {
        return new RunningHost(List.of(folder), settings);
    }

    public FunctionsHost host() {
        return host;
    }

    public List<LogLine> log() {
        return log;
    }

    public int port() {
        return server.actualPort();
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    public HttpResponse<String> send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends bytes as they are, for what HTTP clients refuse to send; the request must ask to close. */
    public String raw(String request) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        host.close();
        await(vertx.close());
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
