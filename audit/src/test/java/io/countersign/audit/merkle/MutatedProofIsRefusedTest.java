package io.countersign.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A generated corpus: each mutation is named by what it breaks, and runs over every proof of every
/// tree up to 35 leaves.
class MutatedProofIsRefusedTest {
    private static final int MAX_LEAVES = 35;
    private static final List<byte[]> LEAVES = ReferenceTree.leaves(MAX_LEAVES);
    private static final TreeHasher HASHER = new TreeHasher();
    private static final Sha256 STRAY = Sha256.of(new byte[] {1, 2, 3});

    record Inclusion(long index, long size, List<Sha256> path, Sha256 leaf, Sha256 root) {
        boolean holds() {
            return new InclusionProof(new LeafIndex(index), new TreeSize(size), path)
                    .verify(leaf, root)
                    .isValid();
        }

        Inclusion at(long otherIndex) {
            return new Inclusion(otherIndex, size, path, leaf, root);
        }

        Inclusion of(long otherSize) {
            return new Inclusion(index, otherSize, path, leaf, root);
        }

        Inclusion with(List<Sha256> otherPath) {
            return new Inclusion(index, size, otherPath, leaf, root);
        }
    }

    @FunctionalInterface
    interface InclusionMutation {
        List<Inclusion> of(Inclusion proof);
    }

