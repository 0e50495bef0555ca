package io.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A proof out of a billion leaves reads a handful of tiles, whatever leaf it is of.
class ProofsOfABillionLeavesTest {
    private static final int PROOFS = 100;

    /// One tile of each of the four levels on the leaf's way, one of each at the tree's edge.
    private static final int MOST_TILES = 2 * 4;

    private static final double BAR_MICROS = 5_000;

    @TempDir Path folder;

    @Test
    void eachHoldsAndReadsAHandfulOfTiles() throws Exception {
        ProofBench bench = new ProofBench(folder, PROOFS, 20261126);
        bench.run();
        ProofBench.Outcome outcome = bench.run();
        assertThat(outcome.mostTiles()).isBetween(4, MOST_TILES);
        // By CPU time, since others use the machine too.
        assertThat(outcome.cpu().p99Micros()).isLessThan(BAR_MICROS);
    }
}
