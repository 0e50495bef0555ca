package io.countersign.bench;

import com.sun.management.OperatingSystemMXBean;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.TileObject;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import io.countersign.audit.tiles.TreeEdge;
import io.countersign.audit.verify.Conclusion;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Progress;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.GenesisEntry;
import io.countersign.schemas.Hash;
import io.countersign.schemas.Incarnation;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// Verifying, sealing and proving, each beside plain SHA-256 over the same bytes in the same JVM,
/// since the ratio says more than a rate does about a machine that others use too.
///
/// A gate comes before any timing: the log has to verify, the proofs have to hold.
public final class LogBench {
    private static final int ENTRIES = 200_000;
    private static final int REPETITIONS = 7;

    /// More, since the compiler comes to rest later.
    private static final int VERIFICATIONS = 15;

    private static final int BATCH = 10_000;
    private static final int PROOFS = 2_000;

    private LogBench() {}

    /// Runs all three, or those that are named: `verify`, `seal`, `prove`.
    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        List<String> wanted =
                arguments.length == 0 ? List.of("verify", "seal", "prove") : List.of(arguments);
        List<Leaf> leaves = leaves();
        long bytes = leaves.stream().mapToLong(leaf -> leaf.bytes().length).sum();
        System.out.printf("%d entries of %d bytes each%n", leaves.size(), bytes / leaves.size());
        for (String part : wanted) {
            switch (part) {
                case "verify" -> verify(leaves);
                case "seal" -> seal(leaves);
                case "prove" -> prove();
                default -> throw new IllegalArgumentException("verify, seal or prove, not " + part);
            }
        }
    }

    private static void verify(List<Leaf> leaves) throws IOException, NoSuchAlgorithmException {
        Ed25519NoteSigner signer = new Ed25519NoteSigner("bench.example.org/log", new byte[32]);
        Map<String, byte[]> objects = new HashMap<>();
        TreeEdge edge = TreeEdge.empty();
        io.countersign.audit.tiles.Growth growth = edge.append(leaves);
        for (TileObject object : growth.objects()) {
            objects.put(object.path().path(), object.bytes());
        }
        Checkpoint checkpoint =
                new Checkpoint("bench.example.org/log", growth.edge().size(), growth.root());
        objects.put(
                TilePath.CHECKPOINT, SignedNote.sign(checkpoint.text(), List.of(signer)).encode());
        TileSource source = path -> Optional.ofNullable(objects.get(path));
        Request request = Request.trusting(new VerifierKeys(List.of(signer.verifierKey())));
        int processors = Runtime.getRuntime().availableProcessors();
        try (ExecutorService workers = Executors.newFixedThreadPool(processors)) {
            double best = 0;
            double bestRatio = 0;
            double leastCpu = Double.MAX_VALUE;
            for (int i = 0; i < VERIFICATIONS; i++) {
                double plainCpuMicros = threadCpuMicros();
                double plain = plainSha256(leaves);
                plainCpuMicros = (threadCpuMicros() - plainCpuMicros) / leaves.size();
                long cpu = processCpuNanos();
                long start = System.nanoTime();
                Report report = LogVerifier.verify(source, request, Progress.NONE, workers);
                double rate = leaves.size() / seconds(start);
                double cpuMicros = (processCpuNanos() - cpu) / 1e3 / leaves.size();
                // One chain and no seals: everything but the seals is checked.
                if (report.entries() != leaves.size()
                        || report.failed().size() != 1
                        || report.conclusion() != Conclusion.FAILED) {
                    throw new GateFailure("the log does not verify: " + report.failed());
                }
                best = Math.max(best, rate);
                bestRatio = Math.max(bestRatio, plainCpuMicros / cpuMicros);
                leastCpu = Math.min(leastCpu, cpuMicros);
                System.out.printf(
                        "verify   %,.0f entries/s on %d threads, %.2f us of CPU each; SHA-256 of the same bytes on one"
                                + " %,.0f/s, %.2f us of CPU each; ratio of the CPU times %.3f%n",
                        rate,
                        processors,
                        cpuMicros,
                        plain,
                        plainCpuMicros,
                        plainCpuMicros / cpuMicros);
            }
            System.out.printf(
                    "verify   best %,.0f entries/s, best ratio %.3f; %.2f us of CPU an entry are %,.0f entries/s where two"
                            + " cores are free%n",
                    best, bestRatio, leastCpu, 2e6 / leastCpu);
        }
    }

    private static double plainSha256(List<Leaf> leaves) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long start = System.nanoTime();
        int sink = 0;
        for (Leaf leaf : leaves) {
            sink ^= digest.digest(leaf.bytes())[0];
        }
        double rate = leaves.size() / seconds(start);
        if (sink == Integer.MIN_VALUE) {
            throw new GateFailure("unreachable");
        }
        return rate;
    }

    /// The sealing core: from leaves that came hashed to tiles, bundles and a signed root.
    private static void seal(List<Leaf> leaves) {
        Ed25519NoteSigner signer = new Ed25519NoteSigner("bench.example.org/log", new byte[32]);
        double best = 0;
        for (int i = 0; i < REPETITIONS; i++) {
            TreeEdge edge = TreeEdge.empty();
            double cpu = threadCpuMicros();
            long start = System.nanoTime();
            for (int from = 0; from < leaves.size(); from += BATCH) {
                io.countersign.audit.tiles.Growth growth =
                        edge.append(leaves.subList(from, Math.min(from + BATCH, leaves.size())));
                edge = growth.edge();
                Checkpoint checkpoint =
                        new Checkpoint("bench.example.org/log", edge.size(), growth.root());
                SignedNote.sign(checkpoint.text(), List.of(signer)).encode();
            }
            double rate = leaves.size() / seconds(start);
            double cpuRate = leaves.size() * 1e6 / (threadCpuMicros() - cpu);
            best = Math.max(best, cpuRate);
            System.out.printf(
                    "seal     %,.0f leaves/s in batches of %d, one thread; %,.0f a second of its CPU time%n",
                    rate, BATCH, cpuRate);
        }
        System.out.printf("seal     best %,.0f leaves a second of CPU time%n", best);
    }

    /// Proofs of a tree of a billion leaves, from tiles in files.
    private static void prove() throws IOException {
        Path folder = Files.createTempDirectory("countersign-sparse-tree");
        try {
            ProofBench bench = new ProofBench(folder, PROOFS, 1);
            for (int i = 0; i < REPETITIONS; i++) {
                ProofBench.Outcome outcome = bench.run();
                System.out.printf(
                        "prove    of a billion leaves, %d tiles in files, at most %d read for one: %s; CPU %s%n",
                        bench.tiles(), outcome.mostTiles(), outcome.wall(), outcome.cpu());
            }
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// One chain of entries of about 600 bytes.
    private static List<Leaf> leaves() {
        EntryCodec codec = new EntryCodec();
        TreeHasher hasher = new TreeHasher();
        List<Leaf> leaves = new ArrayList<>(ENTRIES);
        Sha256 head = Sha256.ZEROS;
        for (int seq = 0; seq < ENTRIES; seq++) {
            AuditEntry.Builder entry =
                    AuditEntry.newBuilder()
                            .setChain("audit.entry.v1/0@1")
                            .setSeq(seq)
                            .setPrev(new Hash(head.bytes()))
                            .setIncarnation(new Incarnation(new byte[16]))
                            .setTimeMillis(1_790_000_000_000L + seq);
            Leaf leaf =
                    new Leaf(
                            codec.leaf(
                                    (seq == 0 ? genesis(entry) : Entries600.event(entry, seq))
                                            .build()),
                            hasher);
            leaves.add(leaf);
            head = leaf.hash();
        }
        return leaves;
    }

    private static AuditEntry.Builder genesis(AuditEntry.Builder entry) {
        return entry.setKind(EntryKind.GENESIS)
                .setGenesis(
                        GenesisEntry.newBuilder()
                                .setTopic("audit.entry.v1")
                                .setPartitionCount(1)
                                .setGeneration(1)
                                .setBuild("bench")
                                .setConfiguration(new Hash(new byte[32]))
                                .setInputs(
                                        List.of(
                                                new io.countersign.schemas.InputStart(
                                                        "proxy.raw", 0, 0L)))
                                .setPreviousHeads(List.of())
                                .build());
    }

    /// CPU time of all threads, those that compile and collect among them.
    private static long processCpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double threadCpuMicros() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e3;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
