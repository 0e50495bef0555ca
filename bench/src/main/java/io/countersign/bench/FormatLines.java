package io.countersign.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;

/// Invented records of every input format, one shape each (`formats.txt`): small rows as they are,
/// prompts of [SourceRecords#PROMPT_BYTES].
final class FormatLines {
    private static final long SEED = 20_261_126;
    private static final int USERS = 3_000;

    private FormatLines() {}

    /// @throws GateFailure where there is no line of that format
    static byte[][] of(String format, int count) {
        String template =
                all().lines()
                        .filter(line -> line.startsWith(format + "\t"))
                        .findFirst()
                        .map(line -> line.substring(format.length() + 1))
                        .orElseThrow(() -> new GateFailure("no line of the format " + format));
        Random random = new Random(SEED);
        SourceRecords texts = new SourceRecords(Workload.WITH_BODY, SEED);
        byte[][] records = new byte[count][];
        for (int i = 0; i < count; i++) {
            records[i] =
                    template.replace('␤', '\n')
                            .replace("{n}", Integer.toString(random.nextInt(USERS)))
                            .replace("{text}", texts.prompt())
                            .getBytes(StandardCharsets.UTF_8);
        }
        return records;
    }

    private static String all() {
        try (InputStream in =
                Objects.requireNonNull(FormatLines.class.getResourceAsStream("formats.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
