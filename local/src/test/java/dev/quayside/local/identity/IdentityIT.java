package dev.quayside.local.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.quayside.local.FreePorts;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityIT {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private final int port = FreePorts.one();
    private final HttpClient http = HttpClient.newHttpClient();
    private Identity identity;

    @BeforeEach
    void start() {
        identity = Identity.start(folder, port);
    }

    @AfterEach
    void stop() {
        identity.close();
    }

    @Test
    void a_client_token_verifies_against_the_published_keys_of_its_issuer() throws Exception {
        JWTClaimsSet claims = verify(identity.token(DemoUser.ALICE, HOUR), Issuer.EXTERNAL);

        assertThat(claims.getIssuer()).isEqualTo("http://localhost:" + port + "/external");
        assertThat(claims.getAudience()).containsExactly("api://quayside");
        assertThat(claims.getStringClaim("oid")).isEqualTo(DemoUser.ALICE.objectId());
        assertThat(claims.getSubject()).isEqualTo(DemoUser.ALICE.objectId());
        assertThat(claims.getStringClaim("email")).isEqualTo("alice@example.com");
        assertThat(claims.getClaim("roles")).isNull();
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(HOUR);
    }

    @Test
    void employees_have_their_role_and_the_service_is_an_app() throws Exception {
        assertThat(verify(identity.token(DemoUser.AGENT, HOUR), Issuer.ENTRA).getStringListClaim("roles"))
                .containsExactly("customer-service");
        assertThat(verify(identity.token(DemoUser.MANAGER, HOUR), Issuer.ENTRA).getStringListClaim("roles"))
                .containsExactly("order-manager");
        JWTClaimsSet producer = verify(identity.token(DemoUser.PRODUCER, HOUR), Issuer.ENTRA);
        assertThat(producer.getStringListClaim("roles")).containsExactly("event-producer");
        assertThat(producer.getStringClaim("idtyp")).isEqualTo("app");
        assertThat(producer.getStringClaim("azp")).isEqualTo(producer.getStringClaim("appid"));
    }

    @Test
    void one_tenant_does_not_sign_for_the_other() {
        String employee = identity.token(DemoUser.ADMIN, HOUR);

        assertThatThrownBy(() -> verify(employee, Issuer.EXTERNAL)).hasMessageContaining("no matching key");
    }

    @Test
    void a_token_can_be_made_that_has_expired() {
        String expired = identity.token(DemoUser.ALICE, Duration.ofMinutes(-5));

        assertThatThrownBy(() -> verify(expired, Issuer.EXTERNAL))
                .isInstanceOf(BadJWTException.class)
                .hasMessageContaining("Expired");
    }

    @Test
    void keys_outlive_a_restart_and_only_their_owner_can_read_them() throws Exception {
        String token = identity.token(DemoUser.BOB, HOUR);
        identity.close();
        int newPort = FreePorts.one();
        identity = Identity.start(folder, newPort);

        String keys = get("http://localhost:" + newPort + "/external/jwks").body();
        String kid = SignedJWT.parse(token).getHeader().getKeyID();
        assertThat(keys).contains(kid).doesNotContain("\"d\"");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("keys.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_person_signs_in_on_the_login_page_and_gets_a_token_with_their_claims() throws Exception {
        String authorize = "http://localhost:" + port + "/entra/authorize?client_id=portal&response_type=code"
                + "&scope=openid&state=s&redirect_uri=http%3A%2F%2Flocalhost%2Fdone";
        String page = get(authorize).body();
        assertThat(page).contains("Mona Manager").contains("Sign in to Quayside");

        String claims = new ObjectMapper().writeValueAsString(DemoUser.MANAGER.claims());
        HttpResponse<String> redirect =
                post(authorize, "username=" + DemoUser.MANAGER.objectId() + "&claims=" + encode(claims));
        String location = redirect.headers().firstValue("Location").orElseThrow();
        String code = location.replaceAll(".*[?&]code=([^&]+).*", "$1");
        JsonNode tokens = new ObjectMapper()
                .readTree(post(
                                "http://localhost:" + port + "/entra/token",
                                "grant_type=authorization_code&client_id=portal&redirect_uri="
                                        + "http%3A%2F%2Flocalhost%2Fdone&code=" + code)
                        .body());

        JWTClaimsSet verified = verify(tokens.get("access_token").asText(), Issuer.ENTRA);
        assertThat(verified.getStringListClaim("roles")).containsExactly("order-manager");
        assertThat(verified.getStringClaim("oid")).isEqualTo(DemoUser.MANAGER.objectId());
        assertThat(verified.getAudience()).isEqualTo(List.of("api://quayside"));
        assertThat(verified.getIssuer()).isEqualTo("http://localhost:" + port + "/entra");
    }

    @Test
    void the_producer_gets_its_token_with_client_credentials_and_a_stranger_gets_no_role() throws Exception {
        assertThat(clientCredentials("producer").getStringListClaim("roles")).containsExactly("event-producer");
        assertThat(clientCredentials("stranger").getClaim("roles")).isNull();
    }

    private JWTClaimsSet clientCredentials(String client) throws Exception {
        String body =
                "grant_type=client_credentials&scope=api%3A%2F%2Fquayside%2F.default&client_secret=local&client_id="
                        + client;
        JsonNode tokens = new ObjectMapper()
                .readTree(
                        post("http://localhost:" + port + "/entra/token", body).body());
        return verify(tokens.get("access_token").asText(), Issuer.ENTRA);
    }

    private JWTClaimsSet verify(String token, Issuer issuer) throws Exception {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                JWSAlgorithm.RS256,
                JWKSourceBuilder.create(URI.create(issuer.jwksUri(port)).toURL())
                        .build()));
        return processor.process(token, null);
    }

    private HttpResponse<String> get(String url) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String url, String form) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
