package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.Finding;
import io.countersign.detectors.Span;
import io.countersign.detectors.phi.synthetic.GeneratedDocument;
import io.countersign.detectors.phi.synthetic.Generator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Scanning and unwrapping take any bytes: generated documents of every form are cut, joined,
/// flipped and repeated, and each gives a result whose findings lie inside their leaves and lead to
/// places inside the text. In the build a few seconds from a fixed seed; `-Dfuzz.minutes=30` runs
/// on from a seed of its own, which it prints.
class NoInputThrowsTest {
    private static final int ROUNDS = 3_000;
    private static final int MAX_BYTES = 1 << 16;
    private static final String[] TOKENS = {
        "{",
        "}",
        "[",
        "]",
        "\"",
        "\\u00",
        "\\",
        "data: ",
        "\n\n",
        "MSH|",
        "ISA*",
        "--b\r\nContent-",
        "&",
        "=",
        "%4",
        "base64,",
        "\uD83D\uDE00",
        "\uFEFF",
        "(01)",
        "999999999",
        "@",
        "://",
        "^",
        "~",
        "|---|",
        "messages",
        "H4sI"
    };

    private final PhiDetector detector = PhiDetector.standard();
    private final Random random;
    private final long nanos;
    private final int rounds;

    NoInputThrowsTest() {
        int minutes = Integer.getInteger("fuzz.minutes", 0);
        long seed = minutes == 0 ? 20_261_126 : System.nanoTime();
        random = new Random(seed);
        rounds = minutes == 0 ? ROUNDS : Integer.MAX_VALUE;
        nanos = Duration.ofMinutes(minutes == 0 ? 2 : minutes).toNanos();
        if (minutes > 0) {
            System.out.println("fuzz seed " + seed);
        }
    }

    @Test
    void mutatedDocumentsGiveAResult() {
        long start = System.nanoTime();
        List<GeneratedDocument> documents = new Generator(random.nextLong()).documents(120);
        byte[] before = new byte[0];
        int done = 0;
        while (done < rounds && System.nanoTime() - start < nanos) {
            byte[] text =
                    documents
                            .get(random.nextInt(documents.size()))
                            .text()
                            .getBytes(StandardCharsets.UTF_8);
            int mutations = 1 + random.nextInt(6);
            for (int i = 0; i < mutations; i++) {
                text = mutated(text, before);
            }
            check(text);
            before = text;
            done++;
        }
        assertThat(done).isGreaterThan(100);
    }

    private byte[] mutated(byte[] text, byte[] other) {
        int at = random.nextInt(text.length + 1);
        int to = Math.min(text.length, at + random.nextInt(64));
        return switch (random.nextInt(6)) {
            case 0 -> joined(text, 0, at, new byte[0], text, to);
            case 1 -> joined(text, 0, at, java.util.Arrays.copyOfRange(text, at, to), text, at);
            case 2 -> joined(text, 0, at, token(), text, at);
            case 3 -> joined(text, 0, at, new byte[] {(byte) random.nextInt(256)}, text, to);
            case 4 -> joined(text, 0, at, other, other, other.length);
            default -> text.length > 8 ? java.util.Arrays.copyOf(text, at) : text;
        };
    }

    private byte[] token() {
        return TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(
            byte[] head, int from, int to, byte[] middle, byte[] tail, int tailFrom) {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        out.write(head, from, to - from);
        out.writeBytes(middle);
        out.write(tail, tailFrom, tail.length - tailFrom);
        byte[] all = out.toByteArray();
        return all.length > MAX_BYTES ? java.util.Arrays.copyOf(all, MAX_BYTES) : all;
    }

    private void check(byte[] text) {
        Inspection inspection;
        try {
            inspection = detector.inspect(List.of(new Text("fuzz", text)));
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "input " + java.util.Base64.getEncoder().encodeToString(text), e);
        }
        for (Finding finding : inspection.findings()) {
            Leaf leaf = inspection.leaves().get(finding.leaf());
            assertThat(finding.span().end()).isLessThanOrEqualTo(leaf.bytes());
        }
        for (Place place : inspection.places()) {
            for (Span span : place.spans()) {
                assertThat(span.end())
                        .as("place in %s", java.util.Base64.getEncoder().encodeToString(text))
                        .isLessThanOrEqualTo(text.length);
            }
        }
    }
}
