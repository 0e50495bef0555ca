package io.countersign.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunningRootIsTheTreesRootTest {
    private static final int LEAVES = 130;

    private final TreeHasher hasher = new TreeHasher();

    private Sha256 leaf(int n) {
        return hasher.leafHash(new byte[] {(byte) n, 7});
    }

    /// By the definition of RFC 6962, section 2.1.
    private Sha256 root(List<Sha256> leaves) {
        if (leaves.isEmpty()) {
            return TreeHasher.emptyRoot();
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        return hasher.nodeHash(
                root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
    }

    @Test
    void atEachSizeAndFromEachSizeOn() {
        List<Sha256> leaves = new ArrayList<>();
        RunningRoot running = new RunningRoot();
        for (int size = 0; size <= LEAVES; size++) {
            assertThat(running.root()).as("size %d", size).isEqualTo(root(leaves));
            assertThat(running.size().value()).isEqualTo(size);
            leaves.add(leaf(size));
            running.add(leaf(size));
        }
        NodeSource nodes =
                (height, index) ->
                        root(
                                leaves.subList(
                                        Math.toIntExact(index << height),
                                        Math.toIntExact((index + 1) << height)));
        for (int size = 0; size <= LEAVES; size++) {
            RunningRoot resumed = RunningRoot.from(new TreeSize(size), nodes);
            assertThat(resumed.root()).isEqualTo(root(leaves.subList(0, size)));
            for (int next = size; next < LEAVES; next++) {
                resumed.add(leaf(next));
            }
            assertThat(resumed.root()).isEqualTo(root(leaves.subList(0, LEAVES)));
        }
    }
}
