package io.countersign.audit.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A Kubernetes Secret, mounted for a pod with an fsGroup, is read; anything wider is not.
class GroupMountedSecretIsReadTest {
    private static final String LABEL = "some-label";
    private static final KeyFileAccess.Reader POD =
            new KeyFileAccess.Reader(10_001, Set.of(10_001));

    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void aKey() throws IOException {
        file = folder.resolve("key");
        SecretFile.create(file, LABEL, new SecureRandom());
    }

    @ParameterizedTest
    @CsvSource({
        "100440, 0, 10001, true", // as the kubelet mounts it
        "100040, 0, 10001, true",
        "100440, 10001, 10001, false", // ours: we could have made it narrower
        "100440, 0, 0, false", // a group that we are not in
        "100444, 0, 10001, false",
        "100441, 0, 10001, false",
        "100442, 0, 10001, false",
        "100640, 0, 10001, false",
        "100460, 0, 10001, false",
        "100450, 0, 10001, false",
        "100540, 0, 10001, false",
    })
    void onlyAReadOnlyFileOfAnotherOwnerInOurGroup(
            String mode, int owner, int group, boolean safe) {
        assertThat(KeyFileAccess.isGroupMount(Integer.parseInt(mode, 8), owner, group, POD))
                .isEqualTo(safe);
    }

    @Test
    void whereTheProcessIsNotKnownNoGroupCounts() {
        assertThat(
                        KeyFileAccess.isGroupMount(
                                0_100440, 0, 0, new KeyFileAccess.Reader(-1, Set.of())))
                .isFalse();
    }

    @Test
    void theProcessIsReadFromTheKernelsLines() {
        String status =
                "Name:\tUid: 7\nUid:\t1\t10001\t2\t3\nGid:\t4\t20\t5\t6\nGroups:\t30 4294967294 \nSeccomp:\t2\n";
        assertThat(KeyFileAccess.process(status))
                .isEqualTo(new KeyFileAccess.Reader(10_001, Set.of(20, 30, -2)));
    }

    /// Needs root, who alone can give a file away; root's own group is one of the process's.
    @Test
    void theRealFileIsReadThroughTheLinksOfAMount() throws IOException {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not root");
        Files.setAttribute(file, "unix:uid", 4_711);
        Files.setAttribute(file, "unix:gid", Files.getAttribute(Path.of("/proc/self"), "unix:gid"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("mounted"), file);
        assertThat(SecretFile.read(link, LABEL)).hasSize(SecretFile.SECRET_BYTES);
        Files.setAttribute(file, "unix:gid", 4_711);
        assertThatThrownBy(() -> SecretFile.read(link, LABEL))
                .isInstanceOf(SecretRefusedException.class);
        Files.setAttribute(file, "unix:gid", 0);
        for (String wider : new String[] {"r--r--r--", "rw-r-----", "r--rw----", "r--r----x"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(wider));
            assertThatThrownBy(() -> SecretFile.read(link, LABEL))
                    .as(wider)
                    .isInstanceOf(SecretRefusedException.class);
        }
    }

    @Test
    void aTextOfOneLineIsReadUnderTheSameRules() throws IOException {
        Path text = Files.writeString(folder.resolve("token"), "s3cret:with colon\n");
        Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rw-------"));
        assertThat(SecretText.read(text)).isEqualTo("s3cret:with colon");
        for (String content : new String[] {"", "\n", "s3cret\nmore\n", "s3cret\r\n"}) {
            Files.writeString(text, content);
            assertThatThrownBy(() -> SecretText.read(text))
                    .isInstanceOf(SecretRefusedException.class)
                    .hasMessageNotContaining("s3cret");
        }
        Files.writeString(text, "s3cret");
        Files.setPosixFilePermissions(text, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> SecretText.read(text)).isInstanceOf(SecretRefusedException.class);
    }
}
