package dev.quayside.local;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Properties;

/**
 * What the audit signs its anchors with: made once and kept in a file, so that anchors of earlier runs can be verified.
 *
 * @param privateKey PKCS#8 in base64
 * @param publicKey X.509 in base64
 */
record AnchorKey(String privateKey, String publicKey) {

    /** Reads the key from {@code file}, or makes a new one and writes it there for the owner's eyes only. */
    static AnchorKey in(Path file) {
        try {
            if (!Files.exists(file)) {
                write(file);
            }
            Properties stored = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                stored.load(reader);
            }
            return new AnchorKey(stored.getProperty("private"), stored.getProperty("public"));
        } catch (IOException e) {
            throw new Refusal(
                    "The key of the audit's anchors in " + file + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    private static void write(Path file) throws IOException {
        KeyPair pair = newPair();
        Properties made = new Properties();
        made.setProperty("private", base64(pair.getPrivate().getEncoded()));
        made.setProperty("public", base64(pair.getPublic().getEncoded()));
        StringWriter text = new StringWriter();
        made.store(text, null);
        Path fresh = Files.createTempFile(
                file.getParent(),
                "anchor-key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text.toString());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
