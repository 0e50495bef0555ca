package io.countersign.audit.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    @TempDir Path folder;

    @Test
    void aKeyFileIsItsOwnersAlone() throws IOException {
        Path file = folder.resolve("key");
        assertThat(SecretFile.create(file, "some-label", new SecureRandom())).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SecretFile.read(file, "some-label")).hasSize(SecretFile.SECRET_BYTES);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void anExistingKeyIsNeverOverwritten() throws IOException {
        Path file = folder.resolve("key");
        SecretFile.create(file, "some-label", new SecureRandom());
        byte[] before = SecretFile.read(file, "some-label");
        assertThat(SecretFile.create(file, "some-label", new SecureRandom())).isFalse();
        assertThat(SecretFile.read(file, "some-label")).isEqualTo(before);
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        Path file = folder.resolve("key");
        SecretFile.create(file, "some-label", new SecureRandom());
        for (String open :
                new String[] {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw---x---"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
            assertThatThrownBy(() -> SecretFile.read(file, "some-label"))
                    .as(open)
                    .isInstanceOf(SecretRefusedException.class);
        }
    }

    @Test
    void aFileOfAnotherPurposeOrADamagedOneIsRefusedWithoutQuotingIt() throws IOException {
        Path file = folder.resolve("key");
        SecretFile.create(file, "some-label", new SecureRandom());
        assertThatThrownBy(() -> SecretFile.read(file, "other-label"))
                .isInstanceOf(SecretRefusedException.class);
        for (String content :
                new String[] {"", "some-label ", "some-label !!!\n", "some-label QUJD\n"}) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> SecretFile.read(file, "some-label"))
                    .isInstanceOf(SecretRefusedException.class)
                    .hasMessageNotContaining("QUJD")
                    .hasNoCause();
        }
    }
}
