package io.countersign.app.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.keys.SecretRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
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

        assertThat(ring.ledgerSigner(Optional.empty()).verifierKey())
                .isEqualTo(ring.ledgerKey().orElseThrow());
    }

    @Test
    void whatIsGivenWins() throws IOException {
        ring.generate(NOW, Optional.of("another pass phrase"));

        assertThat(ring.ledgerSigner(Optional.of("another pass phrase")).verifierKey())
                .isEqualTo(ring.ledgerKey().orElseThrow());
        assertThatThrownBy(() -> ring.ledgerSigner(Optional.empty()))
                .isInstanceOf(SecretRefusedException.class);
    }

    @Test
    void aFileThatOthersMayReadIsRefusedAndItsLineNotShown() throws IOException {
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> ring.generate(NOW, Optional.empty()))
                .isInstanceOf(SecretRefusedException.class)
                .hasMessageNotContaining("phrase");
    }
}
