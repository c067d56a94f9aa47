package dev.quayside.local.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import no.nav.security.mock.oauth2.token.KeyProvider;

/** One RSA key an issuer, kept in a file so that a token outlives a restart of the platform. */
final class SigningKeys extends KeyProvider {
    private final JWKSet keys;

    private SigningKeys(JWKSet keys) {
        super(List.of());
        this.keys = keys;
    }

    /** Reads the keys from {@code file}, or makes new ones and writes them there for the owner's eyes only. */
    static SigningKeys in(Path file) throws IOException {
        try {
            if (Files.exists(file)) {
                return new SigningKeys(JWKSet.parse(Files.readString(file)));
            }
            List<JWK> fresh = new ArrayList<>();
            for (Issuer issuer : Issuer.values()) {
                fresh.add(new RSAKeyGenerator(2048)
                        .keyUse(KeyUse.SIGNATURE)
                        .keyID(issuer.path() + "-" + UUID.randomUUID())
                        .generate());
            }
            JWKSet keys = new JWKSet(fresh);
            write(keys, file);
            return new SigningKeys(keys);
        } catch (ParseException | JOSEException e) {
            throw new IOException("the signing keys in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static void write(JWKSet keys, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = Files.createTempFile(
                file.getParent(),
                "keys",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, keys.toString(false));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The key of an issuer: its id begins with the issuer's name. */
    RSAKey of(Issuer issuer) {
        return keys.getKeys().stream()
                .filter(key -> key.getKeyID().startsWith(issuer.path() + "-"))
                .findFirst()
                .orElseThrow()
                .toRSAKey();
    }

    @Override
    public JWK signingKey(String issuerId) {
        for (Issuer issuer : Issuer.values()) {
            if (issuer.path().equals(issuerId)) {
                return of(issuer);
            }
        }
        return super.signingKey(issuerId);
    }

    @Override
    public List<JWK> get(JWKSelector selector, SecurityContext context) {
        return selector.select(keys.toPublicJWKSet());
    }
}
