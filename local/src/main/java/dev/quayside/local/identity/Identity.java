package dev.quayside.local.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.quayside.local.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;

/**
 * Entra External ID and Entra ID: two issuers with discovery documents, keys, interactive login of the
 * {@linkplain DemoUser demo users} and client credentials for the service {@code producer}.
 */
public final class Identity implements AutoCloseable {
    /** The audience of every token: the API that all apps are. */
    public static final String AUDIENCE = "api://quayside";

    private final MockOAuth2Server server;
    private final SigningKeys keys;
    private final int port;

    private Identity(MockOAuth2Server server, SigningKeys keys, int port) {
        this.server = server;
        this.keys = keys;
        this.port = port;
    }

    /**
     * Starts both issuers on 127.0.0.1.
     *
     * @param folder keeps the signing keys between runs
     * @param port a free port; 0 is not allowed, since issuers are named by it
     */
    public static Identity start(Path folder, int port) {
        try {
            SigningKeys keys = SigningKeys.in(folder.resolve("keys.json"));
            Path loginPage = LoginPage.write(folder);
            OAuth2Config config = new OAuth2Config(
                    true,
                    loginPage.toString(),
                    null,
                    false,
                    new OAuth2TokenProvider(keys, (Instant) null),
                    Set.of(new SignIn(Issuer.EXTERNAL), new SignIn(Issuer.ENTRA)),
                    new NettyWrapper());
            MockOAuth2Server server = new MockOAuth2Server(config);
            server.start(InetAddress.getByName("localhost"), port);
            return new Identity(server, keys, port);
        } catch (IOException e) {
            throw new Refusal("Identity does not start: " + e.getMessage() + ".", e);
        }
    }

    /** A signed access token of {@code user} that ends {@code validity} from now; negative for an expired one. */
    public String token(DemoUser user, Duration validity) {
        Instant now = Instant.now();
        Instant issued = validity.isNegative() ? now.plus(validity).minusSeconds(3600) : now;
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(user.issuer().url(port))
                .audience(AUDIENCE)
                .issueTime(Date.from(issued))
                .notBeforeTime(Date.from(issued))
                .expirationTime(Date.from(now.plus(validity)))
                .jwtID(UUID.randomUUID().toString());
        user.claims().forEach(claims::claim);
        return sign(keys.of(user.issuer()), claims.build());
    }

    private static String sign(RSAKey key, JWTClaimsSet claims) {
        try {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .type(JOSEObjectType.JWT)
                    .keyID(key.getKeyID())
                    .build();
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("An RSA key of our own making does not sign", e);
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
