package dev.quayside.local.pubsub;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimNames;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The access key that server and apps share, and the tokens that are signed with it: HS256, always for one address.
 * Which of its names this machine was called by does not matter.
 */
final class Tokens {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String MAC = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final String accessKey = randomKey();
    private final SecretKeySpec secret = new SecretKeySpec(accessKey.getBytes(StandardCharsets.UTF_8), MAC);
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final int port;

    /** With a key of its own. */
    Tokens(int port) {
        this.port = port;
        processor.setJWSKeySelector(
                (header, context) -> JWSAlgorithm.HS256.equals(header.getAlgorithm()) ? List.of(secret) : List.of());
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(null, Set.of(JWTClaimNames.AUDIENCE, JWTClaimNames.EXPIRATION_TIME));
        claims.setMaxClockSkew(0);
        processor.setJWTClaimsSetVerifier(claims);
    }

    private static String randomKey() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String connectionString() {
        return "Endpoint=http://localhost:%d;AccessKey=%s;Version=1.0;".formatted(port, accessKey);
    }

    /**
     * Verifies the token of an app that calls {@code path}.
     *
     * @param path of the request, as it was sent
     */
    void verifyServer(Optional<String> token, String path) throws UnauthorizedException {
        verify(token, path);
    }

    /** Verifies the token of a client of {@code hub}. */
    ClientClaims verifyClient(Optional<String> token, String hub) throws UnauthorizedException {
        JWTClaimsSet claims = verify(token, "/client/hubs/" + hub);
        return new ClientClaims(
                Optional.ofNullable(claims.getSubject()).filter(user -> !user.isEmpty()),
                strings(claims.getClaim("role")),
                strings(claims.getClaim("webpubsub.group")));
    }

    private JWTClaimsSet verify(Optional<String> token, String path) throws UnauthorizedException {
        if (token.isEmpty()) {
            throw new UnauthorizedException("There is no access token.");
        }
        JWTClaimsSet claims;
        try {
            claims = processor.process(token.get(), null);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new UnauthorizedException("The access token is not valid.", e);
        }
        if (claims.getAudience().stream().noneMatch(audience -> isHere(audience, path))) {
            throw new UnauthorizedException("The access token is for another address.");
        }
        return claims;
    }

    /** The server SDKs sign the whole URL of a request, Azure compares it up to the query. */
    private boolean isHere(String audience, String path) {
        try {
            URI address = new URI(audience);
            return address.getHost() != null
                    && NAMES.contains(address.getHost())
                    && address.getPort() == port
                    && path.equals(address.getRawPath());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A claim that is one string or a list of them. */
    private static List<String> strings(Object claim) {
        if (claim instanceof String one) {
            return List.of(one);
        }
        if (claim instanceof List<?> several) {
            return several.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        return List.of();
    }

    /** What lets a client back into its connection, and into no other; nothing has to be kept for it. */
    String reconnectionToken(Connection connection) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(secret);
            byte[] text =
                    ("reconnect/" + connection.hub().name() + "/" + connection.id()).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isReconnectionToken(String token, Connection connection) {
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8),
                reconnectionToken(connection).getBytes(StandardCharsets.UTF_8));
    }
}
