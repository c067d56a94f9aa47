package dev.quayside.shared.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.quayside.shared.kernel.Ids;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Verifies access tokens: RS256 signature by the issuer's published keys, issuer, audience, expiry and not-before with
 * 60 seconds of skew. Keys are cached and fetched again for an unknown key id, at most once in 30 seconds, so that
 * forged key ids cannot make us flood the issuer. Nothing is fetched before the first token.
 */
public final class TokenVerifier {

    private static final int SKEW_SECONDS = 60;
    private static final long KEYS_LIVE = Duration.ofHours(1).toMillis();
    private static final long FETCH_TIMEOUT = Duration.ofSeconds(5).toMillis();
    private static final long FETCH_AT_MOST_EVERY = Duration.ofSeconds(30).toMillis();

    private final AuthSettings settings;
    private final VerifiedTokens verified = new VerifiedTokens();
    private Map<String, ConfigurableJWTProcessor<SecurityContext>> processors;

    public TokenVerifier(AuthSettings settings) {
        this.settings = settings;
    }

    /**
     * @param token compact form, without {@code Bearer}
     * @throws InvalidTokenException if it must not be trusted
     * @throws IssuerUnavailableException if the issuer's keys cannot be had right now
     */
    public Caller verify(String token) {
        Caller known = verified.find(token);
        if (known != null) {
            return known;
        }
        JWTClaimsSet claims = verifiedClaims(token);
        Caller caller = caller(claims);
        verified.remember(token, caller, claims.getExpirationTime().toInstant().plusSeconds(SKEW_SECONDS));
        return caller;
    }

    private JWTClaimsSet verifiedClaims(String token) {
        try {
            JWT jwt = JWTParser.parse(token);
            String issuer = jwt.getJWTClaimsSet().getIssuer();
            var processor = processors().get(issuer == null ? "" : issuer);
            if (processor == null) {
                throw new InvalidTokenException("unknown issuer", null);
            }
            return processor.process(jwt, null);
        } catch (ParseException | BadJOSEException e) {
            throw new InvalidTokenException(e.getMessage(), e);
        } catch (RateLimitReachedException e) {
            // The keys were fetched a moment ago and this key id was not among them.
            throw new InvalidTokenException("unknown key id", e);
        } catch (KeySourceException e) {
            throw new IssuerUnavailableException(e);
        } catch (JOSEException e) {
            throw new InvalidTokenException(e.getMessage(), e);
        }
    }

    private synchronized Map<String, ConfigurableJWTProcessor<SecurityContext>> processors() {
        if (processors == null) {
            Map<String, ConfigurableJWTProcessor<SecurityContext>> built = new HashMap<>();
            built.put(settings.external().issuer(), processor(settings.external()));
            built.put(settings.entra().issuer(), processor(settings.entra()));
            processors = built;
        }
        return processors;
    }

    private static ConfigurableJWTProcessor<SecurityContext> processor(AuthSettings.Issuer issuer) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys(issuer)));
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                issuer.audience(),
                new JWTClaimsSet.Builder().issuer(issuer.issuer()).build(),
                Set.of("exp", "oid"));
        claims.setMaxClockSkew(SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }

    private static JWKSource<SecurityContext> keys(AuthSettings.Issuer issuer) {
        try {
            return JWKSourceBuilder.create(issuer.jwksUri().toURL())
                    .cache(KEYS_LIVE, FETCH_TIMEOUT)
                    .rateLimited(FETCH_AT_MOST_EVERY)
                    .retrying(true)
                    .build();
        } catch (MalformedURLException checkedByTheSettings) {
            throw new IllegalStateException(checkedByTheSettings);
        }
    }

    private Caller caller(JWTClaimsSet claims) {
        try {
            UUID id = Ids.parse(claims.getStringClaim("oid"))
                    .orElseThrow(() -> new InvalidTokenException("oid is not a UUID", null));
            if (claims.getIssuer().equals(settings.external().issuer())) {
                return new Caller(Caller.Kind.CLIENT, id, Set.of(Role.CLIENT), profile(claims));
            }
            boolean isService = "app".equals(claims.getStringClaim("idtyp"));
            return new Caller(isService ? Caller.Kind.SERVICE : Caller.Kind.EMPLOYEE, id, roles(claims));
        } catch (ParseException e) {
            throw new InvalidTokenException(e.getMessage(), e);
        }
    }

    /** A claim that is no text says nothing: the token is not refused for what decides nothing. */
    private static Caller.Profile profile(JWTClaimsSet claims) {
        return new Caller.Profile(text(claims, "name"), text(claims, "email"), text(claims, "locale"));
    }

    private static String text(JWTClaimsSet claims, String claim) {
        return claims.getClaim(claim) instanceof String text && !text.isBlank() ? text.strip() : null;
    }

    private static Set<Role> roles(JWTClaimsSet claims) throws ParseException {
        List<String> values = claims.getStringListClaim("roles");
        return values == null
                ? Set.of()
                : values.stream().flatMap(value -> Role.ofClaim(value).stream()).collect(Collectors.toSet());
    }
}
