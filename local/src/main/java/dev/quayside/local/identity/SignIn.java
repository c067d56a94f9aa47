package dev.quayside.local.identity;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.token.OAuth2TokenCallback;

/**
 * What an issuer's token endpoint puts into tokens. A person's claims come from the login page, which is laid
 * over what stands here; the service's come from its client id.
 */
record SignIn(Issuer issuer) implements OAuth2TokenCallback {
    @Override
    public String issuerId() {
        return issuer.path();
    }

    @Override
    public String subject(TokenRequest request) {
        return isProducer(request) ? DemoUser.PRODUCER.objectId() : clientId(request);
    }

    @Override
    public String typeHeader(TokenRequest request) {
        return JOSEObjectType.JWT.getType();
    }

    @Override
    public List<String> audience(TokenRequest request) {
        return List.of(Identity.AUDIENCE);
    }

    @Override
    public Map<String, Object> addClaims(TokenRequest request) {
        return isProducer(request)
                ? DemoUser.PRODUCER.claims()
                : Map.of("tid", issuer.tenantId(), "ver", "2.0", "azp", clientId(request));
    }

    @Override
    public long tokenExpiry() {
        return Duration.ofHours(1).toSeconds();
    }

    private boolean isProducer(TokenRequest request) {
        String client = clientId(request);
        return issuer == DemoUser.PRODUCER.issuer()
                && request.getAuthorizationGrant().getType().equals(GrantType.CLIENT_CREDENTIALS)
                && (client.equals(DemoUser.PRODUCER.login()) || client.equals(DemoUser.PRODUCER.objectId()));
    }

    private static String clientId(TokenRequest request) {
        ClientID id = request.getClientAuthentication() == null
                ? request.getClientID()
                : request.getClientAuthentication().getClientID();
        return id == null ? "" : id.getValue();
    }
}
