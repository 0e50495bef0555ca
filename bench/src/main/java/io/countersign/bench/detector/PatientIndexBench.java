package io.countersign.bench.detector;

import io.countersign.detectors.patients.InvalidPatientIndexException;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.patients.PatientIndexBuilder;
import io.countersign.detectors.patients.PatientKeys;
import io.countersign.detectors.phi.Patient;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.Text;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/// What a patient index costs: time and memory to build, bytes on disk and for each token, memory
/// when mapped, and its share of the detector's rate with everything on.
///
/// Arguments: `--patients N` (5,000,000), `--rounds N` (15), `--corpus FOLDER`. The rate is taken
/// with and without the index in turns on one thread of this JVM, by CPU time, so that other
/// processes change it little. Invented people; the index is deleted afterwards.
public final class PatientIndexBench {
    private static final int BUFFER = 1 << 20;
    private static final int WARM_UP = 6;

    private int patients = 5_000_000;
    private int rounds = 15;
    private String corpus = "";

    private PatientIndexBench() {}

    public static void main(String[] arguments) throws IOException, InvalidPatientIndexException {
        PatientIndexBench bench = new PatientIndexBench();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--patients" -> bench.patients = Integer.parseInt(value);
                case "--rounds" -> bench.rounds = Integer.parseInt(value);
                case "--corpus" -> bench.corpus = value;
                default -> {
                    System.err.println("unknown argument " + arguments[i]);
                    System.exit(2);
                }
            }
        }
        bench.run();
    }

    private void run() throws IOException, InvalidPatientIndexException {
        byte[] key = new byte[PatientKeys.KEY_BYTES];
        new Random(1).nextBytes(key);
        PatientKeys keys = new PatientKeys(key);
        Path file = Files.createTempFile("countersign-bench-", ".index");
        try {
            build(file, keys);
            long before = residentKilobytes();
            long begun = System.nanoTime();
            PatientIndex index;
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                MemorySegment mapped =
                        channel.map(
                                FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
                index = PatientIndex.open(mapped, keys);
            }
            System.out.printf(
                    Locale.ROOT,
                    "opened and checked in %.1f s; resident memory %d MiB more, all of it the mapped file%n",
                    (System.nanoTime() - begun) / 1e9,
                    (residentKilobytes() - before) >> 10);
            cost(index);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void build(Path file, PatientKeys keys) throws IOException {
        long begun = System.nanoTime();
        PatientIndexBuilder builder = new PatientIndexBuilder(keys);
        Random random = new Random(2);
        for (int i = 0; i < patients; i++) {
            new Patient(
                            Integer.toString(10_000_000 + i),
                            name(random),
                            name(random),
                            "%04d%02d%02d"
                                    .formatted(
                                            1920 + random.nextInt(100),
                                            1 + random.nextInt(12),
                                            1 + random.nextInt(28)),
                            List.of("212555%04d".formatted(random.nextInt(10_000))),
                            List.of("p" + i + "@example.org"),
                            List.of("W" + (100_000_000L + i)))
                    .addTo(builder);
        }
        double read = (System.nanoTime() - begun) / 1e9;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            builder.write(out, Instant.EPOCH, new byte[16]);
        }
        long size = Files.size(file);
        System.out.printf(
                Locale.ROOT,
                "%,d patients, %,d tokens: %.1f s to add, %.1f s with writing; heap in use %d MiB%n",
                builder.patients(),
                builder.tokens(),
                read,
                (System.nanoTime() - begun) / 1e9,
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
        System.out.printf(
                Locale.ROOT,
                "file of %d MiB: %.1f bytes a token%n",
                size >> 20,
                (double) size / builder.tokens());
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 4 + random.nextInt(5); i++) {
            name.append((char) ('a' + random.nextInt(26)));
        }
        return name.toString();
    }

    private void cost(PatientIndex index) throws IOException {
        List<byte[]> documents = new Corpus(corpus).documents(Body.MIXED);
        long bytes = documents.stream().mapToLong(document -> document.length).sum();
        PhiDetector without = PhiDetector.standard();
        PhiDetector with = PhiDetector.standard();
        Optional<PatientIndex> asked = Optional.of(index);
        List<Double> ratios = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        List<Double> indexed = new ArrayList<>();
        long named = 0;
        for (int round = -WARM_UP; round < rounds; round++) {
            long begun = cpu();
            for (byte[] document : documents) {
                without.inspect(List.of(new Text("body", document)));
            }
            long between = cpu();
            named = 0;
            for (byte[] document : documents) {
                named +=
                        with.inspect(List.of(new Text("body", document)), asked, Instant.EPOCH)
                                .patients()
                                .size();
            }
            long ended = cpu();
            if (round >= 0) {
                plain.add(bytes * 1e3 / (between - begun));
                indexed.add(bytes * 1e3 / (ended - between));
                ratios.add((double) (between - begun) / (ended - between));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "everything on, MIXED, %.1f MB: %s MB per CPU second without, %s with the index: %s of the rate; %d patients named%n",
                bytes / 1e6,
                spread(plain),
                spread(indexed),
                spread(ratios),
                named);
    }

    private static String spread(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.3g (%.3g to %.3g)",
                sorted.get(sorted.size() / 2),
                sorted.getFirst(),
                sorted.getLast());
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /// Linux tells; elsewhere 0.
    private static long residentKilobytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
