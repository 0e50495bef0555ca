package io.countersign.audit.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MlDsa44CheckpointSigner;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyFileTest {
    private static final char[] PASSWORD = "a long example password".toCharArray();
    private static final String NAME = "example.org/log";

    @TempDir Path directory;

    private final Ed25519NoteSigner key = Ed25519NoteSigner.generate(NAME, new SecureRandom());

    @Test
    void encryptedKeyComesBackUnderItsPasswordOnly() throws IOException {
        Path file = directory.resolve("log.pem");
        SigningKeyFile.createEncrypted(file, key, PASSWORD, new SecureRandom());
        assertThat(SigningKeyFile.readEncrypted(file, key.verifierKey(), PASSWORD).verifierKey())
                .isEqualTo(key.verifierKey());
        assertThatThrownBy(() ->
                        SigningKeyFile.readEncrypted(
                                file, key.verifierKey(), "wrong".toCharArray()))
                .isInstanceOf(SecretRefusedException.class)
                // One wrong password in 256 gives a padding by chance, and then no key.
                .message()
                .containsAnyOf("does not open", "holds no Ed25519 private key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String pem = Files.readString(file);
        assertThat(pem)
                .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n")
                .endsWith("\n-----END ENCRYPTED PRIVATE KEY-----\n");
        // PBES2 is 1.2.840.113549.1.5.13, PBKDF2 .12, AES-256-CBC 2.16.840.1.101.3.4.1.42.
        assertThat(HexFormat.of().formatHex(der(pem)))
                .contains(
                        "06092a864886f70d01050d",
                        "06092a864886f70d01050c",
                        "060960864801650304012a")
                .doesNotContain(HexFormat.of().formatHex(key.exposeSecretSeed()));
    }

    @Test
    void mlDsaKeyComesBackFromBothForms() throws IOException {
        InstantSource clock = InstantSource.system();
        MlDsa44CheckpointSigner mlDsa =
                MlDsa44CheckpointSigner.generate(NAME, new SecureRandom(), clock);
        Path encrypted = directory.resolve("log.pem");
        SigningKeyFile.createEncrypted(encrypted, mlDsa, PASSWORD, new SecureRandom());
        assertThat(
                        SigningKeyFile.readEncryptedMlDsa44(
                                        encrypted, mlDsa.verifierKey(), PASSWORD, clock)
                                .verifierKey())
                .isEqualTo(mlDsa.verifierKey());
        Path clear = directory.resolve("log.unencrypted-private-key.pem");
        SigningKeyFile.createUnencrypted(clear, mlDsa);
        assertThat(
                        SigningKeyFile.readUnencryptedMlDsa44(clear, mlDsa.verifierKey(), clock)
                                .verifierKey())
                .isEqualTo(mlDsa.verifierKey());
        // RFC 9881: id-ml-dsa-44 is 2.16.840.1.101.3.4.3.17, the seed is choice [0].
        assertThat(HexFormat.of().formatHex(der(Files.readString(clear))))
                .isEqualTo(
                        "3034020100300b060960864801650304031104228020"
                                + HexFormat.of().formatHex(mlDsa.exposeSecretSeed()));
        assertThatThrownBy(() -> SigningKeyFile.readUnencrypted(clear, key.verifierKey()))
                .isInstanceOf(SecretRefusedException.class)
                .hasMessageContaining("holds no Ed25519 private key");
    }

    @Test
    void unencryptedKeyNeedsATellingName() throws IOException {
        Path file = directory.resolve("demo.unencrypted-private-key.pem");
        SigningKeyFile.createUnencrypted(file, key);
        assertThat(SigningKeyFile.readUnencrypted(file, key.verifierKey()).verifierKey())
                .isEqualTo(key.verifierKey());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Path plain = directory.resolve("log.pem");
        assertThatThrownBy(() -> SigningKeyFile.createUnencrypted(plain, key))
                .isInstanceOf(IllegalArgumentException.class);
        Files.copy(file, plain);
        assertThatThrownBy(() -> SigningKeyFile.readUnencrypted(plain, key.verifierKey()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fileThatOthersMayReadIsRefused() throws IOException {
        Path file = directory.resolve("demo.unencrypted-private-key.pem");
        SigningKeyFile.createUnencrypted(file, key);
        for (String permissions :
                new String[] {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            assertThatThrownBy(() -> SigningKeyFile.readUnencrypted(file, key.verifierKey()))
                    .isInstanceOf(SecretRefusedException.class)
                    .hasMessageContaining("chmod 600");
        }
    }

    @Test
    void anotherKeyThanTheOneExpectedIsRefused() throws IOException {
        Path file = directory.resolve("demo.unencrypted-private-key.pem");
        SigningKeyFile.createUnencrypted(file, key);
        Ed25519NoteSigner other = Ed25519NoteSigner.generate(NAME, new SecureRandom());
        assertThatThrownBy(() -> SigningKeyFile.readUnencrypted(file, other.verifierKey()))
                .isInstanceOf(SecretRefusedException.class)
                .hasMessageContaining("another key");
    }

    @Test
    void existingFileIsNotWrittenOver() throws IOException {
        Path file = directory.resolve("log.pem");
        Files.writeString(file, "here already");
        assertThatThrownBy(() ->
                        SigningKeyFile.createEncrypted(file, key, PASSWORD, new SecureRandom()))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(Files.readString(file)).isEqualTo("here already");
    }

    @Test
    void damagedFilesAreRefusedWithoutQuotingThem() throws IOException {
        Path good = directory.resolve("log.pem");
        SigningKeyFile.createEncrypted(good, key, PASSWORD, new SecureRandom());
        byte[] bytes = Files.readAllBytes(good);
        int refused = 0;
        for (int at = 40; at < bytes.length - 40; at += 7) {
            byte[] bad = bytes.clone();
            bad[at] = (byte) (bad[at] == 'A' ? 'B' : 'A');
            Path file = directory.resolve("bad" + at + ".pem");
            Files.write(file, bad);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            try {
                // Some bits of base64 and of the container carry nothing.
                assertThat(
                                SigningKeyFile.readEncrypted(file, key.verifierKey(), PASSWORD)
                                        .verifierKey())
                        .isEqualTo(key.verifierKey());
            } catch (SecretRefusedException e) {
                assertThat(e).hasNoCause();
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(15);
    }

    private static byte[] der(String pem) {
        String body =
                pem.lines().filter(line -> !line.startsWith("-----")).collect(Collectors.joining());
        return Base64.getDecoder().decode(body);
    }
}
