package io.countersign.app.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.keys.SecretRefusedException;
import io.countersign.audit.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A ledger under an encrypted key starts by itself: its password is in a file that only it may
/// read.
class LedgerPasswordComesFromItsFileTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    @TempDir private Path folder;
    private Path password;
    private KeyRing ring;

    @BeforeEach
    void passwordFile() throws IOException {
        password = folder.resolve("password");
        Files.writeString(password, "a pass phrase of some length\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        ring =
                new KeyRing(
                        "example.org/log",
                        folder.resolve("ledger.pem"),
                        Optional.of(password),
                        folder.resolve("tokens.key"),
                        folder.resolve("evidence"));
    }

    @Test
    void theKeyOpensWithItAlone() throws IOException {
        ring.generate(NOW, Optional.empty());

        assertThat(signedWith(Optional.empty())).isEqualTo(ring.ledgerKey().orElseThrow());
    }

    @Test
    void whatIsGivenWins() throws IOException {
        ring.generate(NOW, Optional.of("another pass phrase"));

        assertThat(signedWith(Optional.of("another pass phrase")))
                .isEqualTo(ring.ledgerKey().orElseThrow());
        assertThatThrownBy(() -> signedWith(Optional.empty()))
                .isInstanceOf(SecretRefusedException.class);
    }

    private VerifierKey signedWith(Optional<String> given) throws IOException {
        LedgerSigners signers = ring.ledgerSigners(given, InstantSource.system());
        assertThat(signers.hourly()).hasSize(1);
        return signers.each().getFirst().verifierKey();
    }

    @Test
    void aFileThatOthersMayReadIsRefusedAndItsLineNotShown() throws IOException {
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> ring.generate(NOW, Optional.empty()))
                .isInstanceOf(SecretRefusedException.class)
                .hasMessageNotContaining("phrase");
    }
}
