package dev.quayside.local.endtoend;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;

/** The keys that the platform's issuers sign with: tests forge with them what no login gives. */
final class IssuerKeys {

    private IssuerKeys() {}

    static RSAKey of(String issuer) {
        try {
            Path file = SharedPlatform.get().data().resolve("identity/keys.json");
            return JWKSet.load(file.toFile()).getKeys().stream()
                    .filter(key -> key.getKeyID().startsWith(issuer + "-"))
                    .findFirst()
                    .orElseThrow()
                    .toRSAKey();
        } catch (IOException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
