package io.countersign.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.pack.LogSides;
import io.countersign.audit.pack.PackCheck;
import io.countersign.audit.pack.PackCode;
import io.countersign.audit.pack.PackReport;
import io.countersign.audit.pack.PackTrust;
import io.countersign.audit.pack.PackWriter;
import io.countersign.schemas.EntryKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `docs/spec/proof.md`: its worked example is what the code writes, and both verifiers accept it;
/// its table is the checks there are. `-Dcountersign.write-docs=true` writes the example anew.
class ProofSpecificationIsExecutedTest {
    private static final Path SPEC = Path.of("..", "docs", "spec", "proof.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("(?s)(<!-- example -->\n).*(<!-- end of the example -->)");
    private static final int SEQ = 7;

    @TempDir Path directory;

    private static List<byte[]> leaves() {
        byte[] first = leaf(EntryKind.EVENT, LogFixture.CHAIN_0, SEQ, Sha256.ZEROS);
        byte[] second =
                leaf(EntryKind.EVENT, LogFixture.CHAIN_0, SEQ + 1, TamperedLog.hashOf(first));
        return List.of(first, second, leaf(EntryKind.SEAL, LogFixture.LEDGER, 4, Sha256.ZEROS));
    }

    /// The fingerprint of no schema, and the six fields that come first in each.
    private static byte[] leaf(EntryKind kind, String chain, int seq, Sha256 prev) {
        ByteArrayOutputStream leaf = new ByteArrayOutputStream();
        leaf.writeBytes(new byte[] {(byte) 0xC3, 1, 0, 0, 0, 0, 0, 0, 0, 0});
        leaf.write(2 * kind.ordinal());
        leaf.write(2 * chain.length());
        leaf.writeBytes(chain.getBytes(StandardCharsets.US_ASCII));
        leaf.write(2 * seq);
        leaf.writeBytes(prev.bytes());
        leaf.writeBytes(LogFixture.filled(16, 5));
        // 1,790,000,000,000 as Avro's zigzag in base 128.
        long time = 2 * LogFixture.START_MILLIS;
        for (; time > 127; time >>>= 7) {
            leaf.write((int) ((time & 127) | 128));
        }
        leaf.write((int) time);
        return leaf.toByteArray();
    }

    @Test
    void theExampleIsWhatIsWritten() throws Exception {
        LogFixture.store(directory.resolve("log"), leaves(), LogFixture.SIGNER);
        Map<String, byte[]> files =
                PackFixture.made(out ->
                        new PackWriter(
                                        PackFixture.reader(directory.resolve("log")),
                                        LogSides.none())
                                .sealed(
                                        Instant.ofEpochMilli(LogFixture.START_MILLIS),
                                        Instant.ofEpochMilli(LogFixture.START_MILLIS + 1),
                                        out,
                                        Progress.NONE));
        StringBuilder example = new StringBuilder("```text\n");
        for (int i = 0; i < 3; i++) {
            example.append("leaves/").append(i).append(".entry:\n");
            example.append(HexFormat.of().formatHex(leaves().get(i))).append('\n');
        }
        example.append("```\n\n`leaves/1.tlog-proof`:\n\n```text\n")
                .append(PackFixture.text(files, "leaves/1.tlog-proof"))
                .append("```\n\n`manifest`:\n\n```text\n")
                .append(PackFixture.text(files, "manifest"))
                .append("```\n");
        String page = Files.readString(SPEC);
        String written =
                EXAMPLE.matcher(page)
                        .replaceFirst("$1" + Matcher.quoteReplacement(example.toString()) + "$2");
        if (Boolean.getBoolean("countersign.write-docs")) {
            Files.writeString(SPEC, written);
        }
        assertThat(Files.readString(SPEC)).isEqualTo(written);

        Path pack = directory.resolve("example.zip");
        Files.write(pack, PackFixture.zipped(files));
        PackReport report =
                PackCheck.check(pack, new PackTrust(LogFixture.KEYS, List.of(), Optional.empty()));
        assertThat(report.faults()).isEmpty();
        assertThat(report.holds()).isTrue();
        try (SecondVerifier second = SecondVerifier.orSkip()) {
            assertThat(second.packCodes(pack, LogFixture.KEYS)).isEmpty();
        }
    }

    @Test
    void theTableListsTheChecks() throws IOException {
        assertThat(
                        Files.readString(SPEC)
                                .lines()
                                .filter(line -> line.startsWith("| `pack."))
                                .map(line -> line.substring(3, line.indexOf('`', 3))))
                .containsExactlyElementsOf(
                        Arrays.stream(PackCode.values()).map(PackCode::code).toList());
    }

    /// A reader follows a chain without the schema (entry.md).
    @Test
    void theFirstFieldsOfAnEntryAreReadWithoutItsSchema() {
        byte[] leaf = LogFixture.leaves(LogFixture.steps(1, 2)).getLast();
        EntryHead known = EntryHead.of(leaf);
        leaf[5] ^= 1;
        assertThat(EntryHead.ofAnyVersion(leaf)).isEqualTo(known);
        assertThat(known.kind()).isEqualTo(EntryKind.SEAL);
    }
}
