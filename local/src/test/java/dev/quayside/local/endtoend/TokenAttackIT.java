package dev.quayside.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Forged, stale and foreign tokens are 401 at every app; a client's own claims make nobody an employee. */
class TokenAttackIT {
    private static final List<String> ROUTES = List.of("/api/v1/orders", "/api/v1/products", "/api/v1/payments");

    private final ContractClient client = new ContractClient();
    private final RSAKey entraKey = IssuerKeys.of("entra");
    private final RSAKey externalKey = IssuerKeys.of("external");

    /** The claims of a valid token of an administrator, to be spoilt. */
    private final JWTClaimsSet admin = claims(client.token(Who.ADMIN));

    @Test
    void tokens_signed_with_the_issuers_keys_are_accepted_so_that_refusals_below_mean_something() throws Exception {
        for (String route : ROUTES) {
            assertThat(send(route, "Bearer " + sign(admin, entraKey)).status()).isEqualTo(200);
        }
    }

    @TestFactory
    Stream<DynamicTest> is_refused_by_every_app() throws Exception {
        return attacks().entrySet().stream()
                .map(attack -> dynamicTest(attack.getKey(), () -> {
                    for (String route : ROUTES) {
                        Answer answer = send(route, attack.getValue());
                        assertThat(answer.status())
                                .as("%s answers %s", route, answer)
                                .isEqualTo(401);
                        assertThat(answer.problem()).isEqualTo("unauthenticated");
                        assertThat(answer.header("www-authenticate")).contains("Bearer");
                    }
                }));
    }

    private Map<String, String> attacks() throws Exception {
        Map<String, String> attacks = new LinkedHashMap<>();
        forgeries().forEach((name, token) -> attacks.put(name, "Bearer " + token));
        String valid = client.token(Who.ADMIN);
        attacks.put("no header", null);
        attacks.put("an empty token", "Bearer ");
        attacks.put("garbage", "Bearer garbage");
        attacks.put("dots", "Bearer ..");
        attacks.put("garbage in three parts", "Bearer \u00e4.b.c");
        attacks.put("a long garbage", "Bearer " + "a".repeat(6_000));
        attacks.put("another scheme", "Basic " + valid);
        attacks.put("no scheme", valid);
        attacks.put("two tokens", "Bearer " + valid + " " + valid);
        return attacks;
    }

