package io.countersign.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The eight leaves and their roots are the vectors that the Certificate Transparency
/// implementations share.
class TreeHashesMatchTheRfcTest {
    private static final List<byte[]> LEAVES =
            Stream.of(
                            "",
                            "00",
                            "10",
                            "2021",
                            "3031",
                            "40414243",
                            "5051525354555657",
                            "606162636465666768696a6b6c6d6e6f")
                    .map(HexFormat.of()::parseHex)
                    .toList();

    @Test
    void emptyTree() {
        assertThat(TreeHasher.emptyRoot().hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void leafHashes() {
        TreeHasher hasher = new TreeHasher();
        assertThat(hasher.leafHash(new byte[0]).hex())
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(hasher.leafHash(new byte[] {9, 0, 9}, 1, 1))
                .isEqualTo(hasher.leafHash(new byte[] {0}));
    }

    @Test
    void rootsOfThreeAndEightLeaves() {
        assertThat(root(3).hex()).startsWith("aeb6bcfe").endsWith("e06e77");
        assertThat(root(8).hex())
                .isEqualTo("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    @Test
    void perfectRootIsTheRootOfItsNodes() {
        List<byte[]> leaves = ReferenceTree.leaves(256);
        byte[] hashes = new byte[256 * Sha256.LENGTH];
        TreeHasher hasher = new TreeHasher();
        for (int i = 0; i < 256; i++) {
            hasher.leafHash(leaves.get(i)).copyTo(hashes, i * Sha256.LENGTH);
        }
        for (int count = 1; count <= 256; count *= 2) {
            int first = 256 - count;
            assertThat(hasher.perfectRoot(hashes, first * Sha256.LENGTH, count))
                    .isEqualTo(ReferenceTree.mth(leaves.subList(first, 256)));
        }
        assertThatThrownBy(() -> hasher.perfectRoot(hashes, 0, 3))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hasher.perfectRoot(hashes, 32, 256))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Sha256 root(int count) {
        List<byte[]> leaves = LEAVES.subList(0, count);
        return Subtrees.root(new TreeSize(count), ReferenceTree.nodes(leaves));
    }
}
