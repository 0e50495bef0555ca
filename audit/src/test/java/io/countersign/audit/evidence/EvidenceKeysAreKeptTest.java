package io.countersign.audit.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.evidence.EvidenceKeys.Missing;
import io.countersign.schemas.KekEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceKeysAreKeptTest {
    private static final String KID = "kek-2020q1";
    private static final Instant WITHIN = Instant.parse("2020-02-03T00:00:00Z");

    private final Path temporary;
    private final Path folder;
    private final EvidenceKeys keys;
    private final EvidenceCanary canary;

    EvidenceKeysAreKeptTest(@TempDir Path temporary) throws IOException {
        this.temporary = temporary;
        this.folder = temporary.resolve("evidence");
        this.keys = EvidenceKeys.open(folder, Missing.CREATE, new SecureRandom());
        this.canary = new EvidenceCanary(keys);
    }

    private KekEntry announced() throws IOException {
        keys.create(KID);
        KekEntry said = canary.announce(KID, new SecureRandom());
        keys.keepAnnouncement(said);
        return said;
    }

    @Test
    void aCanaryOpensWithItsOwnKeyOnly() throws IOException {
        KekEntry said = announced();
        assertThat(canary.check(said).getChange()).isEqualTo("OPENED");
        assertThat(keys.announcement(KID)).contains(said);

        Path copy = temporary.resolve("copy");
        Files.move(folder.resolve(KID), copy);
        assertThat(canary.check(said).getChange()).isEqualTo("MISSING");

        keys.create("kek-2020q2");
        Files.copy(folder.resolve("kek-2020q2"), folder.resolve(KID));
        assertThat(canary.check(said).getChange()).isEqualTo("FAILED");

        Files.move(copy, folder.resolve(KID), StandardCopyOption.REPLACE_EXISTING);
        assertThat(canary.check(said).getChange()).isEqualTo("OPENED");
    }

    @Test
    void theLogNeverHoldsTheKey() throws IOException {
        KekEntry said = announced();
        String line = Files.readString(folder.resolve(KID), StandardCharsets.US_ASCII);
        byte[] secret = Base64.getDecoder().decode(line.substring(line.indexOf(' ') + 1).strip());
        String all =
                Files.readString(folder.resolve(KID + ".announced"), StandardCharsets.US_ASCII)
                        + said;
        assertThat(all)
                .doesNotContain(
                        Base64.getEncoder().encodeToString(secret),
                        java.util.HexFormat.of().formatHex(secret));
        assertThat(said.getFingerprint().bytes()).isNotEqualTo(secret);
    }

    @Test
    void aKeyThatIsGoneIsNeverDrawnAgain() throws IOException {
        announced();
        keys.destroy(KID);
        assertThat(keys.exists(KID)).isFalse();
        assertThat(keys.isShredded(KID)).isTrue();
        assertThat(keys.create(KID)).isFalse();
        assertThatThrownBy(() -> keys.key(KID)).isInstanceOf(EvidenceKeyException.class);
        // Completing what a crash cut off is the same call.
        keys.destroy(KID);

        // What comes late for the quarter is kept with the next one.
        assertThat(keys.sealingKid(WITHIN)).isEqualTo("kek-2020q2");
    }

    @Test
    void aKeyThatDisappearedIsNotReplacedByAnother() throws IOException {
        announced();
        Files.delete(folder.resolve(KID));
        keys.forgetDestroyed();
        assertThat(keys.sealingKid(WITHIN)).isEqualTo("kek-2020q2");
        assertThat(keys.create(KID)).isFalse();
        assertThat(keys.isShredded(KID)).isFalse();
    }

    @Test
    void allFilesAreTheirOwnersOnly() throws IOException {
        announced();
        keys.create("kek-2020q2");
        keys.destroy("kek-2020q2");
        try (var files = Files.list(folder)) {
            assertThat(files.toList())
                    .hasSize(3)
                    .allSatisfy(file ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(file)))
                                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void anAnnouncementOfAnotherKeyIsRefused() throws IOException {
        announced();
        Files.copy(folder.resolve(KID + ".announced"), folder.resolve("kek-2020q2.announced"));
        assertThatThrownBy(() -> keys.announcement("kek-2020q2")).isInstanceOf(IOException.class);
    }
}
