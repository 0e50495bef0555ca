package io.countersign.audit.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.keys.SecretFile;
import io.countersign.audit.keys.SecretRefusedException;
import io.countersign.schemas.Token;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenKeysTest {
    @TempDir Path folder;
    private Path file = Path.of("");
    private TokenKeys keys = noKeys();

    @BeforeEach
    void withAFixedSecret() throws IOException {
        file = folder.resolve("token.key");
        byte[] secret = new byte[SecretFile.SECRET_BYTES];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) i;
        }
        SecretFile.create(file, TokenKeys.LABEL, secret);
        keys = TokenKeys.load(file);
    }

    /// Expected values from Python's hmac module, by the formula of the class.
    @Test
    void tokensAreTheStatedHmac() {
        assertThat(keys.token(2026, "MRN", "GEN:0012345").bytes())
                .isEqualTo(
                        HexFormat.of()
                                .parseHex(
                                        "5278f23aeefb4590065923ac917485823dea2bb81ce334ca11bf1a85809eb166"));
        assertThat(keys.payloadDigest(2026, "x".getBytes(StandardCharsets.UTF_8)).bytes())
                .isEqualTo(
                        HexFormat.of()
                                .parseHex(
                                        "2e79c4c16178f64bf724b5ffb5343f836c502662f7275c957700b7ee2eeab31c"));
    }

    /// The key of the marks from Python's hmac module, by the formula of the class.
    @Test
    void marksAreTheStatedSipHash() {
        byte[] payload = "x".getBytes(StandardCharsets.UTF_8);
        byte[] key =
                HexFormat.of()
                        .parseHex(
                                "4176378044d39205afc5db7a9d5e0cf1e59d1d4394f2c5739c222bd680b80dda");
        assertThat(keys.payloadMark(payload)).isEqualTo(new SipHash(key).of(payload));
        assertThat(keys.payloadMark(payload)).isNotEqualTo(keys.payloadMark(new byte[] {'y'}));
    }

    @Test
    void anotherYearTypeOrValueGivesAnotherToken() {
        Set<Token> tokens = new HashSet<>();
        tokens.add(keys.token(2026, "MRN", "1"));
        tokens.add(keys.token(2025, "MRN", "1"));
        tokens.add(keys.token(2026, "MRN1", ""));
        tokens.add(keys.token(2026, "SSN", "1"));
        tokens.add(keys.token(2026, "MRN", "2"));
        tokens.add(keys.payloadDigest(2026, new byte[] {'M', 'R', 'N', 0, '1'}));
        assertThat(tokens).hasSize(6);
    }

    @Test
    void theSameInEachThreadAndAfterMoreYearsThanAreKept() {
        Token expected = keys.token(2026, "MRN", "1");
        for (int year = 1970; year < 1970 + 3 * TokenKeys.MAX_YEARS_KEPT; year++) {
            keys.token(year, "MRN", "1");
        }
        assertThat(keys.token(2026, "MRN", "1")).isEqualTo(expected);
        assertThat(
                        IntStream.range(0, 200)
                                .parallel()
                                .mapToObj(_i -> keys.token(2026, "MRN", "1"))
                                .distinct())
                .containsExactly(expected);
    }

    @Test
    void aWrongCallIsRefusedAndLeavesNoTrace() {
        Token expected = keys.token(2026, "MRN", "1");
        assertThatThrownBy(() -> keys.token(1969, "MRN", "1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys.token(10000, "MRN", "1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keys.token(2026, "MR\u0000N", "1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(keys.token(2026, "MRN", "1")).isEqualTo(expected);
    }

    @Test
    void theKeyFileIsMadeOnceForTheOwnerAndRefusedWhereOthersReadIt() throws IOException {
        Path fresh = folder.resolve("fresh.key");
        Token first = TokenKeys.loadOrCreate(fresh, new SecureRandom()).token(2026, "MRN", "1");
        assertThat(TokenKeys.loadOrCreate(fresh, new SecureRandom()).token(2026, "MRN", "1"))
                .isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> TokenKeys.load(fresh)).isInstanceOf(SecretRefusedException.class);
    }

    @Test
    void keysDoNotPrint() {
        assertThat(keys).hasToString("TokenKeys[redacted]");
    }

    @SuppressWarnings("NullAway") // JUnit sets it before each test.
    private static TokenKeys noKeys() {
        return null;
    }
}
