package io.countersign.app.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.keys.SecretRefusedException;
import io.countersign.audit.note.NoteSigner;
import io.countersign.audit.note.VerifierKey;
import io.countersign.ledger.Revocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerKeysAreExchangedInTheirFilesTest {
    private static final Instant SINCE = Instant.parse("2026-11-20T08:00:00Z");

    @TempDir private Path folder;
    private LedgerKeys keys;
    private List<VerifierKey> first = List.of();

    @BeforeEach
    void generated() throws IOException {
        keys =
                new LedgerKeys(
                        "example.org/log",
                        folder.resolve("ledger.unencrypted-private-key.pem"),
                        new LedgerPassword(Optional.empty(), Optional.empty()));
        keys.generate();
        first = keys.vkeys();
    }

    @Test
    void bothSignWhileKeysAreRotatedAndTheNextAloneAfterwards() throws IOException {
        keys.rotate();
        List<VerifierKey> both = keys.vkeys();
        assertThat(both).hasSize(4).containsAll(first);
        assertThat(keys(signers().each())).isSubsetOf(both).hasSize(2);
        assertThat(keys(signers().hourly())).isSubsetOf(both).hasSize(2);
        assertThatThrownBy(() -> keys.finishRotation(first))
                .isInstanceOf(SecretRefusedException.class)
                .hasMessageContaining("not in force in the log yet");
        keys.finishRotation(both);
        assertThat(keys.vkeys()).hasSize(2).doesNotContainAnyElementsOf(first);
        assertThat(keys(signers().each())).isSubsetOf(keys.vkeys()).hasSize(1);
        assertThat(signers().revoked()).isEmpty();
    }

    @Test
    void allAreRevokedAlsoThoseOfARotationUnderWay() throws IOException {
        keys.rotate();
        List<VerifierKey> both = keys.vkeys();
        keys.revoke(SINCE);
        assertThat(keys.vkeys()).hasSize(2).doesNotContainAnyElementsOf(both);
        assertThat(signers().revoked())
                .extracting(Revocation::key)
                .containsExactlyInAnyOrderElementsOf(both);
        assertThat(signers().revoked()).extracting(Revocation::since).containsOnly(SINCE);
        keys.rotate();
        assertThat(signers().each()).hasSize(2);
    }

    @Test
    void noPrivateKeyIsEverOpenToOthers() throws IOException {
        keys.rotate();
        keys.finishRotation(keys.vkeys());
        keys.revoke(SINCE);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".pem")))
                    .hasSize(6)
                    .allSatisfy(file ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(file)))
                                    .isEqualTo("rw-------"));
        }
        Path inForce = folder.resolve("ledger.unencrypted-private-key.pem");
        Files.setPosixFilePermissions(inForce, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(this::signers).isInstanceOf(SecretRefusedException.class);
    }

    private LedgerSigners signers() throws IOException {
        return keys.signers(InstantSource.system());
    }

    private static List<VerifierKey> keys(List<NoteSigner> signers) {
        return signers.stream().map(NoteSigner::verifierKey).toList();
    }
}
