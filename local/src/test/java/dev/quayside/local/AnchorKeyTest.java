package dev.quayside.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchorKeyTest {

    @TempDir
    private Path folder;

    @Test
    void a_key_is_made_once_for_the_owners_eyes_only() throws Exception {
        AnchorKey made = AnchorKey.in(folder.resolve("anchor.key"));

        assertThat(AnchorKey.in(folder.resolve("anchor.key"))).isEqualTo(made);
        assertThat(AnchorKey.in(folder.resolve("other.key"))).isNotEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("anchor.key"))))
                .isEqualTo("rw-------");
        assertThat(KeyFactory.getInstance("Ed25519")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(made.privateKey()))))
                .isNotNull();
    }

    @Test
    void a_place_that_cannot_be_written_is_told() {
        assertThatThrownBy(() -> AnchorKey.in(folder.resolve("none/anchor.key")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("anchor.key");
    }
}