    private Map<String, String> forgeries() throws Exception {
        Instant now = Instant.now();
        RSAKey own = new RSAKeyGenerator(2048).keyID("attacker").generate();
        RSAKey ownAsIssuers =
                new RSAKeyGenerator(2048).keyID(entraKey.getKeyID()).generate();
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("alg none", new PlainJWT(admin).serialize());
        tokens.put("alg none with the old signature", plainHeader() + rest(client.token(Who.ADMIN)));
        tokens.put(
                "HS256 with the public key",
                hs256(entraKey.toPublicJWK().toRSAPublicKey().getEncoded()));
        tokens.put(
                "HS256 with the public key as JSON",
                hs256(entraKey.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        tokens.put("HS256 with the public key as PEM", hs256(pem(entraKey)));
        tokens.put("RS512", sign(admin, entraKey, new JWSHeader.Builder(JWSAlgorithm.RS512)));
        tokens.put("an unknown kid", sign(admin, own));
        tokens.put("no kid, another key", sign(admin, own, new JWSHeader.Builder(JWSAlgorithm.RS256)));
        tokens.put("another key under the issuer's kid", sign(admin, ownAsIssuers));
        tokens.put(
                "a key of its own in the header", sign(admin, own, header(own).jwk(own.toPublicJWK())));
        tokens.put("a tampered payload", tampered(claims("roles", List.of("admin", "order-manager"))));
        tokens.put("a tampered signature", flipSignature(client.token(Who.ADMIN)));
        tokens.put("no signature", client.token(Who.ADMIN).replaceFirst("\\.[^.]*$", "."));
        tokens.put("another issuer", sign(claims("iss", "https://login.example.com/other/v2.0"), entraKey));
        tokens.put("another tenant's path", sign(claims("iss", admin.getIssuer() + "/other"), entraKey));
        tokens.put("no issuer", sign(claims("iss", null), entraKey));
        tokens.put("another audience", sign(claims("aud", "api://another"), entraKey));
        tokens.put("no audience", sign(claims("aud", null), entraKey));
        tokens.put("expired", sign(claims("exp", Date.from(now.minusSeconds(120))), entraKey));
        tokens.put("no expiry", sign(claims("exp", null), entraKey));
        tokens.put("not yet valid", sign(claims("nbf", Date.from(now.plusSeconds(300))), entraKey));
        tokens.put("the other tenant's key", sign(admin, externalKey));
        tokens.put("a client as employee", sign(claims("iss", clientClaims().getIssuer()), entraKey));
        tokens.put("no object id", sign(claims("oid", null), entraKey));
        tokens.put("an object id that is none", sign(claims("oid", "admin"), entraKey));
        return tokens;
    }

    @Test
    void a_client_that_claims_roles_stays_a_client() throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder(clientClaims())
                .claim("roles", List.of("admin", "order-manager", "customer-service", "event-producer"))
                .claim("idtyp", "app")
                .build();
        String token = sign(claims, externalKey);
        Ask product = Ask.of("POST", "/api/v1/products", "{}").header("Authorization", "Bearer " + token);

        assertThat(client.sendBare(product).status()).isEqualTo(403);
        assertThat(send("/api/v1/payments/reconciliation?from=2026-01-01T00:00:00Z", "Bearer " + token)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void roles_that_are_no_list_of_known_names_give_no_rights() throws Exception {
        for (Object roles : List.of("admin", List.of("ADMIN", "root"), Map.of("admin", true), 7)) {
            Answer answer = send("/api/v1/orders", "Bearer " + sign(claims("roles", roles), entraKey));
            assertThat(answer.status()).as("roles %s: %s", roles, answer).isIn(401, 403);
        }
    }

    private Answer send(String route, String authorization) {
        Ask ask = Ask.get(route);
        return client.sendBare(authorization == null ? ask : ask.header("Authorization", authorization));
    }

    private JWTClaimsSet claims(String name, Object value) {
        return new JWTClaimsSet.Builder(admin).claim(name, value).build();
    }

    private JWTClaimsSet clientClaims() {
        return claims(client.token(Who.OWNER));
    }

    private static JWTClaimsSet claims(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSHeader.Builder header(RSAKey key) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID());
    }

    private static String sign(JWTClaimsSet claims, RSAKey key) throws JOSEException {
        return sign(claims, key, header(key));
    }

    private static String sign(JWTClaimsSet claims, RSAKey key, JWSHeader.Builder header) throws JOSEException {
        SignedJWT token = new SignedJWT(header.build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private String hs256(byte[] secret) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(entraKey.getKeyID())
                        .build(),
                admin);
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    private static byte[] pem(RSAKey key) throws JOSEException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.toRSAPublicKey().getEncoded());
        return ("-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String plainHeader() {
        return Base64URL.encode("{\"alg\":\"none\",\"typ\":\"JWT\"}").toString();
    }

    private static String rest(String token) {
        return token.substring(token.indexOf('.'));
    }

    /** The signature of a valid token under other claims. */
    private String tampered(JWTClaimsSet claims) {
        List<String> parts = new ArrayList<>(List.of(client.token(Who.ADMIN).split("\\.", -1)));
        parts.set(1, Base64URL.encode(claims.toString()).toString());
        return String.join(".", parts);
    }

    private static String flipSignature(String token) {
        int middle = (token.lastIndexOf('.') + token.length()) / 2;
        char other = token.charAt(middle) == 'A' ? 'B' : 'A';
        return token.substring(0, middle) + other + token.substring(middle + 1);
    }
}
