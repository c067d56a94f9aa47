package dev.quayside.shared.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.quayside.shared.kernel.Ids;
import dev.quayside.shared.testing.TestTokens;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {

    private static TestTokens tokens;

    private final TokenVerifier verifier = new TokenVerifier(tokens.settings());
    private final UUID oid = Ids.newId();

    @BeforeAll
    static void publishKeys() {
        tokens = new TestTokens();
    }

    @AfterAll
    static void stop() {
        tokens.close();
    }

    @Test
    void a_customer_is_a_client_whatever_roles_the_token_claims() {
        String token =
                tokens.sign(tokens.claims(TestTokens.EXTERNAL_ISSUER, oid).claim("roles", List.of("admin")));

        assertThat(verifier.verify(token)).isEqualTo(new Caller(Caller.Kind.CLIENT, oid, Set.of(Role.CLIENT)));
    }

    @Test
    void what_the_token_says_of_a_customer_is_known_but_not_shown() {
        Caller caller = verifier.verify(tokens.sign(tokens.claims(TestTokens.EXTERNAL_ISSUER, oid)
                .claim("name", " Alice Larsen ")
                .claim("email", "alice@example.com")
                .claim("locale", 7)));

        assertThat(caller.profile()).isEqualTo(new Caller.Profile("Alice Larsen", "alice@example.com", null));
        assertThat(caller.toString()).doesNotContain("Alice", "alice@example.com");
    }

    @Test
    void an_employee_has_the_roles_we_know() {
        Caller caller = verifier.verify(tokens.employee("order-manager", "something-else"));

        assertThat(caller.kind()).isEqualTo(Caller.Kind.EMPLOYEE);
        assertThat(caller.roles()).containsExactly(Role.ORDER_MANAGER);
    }

    @Test
    void an_app_token_is_a_service() {
        Caller caller = verifier.verify(tokens.service());

        assertThat(caller.kind()).isEqualTo(Caller.Kind.SERVICE);
        assertThat(caller.roles()).containsExactly(Role.EVENT_PRODUCER);
    }

    @Test
    void a_token_without_signature_is_refused() {
        assertRefused(new PlainJWT(valid().build()).serialize());
    }

    @Test
    void a_token_signed_with_our_public_key_as_a_shared_secret_is_refused() throws Exception {
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("test-key").build(), valid().build());
        forged.sign(new MACSigner(tokens.key().toRSAPublicKey().getEncoded()));

        assertRefused(forged.serialize());
    }

    @Test
    void a_token_of_another_issuer_or_tenant_is_refused() {
        assertRefused(tokens.sign(valid().issuer("http://issuer.test/other-tenant")));
        assertRefused(tokens.sign(valid().issuer(null)));
    }

    @Test
    void a_token_for_another_audience_is_refused() {
        assertRefused(tokens.sign(valid().audience("api://other")));
        assertRefused(tokens.sign(valid().audience((String) null)));
    }

    @Test
    void an_expired_token_is_refused_after_a_minute_of_skew() {
        assertRefused(tokens.sign(valid().expirationTime(inSeconds(-62))));
        assertRefused(tokens.sign(valid().expirationTime(null)));
        assertThat(verifier.verify(tokens.sign(valid().expirationTime(inSeconds(-55)))))
                .isNotNull();
    }

    @Test
    void a_token_that_is_not_yet_valid_is_refused_beyond_a_minute_of_skew() {
        assertRefused(tokens.sign(valid().notBeforeTime(inSeconds(65))));
        assertThat(verifier.verify(tokens.sign(valid().notBeforeTime(inSeconds(55)))))
                .isNotNull();
    }

    @Test
    void a_token_of_an_unknown_key_is_refused() throws Exception {
        RSAKey stranger = new RSAKeyGenerator(2048).keyID("stranger").generate();

        assertRefused(TestTokens.sign(valid(), stranger));
    }

    @Test
    void a_token_of_another_key_under_our_key_id_is_refused() throws Exception {
        RSAKey impostor = new RSAKeyGenerator(2048).keyID("test-key").generate();

        assertRefused(TestTokens.sign(valid(), impostor));
    }

    @Test
    void a_tampered_token_is_refused() {
        String[] good = tokens.client(oid).split("\\.", 3);
        String otherPayload = tokens.client(Ids.newId()).split("\\.", 3)[1];

        assertRefused(good[0] + "." + otherPayload + "." + good[2]);
    }

    @Test
    void a_token_without_a_proper_oid_is_refused() {
        assertRefused(tokens.sign(valid().claim("oid", null)));
        assertRefused(tokens.sign(valid().claim("oid", "alice")));
    }

    @Test
    void what_is_no_token_is_refused() {
        assertRefused("");
        assertRefused("a.b.c");
        assertRefused("\u0000");
    }

    @Test
    void unknown_key_ids_do_not_flood_the_issuer() throws Exception {
        RSAKey stranger = new RSAKeyGenerator(2048).keyID("flood").generate();
        verifier.verify(tokens.client(oid));
        int before = tokens.fetches();

        for (int i = 0; i < 50; i++) {
            assertRefused(TestTokens.sign(valid().jwtID("n" + i), stranger));
        }

        assertThat(tokens.fetches() - before).isLessThanOrEqualTo(2);
    }

    private JWTClaimsSet.Builder valid() {
        return tokens.claims(TestTokens.EXTERNAL_ISSUER, oid);
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(InvalidTokenException.class);
    }

    private static Date inSeconds(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }
}
