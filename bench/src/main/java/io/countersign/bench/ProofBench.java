package io.countersign.bench;

import io.countersign.audit.merkle.InclusionProof;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.Subtrees;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TileSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;

/// Inclusion proofs of a tree of a billion leaves from tiles in files, each read anew for each
/// proof. The gate: every proof holds for its own leaf and no other's, under one root.
final class ProofBench {
    static final TreeSize BILLION = new TreeSize(1_000_000_000L);

    private final TileSource source;
    private final List<Long> chosen;
    private final Sha256 root;
    private final int tiles;

    /// One clock's times of a run.
    record Times(double medianMicros, double p99Micros, double longestMicros) {
        static Times of(double[] micros) {
            double[] sorted = micros.clone();
            Arrays.sort(sorted);
            return new Times(
                    sorted[sorted.length / 2],
                    sorted[sorted.length * 99 / 100],
                    sorted[sorted.length - 1]);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "median %,.0f us, p99 %,.0f us, longest %,.0f us",
                    medianMicros,
                    p99Micros,
                    longestMicros);
        }
    }

    /// @param wall which counts what others do on the machine too
    /// @param cpu of the thread that proves
    /// @param mostTiles read for one proof
    record Outcome(Times wall, Times cpu, int mostTiles) {}

    /// @param folder for the tiles
    /// @param proofs how many leaves are chosen
    ProofBench(Path folder, int proofs, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        TreeSet<Long> indexes = new TreeSet<>(List.of(0L, BILLION.value() - 1));
        while (indexes.size() < proofs) {
            indexes.add(random.nextLong(BILLION.value()));
        }
        this.chosen = new ArrayList<>(indexes);
        Collections.shuffle(chosen, new Random(seed));
        this.tiles = SparseTree.write(folder, BILLION, chosen);
        this.source = new DirectoryTileSource(folder);
        this.root = Subtrees.root(BILLION, new LogTiles(source, BILLION));
    }

    /// Tiles on disk.
    int tiles() {
        return tiles;
    }

    /// Proves every chosen leaf once.
    Outcome run() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        double[] wall = new double[chosen.size()];
        double[] cpu = new double[chosen.size()];
        int mostTiles = 0;
        for (int i = 0; i < wall.length; i++) {
            LeafIndex index = new LeafIndex(chosen.get(i));
            int[] read = new int[1];
            TileSource counting =
                    path -> {
                        read[0]++;
                        return source.read(path);
                    };
            long cpuStart = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            InclusionProof proof =
                    InclusionProof.generate(index, BILLION, new LogTiles(counting, BILLION));
            wall[i] = (System.nanoTime() - start) / 1e3;
            cpu[i] = (threads.getCurrentThreadCpuTime() - cpuStart) / 1e3;
            mostTiles = Math.max(mostTiles, read[0]);
            long other = chosen.get((i + 1) % wall.length);
            if (!proof.verify(SparseTree.leafHash(index.value()), root).isValid()
                    || proof.verify(SparseTree.leafHash(other), root).isValid()) {
                throw new GateFailure("the proof of leaf " + index.value() + " does not hold");
            }
        }
        return new Outcome(Times.of(wall), Times.of(cpu), mostTiles);
    }
}
