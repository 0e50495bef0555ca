package io.countersign.app.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.Countersign;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A stream that is larger than the heap of the process that scans it, and every value in it found.
/// `-Dcountersign.scan.megabytes=300` makes it longer than the build has time for.
class ScanInConstantMemoryTest {
    private static final String HEAP = "-Xmx48m";
    private static final long MEGABYTES = Long.getLong("countersign.scan.megabytes", 60);

    /// One value in about a kilobyte.
    private static final String LINE =
            "The committee talks of the new garage and its doors, which open at eight \uD83D\uDE97. "
                    .repeat(12);

    private static final int LINES = (int) (MEGABYTES * 1_000_000 / (LINE.length() + 30));

    @Test
    void aLongTextFromAPipe() throws Exception {
        long mrns = count("  line ", " MRN ", "%s MRN: %08d then.\n", "scan", "-");
        assertThat(mrns).isEqualTo(LINES);
    }

    @Test
    void manyLinesOfJson() throws Exception {
        long mrns =
                count(
                        "{\"id\":",
                        "\"type\":\"MRN\"",
                        "{\"text\":\"%s MRN: %08d \\u00e9.\",\"id\":1}\n",
                        "scan",
                        "--jsonl",
                        "-");
        assertThat(mrns).isEqualTo(LINES);
    }

    /// Lines of the output that begin and go on so.
    private static long count(String begin, String holds, String format, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                HEAP,
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Countersign.class.getName()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            CompletableFuture<Void> writer =
                    CompletableFuture.runAsync(() -> write(process, format));
            long count = 0;
            try (BufferedReader out =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    count += line.startsWith(begin) && line.contains(holds) ? 1 : 0;
                }
            }
            writer.join();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            return count;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void write(Process process, String format) {
        String[] parts = format.split("%s|%08d", -1);
        byte[] head = (parts[0] + LINE + parts[1]).getBytes(StandardCharsets.UTF_8);
        byte[] tail = parts[2].getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = process.getOutputStream()) {
            for (int i = 0; i < LINES; i++) {
                out.write(head);
                out.write(Integer.toString(10_000_000 + i).getBytes(StandardCharsets.US_ASCII));
                out.write(tail);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
