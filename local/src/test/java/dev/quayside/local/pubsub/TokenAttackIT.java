package dev.quayside.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tokens that must open nothing, neither to clients nor to the REST API. */
class TokenAttackIT {
    private static final String CLIENT_PATH = "/client/hubs/notifications";
    private static final String SEND_PATH = "/api/hubs/notifications/:send";
    private static final String OTHER_KEY = "0123456789abcdef".repeat(4);

    private static final int SWITCHING_PROTOCOLS = 101;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static TestPubSub pubSub;

    @BeforeAll
    static void start() {
        pubSub = TestPubSub.start();
    }

    @AfterAll
    static void stop() {
        pubSub.close();
    }

    @Test
    void a_good_token_opens() throws Exception {
        assertThat(client(signed(claims(CLIENT_PATH), pubSub.accessKey()))).isEqualTo(SWITCHING_PROTOCOLS);
        assertThat(rest(signed(claims(SEND_PATH), pubSub.accessKey()))).isEqualTo(202);
    }

    @Test
    void a_client_may_bring_its_token_in_a_header() throws Exception {
        String url = "http://127.0.0.1:" + pubSub.port() + CLIENT_PATH;
        HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + signed(claims(CLIENT_PATH), pubSub.accessKey()))
                .buildAsync(URI.create(url.replace("http", "ws")), new WebSocket.Listener() {})
                .get()
                .abort();
    }

    @Test
    void every_forged_client_token_is_401() throws Exception {
        for (Map.Entry<String, String> attack : attacks(CLIENT_PATH).entrySet()) {
            assertThat(client(attack.getValue())).as(attack.getKey()).isEqualTo(401);
        }
        assertThat(client(signed(claims(SEND_PATH), pubSub.accessKey())))
                .as("a server's token")
                .isEqualTo(401);
        assertThat(upgrade(pubSub.url("alice").replaceAll("\\?.*", "")))
                .as("no token")
                .isEqualTo(401);
    }

    @Test
    void every_forged_server_token_is_401() throws Exception {
        for (Map.Entry<String, String> attack : attacks(SEND_PATH).entrySet()) {
            assertThat(rest(attack.getValue())).as(attack.getKey()).isEqualTo(401);
        }
        assertThat(rest(signed(claims(CLIENT_PATH), pubSub.accessKey())))
                .as("a client's token")
                .isEqualTo(401);
        assertThat(rest(signed(claims("/api/hubs/notifications/users/bob/:send"), pubSub.accessKey())))
                .as("a token for another operation")
                .isEqualTo(401);
        assertThat(status(request(SEND_PATH))).as("no token").isEqualTo(401);
        assertThat(status(request(SEND_PATH).header("Authorization", "Basic YTpi")))
                .as("another scheme")
                .isEqualTo(401);
    }

    private static Map<String, String> attacks(String path) throws JOSEException {
        String key = pubSub.accessKey();
        String good = signed(claims(path), key);
        Date past = Date.from(Instant.now().minusSeconds(5));
        Date future = Date.from(Instant.now().plusSeconds(60));
        Map<String, String> attacks = new LinkedHashMap<>();
        attacks.put("empty", "");
        attacks.put("nonsense", "nonsense");
        attacks.put("three parts of nonsense", "a.b.c");
        attacks.put("alg none", new PlainJWT(claims(path)).serialize());
        attacks.put("another key", signed(claims(path), OTHER_KEY));
        attacks.put("HS512", signed(claims(path), key, JWSAlgorithm.HS512));
        attacks.put("no signature", good.substring(0, good.lastIndexOf('.') + 1));
        attacks.put("tampered", tampered(good));
        attacks.put("expired", signed(changed(path).expirationTime(past).build(), key));
        attacks.put("never expires", signed(changed(path).expirationTime(null).build(), key));
        attacks.put("not yet valid", signed(changed(path).notBeforeTime(future).build(), key));
        attacks.put("no audience", signed(changed(path).audience((String) null).build(), key));
        attacks.put("another hub", signed(claims(path.replace("notifications", "other")), key));
        attacks.put("another server", signed(elsewhere(path), key));
        attacks.put("just a path", signed(changed(path).audience(path).build(), key));
        return attacks;
    }

    private static JWTClaimsSet claims(String path) {
        return changed(path).build();
    }

    private static JWTClaimsSet elsewhere(String path) {
        return changed(path)
                .audience("http://example.webpubsub.azure.com:" + pubSub.port() + path)
                .build();
    }

    private static JWTClaimsSet.Builder changed(String path) {
        return new JWTClaimsSet.Builder()
                .audience("http://localhost:" + pubSub.port() + path)
                .subject("alice")
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
    }

    private static String signed(JWTClaimsSet claims, String key) throws JOSEException {
        return signed(claims, key, JWSAlgorithm.HS256);
    }

    private static String signed(JWTClaimsSet claims, String key, JWSAlgorithm algorithm) throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims);
        jwt.sign(new MACSigner(key.getBytes(StandardCharsets.UTF_8)));
        return jwt.serialize();
    }

    /** The same with another user under the old signature. */
    private static String tampered(String token) {
        String[] parts = token.split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        parts[1] = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.replace("alice", "admin").getBytes(StandardCharsets.UTF_8));
        return String.join(".", parts);
    }

    private static int client(String token) {
        return upgrade("ws://127.0.0.1:" + pubSub.port() + CLIENT_PATH + "?access_token=" + token);
    }

    private static int upgrade(String url) {
        CompletableFuture<WebSocket> opening = HTTP.newWebSocketBuilder()
                .subprotocols(TestPubSub.JSON)
                .buildAsync(URI.create(url), new WebSocket.Listener() {});
        try {
            opening.join().abort();
            return SWITCHING_PROTOCOLS;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    private static int rest(String token) throws Exception {
        return status(request(SEND_PATH).header("Authorization", "Bearer " + token));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(pubSub.address(path)))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("hello"));
    }

    private static int status(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