    static Stream<Arguments> inclusionMutations() {
        return Stream.of(
                arguments(
                        "leaf-index-plus-1", (InclusionMutation) p -> List.of(p.at(p.index() + 1))),
                arguments(
                        "leaf-index-minus-1",
                        (InclusionMutation)
                                p -> p.index() == 0 ? List.of() : List.of(p.at(p.index() - 1))),
                arguments(
                        "leaf-index-xor-2", (InclusionMutation) p -> List.of(p.at(p.index() ^ 2))),
                arguments("leaf-index-is-size", (InclusionMutation) p -> List.of(p.at(p.size()))),
                arguments(
                        "leaf-index-far-out",
                        (InclusionMutation)
                                p -> List.of(p.at(p.index() + p.size()), p.at(Long.MAX_VALUE))),
                arguments(
                        "leaf-index-every-other",
                        (InclusionMutation) MutatedProofIsRefusedTest::everyOtherIndex),
                arguments("size-zero", (InclusionMutation) p -> List.of(p.of(0))),
                arguments("size-half", (InclusionMutation) p -> List.of(p.of(p.size() / 2))),
                arguments(
                        "size-double-and-more",
                        (InclusionMutation)
                                p -> List.of(p.of(4 * p.size() + 1), p.of(Long.MAX_VALUE))),
                arguments("size-is-index", (InclusionMutation) p -> List.of(p.of(p.index()))),
                arguments(
                        "leaf-hash-flipped",
                        (InclusionMutation)
                                p ->
                                        List.of(
                                                new Inclusion(
                                                        p.index(),
                                                        p.size(),
                                                        p.path(),
                                                        flipped(p.leaf()),
                                                        p.root()))),
                arguments(
                        "root-flipped",
                        (InclusionMutation)
                                p ->
                                        List.of(
                                                new Inclusion(
                                                        p.index(),
                                                        p.size(),
                                                        p.path(),
                                                        p.leaf(),
                                                        flipped(p.root())))),
                arguments(
                        "root-of-empty-tree",
                        (InclusionMutation)
                                p ->
                                        List.of(
                                                new Inclusion(
                                                        p.index(),
                                                        p.size(),
                                                        p.path(),
                                                        p.leaf(),
                                                        TreeHasher.emptyRoot()))),
                arguments(
                        "path-empty",
                        (InclusionMutation)
                                p -> p.path().isEmpty() ? List.of() : List.of(p.with(List.of()))),
                arguments(
                        "path-reversed",
                        (InclusionMutation)
                                p ->
                                        p.path().size() < 2
                                                ? List.of()
                                                : List.of(p.with(p.path().reversed()))),
                arguments(
                        "path-hash-flipped",
                        (InclusionMutation)
                                p ->
                                        paths(p.path(), MutatedProofIsRefusedTest::flips)
                                                .map(p::with)
                                                .toList()),
                arguments(
                        "path-hash-removed",
                        (InclusionMutation)
                                p ->
                                        paths(p.path(), MutatedProofIsRefusedTest::removals)
                                                .map(p::with)
                                                .toList()),
                arguments(
                        "path-hash-inserted",
                        (InclusionMutation)
                                p ->
                                        paths(p.path(), MutatedProofIsRefusedTest::insertions)
                                                .map(p::with)
                                                .toList()),
                arguments(
                        "path-hashes-swapped",
                        (InclusionMutation)
                                p ->
                                        paths(p.path(), MutatedProofIsRefusedTest::swaps)
                                                .map(p::with)
                                                .toList()),
                arguments(
                        "trailing-root",
                        (InclusionMutation) p -> List.of(p.with(appended(p.path(), p.root())))),
                arguments(
                        "leading-leaf",
                        (InclusionMutation)
                                p ->
                                        List.of(
                                                p.with(
                                                        appended(
                                                                List.of(p.leaf()),
                                                                p.path()
                                                                        .toArray(
                                                                                Sha256[]::new))))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inclusionMutations")
    void inclusionProof(String name, InclusionMutation mutation) {
        int tried = 0;
        for (int n = 1; n <= MAX_LEAVES; n++) {
            List<byte[]> leaves = LEAVES.subList(0, n);
            Sha256 root = ReferenceTree.mth(leaves);
            for (int m = 0; m < n; m++) {
                Inclusion good =
                        new Inclusion(
                                m,
                                n,
                                ReferenceTree.path(m, leaves),
                                HASHER.leafHash(leaves.get(m)),
                                root);
                assertThat(good.holds()).isTrue();
                for (Inclusion bad : mutation.of(good)) {
                    tried++;
                    assertThat(bad.holds()).as("%s: leaf %d of %d", name, m, n).isFalse();
                }
            }
        }
        assertThat(tried).isGreaterThan(MAX_LEAVES);
    }

    @Test
    void inclusionProofNamesWhatIsWrongWithItsShape() {
        Sha256 leaf = HASHER.leafHash(new byte[0]);
        assertThat(
                        new InclusionProof(new LeafIndex(5), new TreeSize(1), List.of())
                                .verify(leaf, leaf))
                .isEqualTo(new ProofVerdict.Malformed(ProofFault.INDEX_NOT_IN_TREE));
        assertThat(
                        new InclusionProof(new LeafIndex(0), new TreeSize(1), List.of(STRAY))
                                .verify(leaf, leaf))
                .isEqualTo(new ProofVerdict.Malformed(ProofFault.SURPLUS_HASHES));
        assertThat(
                        new InclusionProof(new LeafIndex(0), new TreeSize(2), List.of())
                                .verify(leaf, leaf))
                .isEqualTo(new ProofVerdict.Malformed(ProofFault.MISSING_HASHES));
        assertThat(
                        new InclusionProof(new LeafIndex(0), new TreeSize(1), List.of())
                                .verify(leaf, STRAY))
                .isEqualTo(new ProofVerdict.RootMismatch(leaf, STRAY));
    }

    record Consistency(
            long first, long second, List<Sha256> path, Sha256 firstRoot, Sha256 secondRoot) {
        boolean holds() {
            return new ConsistencyProof(new TreeSize(first), new TreeSize(second), path)
                    .verify(firstRoot, secondRoot)
                    .isValid();
        }

        Consistency between(long otherFirst, long otherSecond) {
            return new Consistency(otherFirst, otherSecond, path, firstRoot, secondRoot);
        }

        Consistency with(List<Sha256> otherPath) {
            return new Consistency(first, second, otherPath, firstRoot, secondRoot);
        }

        Consistency roots(Sha256 otherFirst, Sha256 otherSecond) {
            return new Consistency(first, second, path, otherFirst, otherSecond);
        }
    }

    @FunctionalInterface
    interface ConsistencyMutation {
        List<Consistency> of(Consistency proof);
    }

    static Stream<Arguments> consistencyMutations() {
        return Stream.of(
                arguments(
                        "sizes-swapped",
                        (ConsistencyMutation)
                                p ->
                                        p.first() == p.second()
                                                ? List.of()
                                                : List.of(p.between(p.second(), p.first()))),
                arguments(
                        "first-size-zero",
                        (ConsistencyMutation) p -> List.of(p.between(0, p.second()))),
                arguments(
                        "first-size-is-second",
                        (ConsistencyMutation)
                                p ->
                                        p.first() == p.second()
                                                ? List.of()
                                                : List.of(p.between(p.second(), p.second()))),
                arguments(
                        "second-size-is-first",
                        (ConsistencyMutation)
                                p ->
                                        p.first() == p.second()
                                                ? List.of()
                                                : List.of(p.between(p.first(), p.first()))),
                arguments(
                        "second-size-far-out",
                        (ConsistencyMutation)
                                p -> List.of(p.between(p.first(), 4 * p.second() + 3))),
                arguments(
                        "first-root-flipped",
                        (ConsistencyMutation)
                                p -> List.of(p.roots(flipped(p.firstRoot()), p.secondRoot()))),
                arguments(
                        "second-root-flipped",
                        (ConsistencyMutation)
                                p -> List.of(p.roots(p.firstRoot(), flipped(p.secondRoot())))),
                arguments(
                        "roots-swapped",
                        (ConsistencyMutation)
                                p ->
                                        p.first() == p.second()
                                                ? List.of()
                                                : List.of(p.roots(p.secondRoot(), p.firstRoot()))),
                arguments(
                        "first-root-twice",
                        (ConsistencyMutation)
                                p ->
                                        p.first() == p.second()
                                                ? List.of()
                                                : List.of(p.roots(p.firstRoot(), p.firstRoot()))),
                arguments(
                        "second-root-twice",
                        (ConsistencyMutation)
                                p ->
                                        p.first() == p.second()
                                                ? List.of()
                                                : List.of(p.roots(p.secondRoot(), p.secondRoot()))),
                arguments(
                        "path-empty",
                        (ConsistencyMutation)
                                p -> p.path().isEmpty() ? List.of() : List.of(p.with(List.of()))),
                arguments(
                        "path-reversed",
                        (ConsistencyMutation)
                                p ->
                                        p.path().size() < 2
                                                ? List.of()
                                                : List.of(p.with(p.path().reversed()))),
                arguments(
                        "path-hash-flipped",
                        (ConsistencyMutation)
                                p ->
                                        paths(p.path(), MutatedProofIsRefusedTest::flips)
                                                .map(p::with)
                                                .toList()),
                arguments(
                        "path-hash-removed",
                        (ConsistencyMutation)
                                p ->
                                        paths(p.path(), MutatedProofIsRefusedTest::removals)
                                                .map(p::with)
                                                .toList()),
                arguments(
                        "path-hash-inserted",
                        (ConsistencyMutation)
                                p ->
                                        paths(p.path(), MutatedProofIsRefusedTest::insertions)
                                                .map(p::with)
                                                .toList()),
                arguments(
                        "path-hashes-swapped",
                        (ConsistencyMutation)
                                p ->
                                        paths(p.path(), MutatedProofIsRefusedTest::swaps)
                                                .map(p::with)
                                                .toList()),
                arguments(
                        "leading-first-root",
                        (ConsistencyMutation)
                                p ->
                                        List.of(
                                                p.with(
                                                        appended(
                                                                List.of(p.firstRoot()),
                                                                p.path().toArray(Sha256[]::new))))),
                arguments(
                        "trailing-second-root",
                        (ConsistencyMutation)
                                p -> List.of(p.with(appended(p.path(), p.secondRoot())))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("consistencyMutations")
    void consistencyProof(String name, ConsistencyMutation mutation) {
        int tried = 0;
        for (int n = 1; n <= MAX_LEAVES; n++) {
            for (int m = 1; m <= n; m++) {
                Consistency good =
                        new Consistency(
                                m,
                                n,
                                ReferenceTree.subproof(m, LEAVES.subList(0, n), true),
                                ReferenceTree.mth(LEAVES.subList(0, m)),
                                ReferenceTree.mth(LEAVES.subList(0, n)));
                assertThat(good.holds()).isTrue();
                for (Consistency bad : mutation.of(good)) {
                    tried++;
                    assertThat(bad.holds()).as("%s: from %d to %d", name, m, n).isFalse();
                }
            }
        }
        assertThat(tried).isGreaterThan(MAX_LEAVES);
    }

    @Test
    void emptyTreeIsConsistentOnlyWithItsOwnRoot() {
        ConsistencyProof proof = new ConsistencyProof(TreeSize.ZERO, new TreeSize(3), List.of());
        assertThat(proof.verify(TreeHasher.emptyRoot(), STRAY).isValid()).isTrue();
        assertThat(proof.verify(STRAY, STRAY).isValid()).isFalse();
    }

    private static List<Inclusion> everyOtherIndex(Inclusion p) {
        List<Inclusion> all = new ArrayList<>();
        for (long i = 0; i < p.size() + 3; i++) {
            if (i != p.index()) {
                all.add(p.at(i));
            }
        }
        return all;
    }

    private static Stream<List<Sha256>> paths(
            List<Sha256> path,
            java.util.function.Function<List<Sha256>, List<List<Sha256>>> mutation) {
        return mutation.apply(path).stream();
    }

    private static List<List<Sha256>> flips(List<Sha256> path) {
        List<List<Sha256>> all = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            List<Sha256> copy = new ArrayList<>(path);
            copy.set(i, flipped(path.get(i)));
            all.add(copy);
        }
        return all;
    }

    private static List<List<Sha256>> removals(List<Sha256> path) {
        List<List<Sha256>> all = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            List<Sha256> copy = new ArrayList<>(path);
            copy.remove(i);
            all.add(copy);
        }
        return all;
    }

    private static List<List<Sha256>> insertions(List<Sha256> path) {
        List<List<Sha256>> all = new ArrayList<>();
        for (int i = 0; i <= path.size(); i++) {
            List<Sha256> copy = new ArrayList<>(path);
            copy.add(i, STRAY);
            all.add(copy);
        }
        return all;
    }

    private static List<List<Sha256>> swaps(List<Sha256> path) {
        List<List<Sha256>> all = new ArrayList<>();
        for (int i = 1; i < path.size(); i++) {
            List<Sha256> copy = new ArrayList<>(path);
            Collections.swap(copy, i - 1, i);
            all.add(copy);
        }
        return all;
    }

    private static List<Sha256> appended(List<Sha256> path, Sha256... further) {
        List<Sha256> copy = new ArrayList<>(path);
        copy.addAll(Arrays.asList(further));
        return copy;
    }

    private static Sha256 flipped(Sha256 hash) {
        byte[] bytes = hash.bytes();
        bytes[31] ^= 1;
        return Sha256.copyOf(bytes);
    }
}
