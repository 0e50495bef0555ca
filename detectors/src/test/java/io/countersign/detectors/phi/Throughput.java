package io.countersign.detectors.phi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Megabytes a second of one thread over evaluation files: `Throughput FILE...`. Gate first: every
/// round must give the same findings and decisions as the first, or it stops.
final class Throughput {
    private static final int ROUNDS = 12;

    private Throughput() {}

    public static void main(String[] args) throws IOException {
        PhiDetector detector = PhiDetector.standard();
        for (String file : args) {
            List<List<Text>> documents = new ArrayList<>();
            long bytes = 0;
            try (InputStream raw = Files.newInputStream(Path.of(file));
                    InputStream in = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                while (line != null) {
                    byte[] text = EvaluationDocument.parse(line).utf8();
                    documents.add(List.of(new Text("", text)));
                    bytes += text.length;
                    line = lines.readLine();
                }
            }
            int repeats = (int) Math.max(1, 4_000_000 / bytes);
            long expected = run(detector, documents);
            double best = 0;
            StringBuilder all = new StringBuilder();
            for (int round = 0; round < ROUNDS; round++) {
                long start = cpuNanos();
                for (int i = 0; i < repeats; i++) {
                    if (run(detector, documents) != expected) {
                        throw new IllegalStateException("rounds differ");
                    }
                }
                double rate = bytes * (double) repeats * 1000 / (cpuNanos() - start);
                best = Math.max(best, rate);
                all.append(" %.0f".formatted(rate));
            }
            System.out.printf(
                    "%-28s %9d bytes  best %6.1f MB/s  (%s)%n",
                    Path.of(file).getFileName(), bytes, best, all.toString().strip());
        }
    }

    /// The thread's own time: other load on the machine does not count.
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long run(PhiDetector detector, List<List<Text>> documents) {
        long sum = 0;
        for (List<Text> document : documents) {
            Inspection inspection = detector.inspect(document);
            sum =
                    sum * 31
                            + inspection.findings().size() * 7L
                            + inspection.decision().reason().ordinal();
        }
        return sum;
    }
}
