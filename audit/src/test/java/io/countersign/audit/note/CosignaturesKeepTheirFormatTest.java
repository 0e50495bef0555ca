package io.countersign.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Lines of the types 04 and 06. For ML-DSA-44 the JDK's implementation checks Bouncy Castle's,
/// over a message that this test puts together by itself.
class CosignaturesKeepTheirFormatTest {
    private static final String NAME = "example.org/log";
    private static final Instant TIME = Instant.parse("2026-11-26T12:00:00Z");
    private static final Checkpoint CHECKPOINT =
            new Checkpoint(NAME, new TreeSize(70_000), Sha256.of(new byte[] {1}));

    private final MlDsa44CheckpointSigner mlDsa =
            MlDsa44CheckpointSigner.generate(NAME, new SecureRandom(), InstantSource.fixed(TIME));
    private final Ed25519NoteSigner ed25519 =
            Ed25519NoteSigner.generate("witness.example.org", new SecureRandom());

    @Test
    void mlDsaLineIsWhatAnotherImplementationVerifies() throws Exception {
        byte[] payload = mlDsa.sign(text(CHECKPOINT));
        assertThat(payload).hasSize(8 + 2420);
        assertThat(ByteBuffer.wrap(payload).getLong()).isEqualTo(TIME.getEpochSecond());
        byte[] name = NAME.getBytes(StandardCharsets.UTF_8);
        byte[] message =
                ByteBuffer.allocate(12 + 2 * (1 + name.length) + 3 * 8 + 32)
                        .put("subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII))
                        .put((byte) name.length)
                        .put(name)
                        .putLong(TIME.getEpochSecond())
                        .put((byte) name.length)
                        .put(name)
                        .putLong(0)
                        .putLong(70_000)
                        .put(CHECKPOINT.root().bytes())
                        .array();
        Signature jdk;
        try {
            jdk = Signature.getInstance("ML-DSA-44");
        } catch (GeneralSecurityException _before24) {
            Assumptions.abort("this JDK has no ML-DSA-44");
            return;
        }
        byte[] spki =
                concatenated(
                        HexFormat.of().parseHex("30820532300b06096086480165030403110382052100"),
                        mlDsa.verifierKey().publicKey());
        jdk.initVerify(
                KeyFactory.getInstance("ML-DSA-44").generatePublic(new X509EncodedKeySpec(spki)));
        jdk.update(message);
        assertThat(jdk.verify(Arrays.copyOfRange(payload, 8, payload.length))).isTrue();
    }

    @Test
    void aNoteOpensWithBothKeysAndSpoilsWithOneBadLine() throws Exception {
        SignedNote note =
                SignedNote.sign(
                        CHECKPOINT.text(),
                        List.of(Ed25519NoteSigner.generate(NAME, new SecureRandom()), mlDsa));
        List<NoteVerifier> trusted = List.of(NoteVerifier.of(mlDsa.verifierKey()));
        assertThat(SignedNote.parse(note.encode()).open(trusted))
                .isEqualTo(
                        new NoteVerdict.Verified(CHECKPOINT.text(), List.of(mlDsa.verifierKey())));
        SignedNote other =
                SignedNote.sign(
                                new Checkpoint(NAME, new TreeSize(70_001), CHECKPOINT.root())
                                        .text(),
                                List.of(ed25519))
                        .with(List.of(note.signatures().getLast()));
        assertThat(other.open(trusted))
                .isEqualTo(new NoteVerdict.BadSignature(mlDsa.verifierKey()));
    }

    @Test
    void anotherTimeSizeNameOrLengthIsNotSigned() throws Exception {
        NoteVerifier verifier = NoteVerifier.of(mlDsa.verifierKey());
        byte[] payload = mlDsa.sign(text(CHECKPOINT));
        assertThat(verifier.verify(text(CHECKPOINT), payload)).isTrue();
        byte[] later = payload.clone();
        later[7]++;
        byte[] noTime = concatenated(new byte[8], Arrays.copyOfRange(payload, 8, payload.length));
        Checkpoint larger = new Checkpoint(NAME, new TreeSize(70_001), CHECKPOINT.root());
        Checkpoint renamed =
                new Checkpoint("example.org/lag", CHECKPOINT.size(), CHECKPOINT.root());
        Checkpoint extended =
                new Checkpoint(NAME, CHECKPOINT.size(), CHECKPOINT.root(), List.of("more"));
        assertThat(verifier.verify(text(CHECKPOINT), later)).isFalse();
        assertThat(verifier.verify(text(CHECKPOINT), noTime)).isFalse();
        assertThat(verifier.verify(text(larger), payload)).isFalse();
        assertThat(verifier.verify(text(renamed), payload)).isFalse();
        assertThat(verifier.verify(text(extended), payload)).isFalse();
        assertThat(verifier.verify(text(CHECKPOINT), Arrays.copyOf(payload, 2427))).isFalse();
        assertThat(verifier.verify(text(CHECKPOINT), Arrays.copyOf(payload, 2429))).isFalse();
        assertThat(verifier.verify("no checkpoint\n".getBytes(StandardCharsets.UTF_8), payload))
                .isFalse();
        assertThatThrownBy(() -> mlDsa.sign(text(extended)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWitnessOfEd25519SignsTheTimeWithTheText() throws Exception {
        VerifierKey key =
                new VerifierKey(
                        "witness.example.org",
                        KeyType.ED25519_COSIGNATURE,
                        ed25519.verifierKey().publicKey());
        NoteVerifier verifier = NoteVerifier.of(key);
        byte[] message =
                ("cosignature/v1\ntime " + TIME.getEpochSecond() + "\n" + CHECKPOINT.text())
                        .getBytes(StandardCharsets.UTF_8);
        byte[] payload =
                ByteBuffer.allocate(72)
                        .putLong(TIME.getEpochSecond())
                        .put(ed25519.sign(message))
                        .array();
        assertThat(verifier.verify(text(CHECKPOINT), payload)).isTrue();
        assertThat(new NoteSignature(key.name(), key.keyId(), payload).time()).contains(TIME);
        payload[7]++;
        assertThat(verifier.verify(text(CHECKPOINT), payload)).isFalse();
        // The same key's plain signature is none of this type.
        assertThat(verifier.verify(text(CHECKPOINT), ed25519.sign(text(CHECKPOINT)))).isFalse();
    }

    @Test
    void aKeyOfAnotherTypeOrNameDoesNotVouchForTheLog() throws Exception {
        SignedNote note = SignedNote.sign(CHECKPOINT.text(), List.of(mlDsa));
        assertThatThrownBy(() ->
                        OpenedCheckpoint.open(note, List.of(NoteVerifier.of(mlDsa.verifierKey()))))
                .isInstanceOf(MalformedNoteException.class);
    }

    private static byte[] text(Checkpoint checkpoint) {
        return checkpoint.text().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }
}
