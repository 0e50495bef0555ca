package io.countersign.audit.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.evidence.Opening.Opened;
import io.countersign.audit.evidence.Opening.Reason;
import io.countersign.audit.evidence.Opening.Refused;
import io.countersign.audit.keys.SecretFile;
import io.countersign.schemas.EvidenceEnvelope;
import io.countersign.schemas.EvidenceRef;
import io.countersign.schemas.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceOpensOnlyInItsPlaceTest {
    private static final String CHAIN = "audit.entry.v1/3@1";
    private static final Instant TIME = Instant.parse("2026-11-26T12:00:00Z");
    private static final byte[] PLAINTEXT = "an invented prompt".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;
    private EvidenceKeys keys = none();
    private EvidenceOpener opener = none();
    private Sealed sealed = none();

    @BeforeEach
    void seal() throws IOException {
        keys =
                EvidenceKeys.open(
                        folder.resolve("keks"), EvidenceKeys.Missing.CREATE, new SecureRandom());
        opener = new EvidenceOpener(keys);
        sealed = new EvidenceSealer(keys, new SecureRandom()).seal(CHAIN, 5, TIME, PLAINTEXT);
    }

    @Test
    void whatWasSealedOpensForItsEntry() {
        assertThat(sealed.ref().getKid()).isEqualTo("kek-2026q4");
        assertThat(sealed.ref().getPlaintextBytes()).isEqualTo(PLAINTEXT.length);
        assertThat(opener.open(CHAIN, 5, sealed.ref(), sealed.envelope()))
                .isInstanceOfSatisfying(
                        Opened.class,
                        opened -> assertThat(opened.plaintext()).isEqualTo(PLAINTEXT));
        // Twice: reading moves no buffer.
        assertThat(opener.open(CHAIN, 5, sealed.ref(), sealed.envelope()))
                .isInstanceOf(Opened.class);
    }

    @Test
    void anEnvelopeOfAnotherPlaceIsRefused() {
        EvidenceEnvelope e = sealed.envelope();
        assertRefused(Reason.WRONG_PLACE, "audit.entry.v1/4@1", 5, sealed.ref(), e);
        assertRefused(Reason.WRONG_PLACE, CHAIN, 6, sealed.ref(), e);
        // The envelope's own claim rewritten to the other place: the additional data does not fit.
        EvidenceEnvelope moved = changed(e, "seq", 6L);
        assertRefused(Reason.NOT_AUTHENTIC, CHAIN, 6, sealed.ref(), moved);
        EvidenceEnvelope otherChain = changed(e, "chain", "audit.entry.v1/4@1");
        assertRefused(Reason.NOT_AUTHENTIC, "audit.entry.v1/4@1", 5, sealed.ref(), otherChain);
    }

    @Test
    void swappedEnvelopesAreRefused() {
        Sealed other = new EvidenceSealer(keys, new SecureRandom()).seal(CHAIN, 6, TIME, PLAINTEXT);
        assertRefused(Reason.WRONG_PLACE, CHAIN, 5, sealed.ref(), other.envelope());
        Sealed again = new EvidenceSealer(keys, new SecureRandom()).seal(CHAIN, 5, TIME, PLAINTEXT);
        assertRefused(Reason.WRONG_CIPHERTEXT, CHAIN, 5, sealed.ref(), again.envelope());
    }

    @Test
    void eachFlippedBitOfTheEnvelopeIsCaught() {
        EvidenceEnvelope e = sealed.envelope();
        for (int i = 0; i < e.getCiphertext().remaining(); i++) {
            EvidenceEnvelope damaged = changed(e, "ciphertext", flipped(e.getCiphertext(), i));
            assertRefused(Reason.WRONG_CIPHERTEXT, CHAIN, 5, sealed.ref(), damaged);
            // Even where the reference is rewritten with it.
            EvidenceRef ref =
                    changed(
                            sealed.ref(),
                            "ciphertext",
                            new Hash(
                                    EnvelopeFormat.sha256()
                                            .digest(damaged.getCiphertext().array())));
            assertRefused(Reason.NOT_AUTHENTIC, CHAIN, 5, ref, damaged);
        }
        for (int i = 0; i < e.getNonce().remaining(); i++) {
            EvidenceEnvelope damaged = changed(e, "nonce", flipped(e.getNonce(), i));
            assertRefused(Reason.NOT_AUTHENTIC, CHAIN, 5, sealed.ref(), damaged);
        }
        for (int i = 0; i < e.getWrappedKey().remaining(); i++) {
            EvidenceEnvelope damaged = changed(e, "wrappedKey", flipped(e.getWrappedKey(), i));
            assertRefused(Reason.WRONG_KEY, CHAIN, 5, sealed.ref(), damaged);
        }
    }

    @Test
    void wrongLengthsAndAWrongCommitmentAreRefused() {
        EvidenceEnvelope e = sealed.envelope();
        assertRefused(
                Reason.MALFORMED,
                CHAIN,
                5,
                sealed.ref(),
                changed(e, "nonce", ByteBuffer.allocate(16)));
        assertRefused(
                Reason.MALFORMED,
                CHAIN,
                5,
                changed(sealed.ref(), "plaintextBytes", PLAINTEXT.length + 1L),
                e);
        byte[] commitment = sealed.ref().getCommitment().bytes().clone();
        commitment[0] ^= 1;
        assertRefused(
                Reason.WRONG_COMMITMENT,
                CHAIN,
                5,
                changed(sealed.ref(), "commitment", new Hash(commitment)),
                e);
    }

    @Test
    void destroyingAQuartersKeyShredsThatQuarterOnly() throws IOException {
        Sealed older =
                new EvidenceSealer(keys, new SecureRandom())
                        .seal(CHAIN, 9, Instant.parse("2026-03-31T23:59:59Z"), PLAINTEXT);
        assertThat(older.ref().getKid()).isEqualTo("kek-2026q1");
        Files.delete(folder.resolve("keks").resolve("kek-2026q1"));
        EvidenceKeys reopened =
                EvidenceKeys.open(
                        folder.resolve("keks"), EvidenceKeys.Missing.CREATE, new SecureRandom());
        EvidenceOpener fresh = new EvidenceOpener(reopened);
        assertThat(fresh.open(CHAIN, 9, older.ref(), older.envelope()))
                .isEqualTo(new Refused(Reason.NO_KEY));
        assertThat(fresh.open(CHAIN, 5, sealed.ref(), sealed.envelope()))
                .isInstanceOf(Opened.class);
        assertThat(folder.resolve("keks").resolve("kek-2026q1")).doesNotExist();
    }

    @Test
    void aHostThatMayNotDrawKeysRefusesToSealWithoutOne() throws IOException {
        EvidenceKeys given =
                EvidenceKeys.open(
                        folder.resolve("keks"), EvidenceKeys.Missing.REFUSE, new SecureRandom());
        EvidenceSealer sealer = new EvidenceSealer(given, new SecureRandom());
        assertThat(
                        opener.open(
                                CHAIN,
                                7,
                                sealer.seal(CHAIN, 7, TIME, PLAINTEXT).ref(),
                                sealed.envelope()))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() ->
                        sealer.seal(CHAIN, 8, Instant.parse("2030-01-01T00:00:00Z"), PLAINTEXT))
                .isInstanceOf(EvidenceKeyException.class);
    }

    @Test
    void keysThatOthersMayReadAreRefused() throws IOException {
        Path keks = folder.resolve("keks");
        Files.setPosixFilePermissions(
                keks.resolve("kek-2026q4"), PosixFilePermissions.fromString("rw-r-----"));
        EvidenceKeys reopened =
                EvidenceKeys.open(keks, EvidenceKeys.Missing.CREATE, new SecureRandom());
        assertThatThrownBy(() ->
                        new EvidenceSealer(reopened, new SecureRandom())
                                .seal(CHAIN, 5, TIME, PLAINTEXT))
                .isInstanceOf(EvidenceKeyException.class);
        Files.setPosixFilePermissions(keks, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() ->
                        EvidenceKeys.open(keks, EvidenceKeys.Missing.CREATE, new SecureRandom()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void kidsGoByTheQuarterOfTheEventInUtcWithinBounds() {
        assertThat(EvidenceKeys.kid(Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo("kek-2026q1");
        assertThat(EvidenceKeys.kid(Instant.parse("2026-06-30T23:59:59Z"))).isEqualTo("kek-2026q2");
        assertThat(EvidenceKeys.kid(Instant.parse("2026-07-01T00:00:00Z"))).isEqualTo("kek-2026q3");
        assertThat(EvidenceKeys.kid(Instant.MIN)).isEqualTo("kek-1970q1");
        assertThat(EvidenceKeys.kid(Instant.MAX)).isEqualTo("kek-2199q4");
    }

    /// docs/spec/evidence.md: a fixed envelope that anybody can open.
    @Test
    void theWorkedExampleOfTheSpecificationOpens() throws IOException {
        String spec = Files.readString(Path.of("..", "docs", "spec", "evidence.md"));
        Path keks = folder.resolve("example");
        EvidenceKeys.open(keks, EvidenceKeys.Missing.CREATE, new SecureRandom());
        SecretFile.create(keks.resolve("kek-2026q4"), EvidenceKeys.LABEL, hexAfter(spec, "key:"));
        EvidenceOpener reader =
                new EvidenceOpener(
                        EvidenceKeys.open(keks, EvidenceKeys.Missing.REFUSE, new SecureRandom()));
        byte[] ciphertext = hexAfter(spec, "ciphertext:");
        EvidenceEnvelope envelope =
                new EvidenceEnvelope(
                        CHAIN,
                        5L,
                        "kek-2026q4",
                        ByteBuffer.wrap(hexAfter(spec, "wrappedKey:")),
                        ByteBuffer.wrap(hexAfter(spec, "nonce:")),
                        ByteBuffer.wrap(ciphertext));
        EvidenceRef ref =
                new EvidenceRef(
                        "kek-2026q4",
                        new Hash(hexAfter(spec, "SHA-256 of it:")),
                        new Hash(hexAfter(spec, "commitment:")),
                        (long) PLAINTEXT.length);
        assertThat(reader.open(CHAIN, 5, ref, envelope))
                .isInstanceOfSatisfying(
                        Opened.class,
                        opened -> assertThat(opened.plaintext()).isEqualTo(PLAINTEXT));
    }

    @Test
    void nothingSealedOrOpenedPrints() {
        assertThat(sealed.toString()).isEqualTo("Sealed[kek-2026q4, 18 bytes]");
        assertThat(opener.open(CHAIN, 5, sealed.ref(), sealed.envelope()))
                .hasToString("Opened[18 bytes]");
        assertThat(keys).hasToString("EvidenceKeys[redacted]");
    }

    private void assertRefused(
            Reason reason, String chain, long seq, EvidenceRef ref, EvidenceEnvelope envelope) {
        assertThat(opener.open(chain, seq, ref, envelope)).isEqualTo(new Refused(reason));
    }

    private static EvidenceEnvelope changed(EvidenceEnvelope e, String field, Object value) {
        EvidenceEnvelope copy =
                new EvidenceEnvelope(
                        e.getChain(),
                        e.getSeq(),
                        e.getKid(),
                        e.getWrappedKey(),
                        e.getNonce(),
                        e.getCiphertext());
        copy.put(field, value);
        return copy;
    }

    private static EvidenceRef changed(EvidenceRef r, String field, Object value) {
        EvidenceRef copy =
                new EvidenceRef(
                        r.getKid(), r.getCiphertext(), r.getCommitment(), r.getPlaintextBytes());
        copy.put(field, value);
        return copy;
    }

    private static ByteBuffer flipped(ByteBuffer buffer, int at) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        copy[at] ^= 1;
        return ByteBuffer.wrap(copy);
    }

    private static byte[] hexAfter(String spec, String label) {
        Matcher matcher =
                Pattern.compile("(?m)^" + Pattern.quote(label) + "((?:\\s+[0-9a-f]{2,64})+)")
                        .matcher(spec);
        assertThat(matcher.find()).as(label).isTrue();
        return HexFormat.of().parseHex(matcher.group(1).replaceAll("\\s", ""));
    }

    @SuppressWarnings({
        "NullAway",
        "TypeParameterUnusedInFormals"
    }) // JUnit sets them before each test.
    private static <T> T none() {
        return null;
    }
}
