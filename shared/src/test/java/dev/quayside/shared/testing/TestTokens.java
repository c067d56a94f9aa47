package dev.quayside.shared.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.quayside.shared.auth.AuthSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Two issuers with one signing key, published on a local address, and tokens signed with it. */
public final class TestTokens implements AutoCloseable {

    public static final String AUDIENCE = "api://quayside";
    public static final String EXTERNAL_ISSUER = "http://issuer.test/external";
    public static final String ENTRA_ISSUER = "http://issuer.test/entra";

    private final RSAKey key;
    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();

    public TestTokens() {
        try {
            key = new RSAKeyGenerator(2048).keyID("test-key").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            byte[] jwks = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            server.createContext("/jwks", exchange -> {
                fetches.incrementAndGet();
                exchange.sendResponseHeaders(200, jwks.length);
                exchange.getResponseBody().write(jwks);
                exchange.close();
            });
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With two proxies before the app, as by default. */
    public AuthSettings settings() {
        URI jwks = URI.create("http://localhost:" + server.getAddress().getPort() + "/jwks");
        return new AuthSettings(
                new AuthSettings.Issuer(EXTERNAL_ISSUER, jwks, AUDIENCE),
                new AuthSettings.Issuer(ENTRA_ISSUER, jwks, AUDIENCE),
                2);
    }

    public RSAKey key() {
        return key;
    }

    /** How often the keys were fetched. */
    public int fetches() {
        return fetches.get();
    }

    public String client(UUID customerId) {
        return sign(claims(EXTERNAL_ISSUER, customerId));
    }

    /** A client of whom the token says more, such as {@code name} and {@code email}. */
    public String client(UUID customerId, Map<String, ?> more) {
        JWTClaimsSet.Builder claims = claims(EXTERNAL_ISSUER, customerId);
        more.forEach(claims::claim);
        return sign(claims);
    }

    /** @param roles values of the claim, {@code customer-service} */
    public String employee(String... roles) {
        return sign(claims(
                        ENTRA_ISSUER,
                        UUID.nameUUIDFromBytes(
                                roles.length == 0 ? new byte[0] : roles[0].getBytes(StandardCharsets.UTF_8)))
                .claim("roles", List.of(roles)));
    }

    public String service() {
        return sign(claims(ENTRA_ISSUER, UUID.nameUUIDFromBytes("producer".getBytes(StandardCharsets.UTF_8)))
                .claim("idtyp", "app")
                .claim("roles", List.of("event-producer")));
    }

    /** Claims of a valid token, to be spoilt by a test. */
    public JWTClaimsSet.Builder claims(String issuer, UUID oid) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(AUDIENCE)
                .subject(oid.toString())
                .claim("oid", oid.toString())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)));
    }

    public String sign(JWTClaimsSet.Builder claims) {
        return sign(claims, key);
    }

    /** Signs with another key, under that key's id. */
    public static String sign(JWTClaimsSet.Builder claims, RSAKey signingKey) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(signingKey.getKeyID())
                            .build(),
                    claims.build());
            jwt.sign(new RSASSASigner(signingKey));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
