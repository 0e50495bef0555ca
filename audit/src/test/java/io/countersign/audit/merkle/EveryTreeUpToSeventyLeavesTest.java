package io.countersign.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Roots, inclusion proofs and consistency proofs of all trees of 0 to 70 leaves, against the RFC's
/// definitions.
class EveryTreeUpToSeventyLeavesTest {
    private static final int MAX_LEAVES = 70;
    private static final List<byte[]> LEAVES = ReferenceTree.leaves(MAX_LEAVES);

    private static final Sha256[] ROOTS = new Sha256[MAX_LEAVES + 1];

    static {
        for (int n = 0; n <= MAX_LEAVES; n++) {
            ROOTS[n] = ReferenceTree.mth(LEAVES.subList(0, n));
        }
    }

    @Test
    void rootsAreTheReferencesRoots() {
        for (int n = 0; n <= MAX_LEAVES; n++) {
            assertThat(Subtrees.root(new TreeSize(n), ReferenceTree.nodes(LEAVES.subList(0, n))))
                    .isEqualTo(ROOTS[n]);
        }
    }

    @Test
    void everyInclusionProofIsTheReferencesAndHolds() {
        TreeHasher hasher = new TreeHasher();
        for (int n = 1; n <= MAX_LEAVES; n++) {
            List<byte[]> leaves = LEAVES.subList(0, n);
            for (int m = 0; m < n; m++) {
                InclusionProof proof =
                        InclusionProof.generate(
                                new LeafIndex(m), new TreeSize(n), ReferenceTree.nodes(leaves));
                assertThat(proof.path()).isEqualTo(ReferenceTree.path(m, leaves));
                assertThat(proof.verify(hasher.leafHash(leaves.get(m)), ROOTS[n]).isValid())
                        .isTrue();
            }
        }
    }

    @Test
    void everyConsistencyProofIsTheReferencesAndHolds() {
        for (int n = 0; n <= MAX_LEAVES; n++) {
            List<byte[]> leaves = LEAVES.subList(0, n);
            for (int m = 0; m <= n; m++) {
                ConsistencyProof proof =
                        ConsistencyProof.generate(
                                new TreeSize(m), new TreeSize(n), ReferenceTree.nodes(leaves));
                if (m > 0) {
                    assertThat(proof.path()).isEqualTo(ReferenceTree.subproof(m, leaves, true));
                }
                assertThat(proof.verify(ROOTS[m], ROOTS[n]).isValid()).isTrue();
            }
        }
    }
}
