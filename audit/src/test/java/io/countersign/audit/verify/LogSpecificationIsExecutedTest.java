package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.KeyStatement;
import io.countersign.audit.note.LogName;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.MlDsa44CheckpointSigner;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.tiles.Growth;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.TileObject;
import io.countersign.audit.tiles.TreeEdge;
import io.countersign.schemas.Hash;
import io.countersign.schemas.PreviousLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.junit.jupiter.api.Test;

/// `docs/spec/log.md`: its worked example is what the code writes and reads, its table is the
/// checks there are.
class LogSpecificationIsExecutedTest {
    private static final Path SPEC = Path.of("..", "docs", "spec", "log.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\n(.*?)^```$");

    private final List<byte[]> leaves =
            Stream.of("one", "two", "three")
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    .toList();

    private static List<String> blocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(SPEC));
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    @Test
    void tilesBundleAndRoot() throws IOException {
        String example = blocks().getFirst();
        TreeHasher hasher = new TreeHasher();
        Growth growth =
                TreeEdge.empty()
                        .append(leaves.stream().map(bytes -> new Leaf(bytes, hasher)).toList());
        assertThat(growth.objects()).hasSize(2);
        for (TileObject object : growth.objects()) {
            assertThat(HexFormat.of().formatHex(object.bytes()))
                    .isEqualTo(after(example, object.path().path() + ":\n"));
        }
        assertThat(growth.root().hex()).isEqualTo(after(example, "root:\n"));
    }

    private static String after(String example, String label) {
        int start = example.indexOf(label) + label.length();
        StringBuilder hex = new StringBuilder();
        for (String line : example.substring(start).lines().toList()) {
            if (!line.matches("[0-9a-f]+")) {
                break;
            }
            hex.append(line);
        }
        return hex.toString();
    }

    @Test
    void keyCheckpointAndProof() throws IOException, MalformedNoteException {
        List<String> blocks = blocks();
        assertThat(LogFixture.SIGNER.verifierKey().vkey() + "\n").isEqualTo(blocks.get(1));

        byte[] note = blocks.get(2).getBytes(StandardCharsets.UTF_8);
        Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(note).text());
        assertThat(SignedNote.sign(checkpoint.text(), List.of(LogFixture.SIGNER)).encode())
                .isEqualTo(note);

        TlogProof proof = TlogProof.parse(blocks.get(3).getBytes(StandardCharsets.UTF_8));
        assertThat(proof.index()).isEqualTo(new LeafIndex(2));
        assertThat(
                        proof.inclusionIn(checkpoint)
                                .verify(new TreeHasher().leafHash(leaves.get(2)), checkpoint.root())
                                .isValid())
                .isTrue();
    }

    @Test
    void mlDsaLine() throws IOException, MalformedNoteException {
        List<String> blocks = blocks();
        String example = blocks.get(4);
        Instant time = Instant.parse("2026-09-21T14:13:20Z");
        MlDsa44CheckpointSigner signer =
                new MlDsa44CheckpointSigner(
                        LogFixture.ORIGIN, LogFixture.filled(32, 7), InstantSource.fixed(time));
        assertThat(HexFormat.of().toHexDigits(signer.verifierKey().keyId()))
                .isEqualTo(after(example, "key id:\n"));
        assertThat(Sha256.of(signer.verifierKey().publicKey()).hex())
                .isEqualTo(after(example, "public key:\n"));
        byte[] message = HexFormat.of().parseHex(after(example, "message:\n"));
        String text = SignedNote.parse(blocks.get(2).getBytes(StandardCharsets.UTF_8)).text();
        byte[] payload = signer.sign(text.getBytes(StandardCharsets.UTF_8));
        assertThat(ByteBuffer.wrap(payload).getLong()).isEqualTo(time.getEpochSecond());
        MLDSASigner check = new MLDSASigner();
        check.init(
                false,
                new MLDSAPublicKeyParameters(
                        MLDSAParameters.ml_dsa_44, signer.verifierKey().publicKey()));
        check.update(message, 0, message.length);
        assertThat(check.verifySignature(Arrays.copyOfRange(payload, 8, payload.length))).isTrue();
    }

    @Test
    void keyStatement() throws IOException {
        List<String> blocks = blocks();
        KeyStatement statement =
                new KeyStatement(
                        LogFixture.ORIGIN,
                        KeyStatement.ADDED,
                        LogFixture.SIGNER.verifierKey(),
                        TreeSize.ZERO,
                        Sha256.of(new byte[0]));
        assertThat(statement.text()).isEqualTo(blocks.get(5));
        List<String> lines = statement.sign(List.of(LogFixture.SIGNER));
        assertThat(String.join("\n", lines) + "\n").isEqualTo(blocks.get(6));
        assertThat(statement.signedBy(lines, LogFixture.KEYS.keys()))
                .contains(LogFixture.KEYS.keys());
    }

    @Test
    void theLogOfTheNextYear() throws IOException {
        List<String> blocks = blocks();
        String origin = LogName.first(LogFixture.ORIGIN).in(2027).origin();
        assertThat(LogFixture.SIGNER.named(origin).verifierKey().vkey() + "\n")
                .isEqualTo(blocks.get(7));
        PreviousLog previous =
                new PreviousLog(
                        LogFixture.ORIGIN,
                        LogFixture.ORIGIN,
                        3L,
                        new Hash(HexFormat.of().parseHex(after(blocks.getFirst(), "root:\n"))),
                        0L,
                        List.of());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new SpecificDatumWriter<>(PreviousLog.class).write(previous, encoder);
        assertThat(HexFormat.of().formatHex(bytes.toByteArray()))
                .isEqualTo(after(blocks.get(8), "previousLog:\n"));
    }

    @Test
    void tableListsTheChecks() throws IOException {
        List<String> codes =
                Files.readString(SPEC)
                        .lines()
                        .map(line -> Pattern.compile("^\\| `([a-z.]+)` \\|.*").matcher(line))
                        .map(matcher ->
                                matcher.matches()
                                        ? Optional.of(matcher.group(1))
                                        : Optional.<String>empty())
                        .flatMap(Optional::stream)
                        .toList();
        assertThat(codes)
                .containsExactlyElementsOf(
                        Arrays.stream(CheckCode.values()).map(CheckCode::code).toList());
    }
}
