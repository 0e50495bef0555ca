package io.countersign.audit.merkle;

import io.countersign.audit.merkle.MutatedProofIsRefusedTest.Consistency;
import io.countersign.audit.merkle.MutatedProofIsRefusedTest.ConsistencyMutation;
import io.countersign.audit.merkle.MutatedProofIsRefusedTest.Inclusion;
import io.countersign.audit.merkle.MutatedProofIsRefusedTest.InclusionMutation;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The mutations of [MutatedProofIsRefusedTest] as a file that any program can read: a proof a
/// line, tab-separated.
///
/// ```
/// name  inclusion    index       size         leaf hash   root         path  valid|refused
/// name  consistency  first size  second size  first root  second root  path  valid|refused
/// ```
///
/// Hashes are hexadecimal, those of a path separated by commas.
public final class ProofCorpus {
    private static final int MAX_LEAVES = 25;
    private static final List<byte[]> LEAVES = ReferenceTree.leaves(MAX_LEAVES);

    private ProofCorpus() {}

    /// Writes the corpus and says how many proofs it has.
    public static int write(Path file) throws IOException {
        int lines = 0;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int n = 1; n <= MAX_LEAVES; n++) {
                for (int m = 0; m < n; m++) {
                    lines += inclusion(m, n, out);
                }
                for (int m = 1; m <= n; m++) {
                    lines += consistency(m, n, out);
                }
            }
        }
        return lines;
    }

    private static int inclusion(int m, int n, BufferedWriter out) throws IOException {
        List<byte[]> leaves = LEAVES.subList(0, n);
        Inclusion good =
                new Inclusion(
                        m,
                        n,
                        ReferenceTree.path(m, leaves),
                        new TreeHasher().leafHash(leaves.get(m)),
                        ReferenceTree.mth(leaves));
        int lines = 1;
        line("as-it-is", good, "valid", out);
        for (Object[] mutation :
                MutatedProofIsRefusedTest.inclusionMutations().map(a -> a.get()).toList()) {
            for (Inclusion bad : ((InclusionMutation) mutation[1]).of(good)) {
                line((String) mutation[0], bad, "refused", out);
                lines++;
            }
        }
        return lines;
    }

    private static int consistency(int m, int n, BufferedWriter out) throws IOException {
        Consistency good =
                new Consistency(
                        m,
                        n,
                        ReferenceTree.subproof(m, LEAVES.subList(0, n), true),
                        ReferenceTree.mth(LEAVES.subList(0, m)),
                        ReferenceTree.mth(LEAVES.subList(0, n)));
        int lines = 1;
        line("as-it-is", good, "valid", out);
        for (Object[] mutation :
                MutatedProofIsRefusedTest.consistencyMutations().map(a -> a.get()).toList()) {
            for (Consistency bad : ((ConsistencyMutation) mutation[1]).of(good)) {
                line((String) mutation[0], bad, "refused", out);
                lines++;
            }
        }
        return lines;
    }

    private static void line(String name, Inclusion p, String verdict, BufferedWriter out)
            throws IOException {
        out.write(
                String.join(
                        "\t",
                        name,
                        "inclusion",
                        Long.toString(p.index()),
                        Long.toString(p.size()),
                        p.leaf().hex(),
                        p.root().hex(),
                        path(p.path()),
                        verdict));
        out.write('\n');
    }

    private static void line(String name, Consistency p, String verdict, BufferedWriter out)
            throws IOException {
        out.write(
                String.join(
                        "\t",
                        name,
                        "consistency",
                        Long.toString(p.first()),
                        Long.toString(p.second()),
                        p.firstRoot().hex(),
                        p.secondRoot().hex(),
                        path(p.path()),
                        verdict));
        out.write('\n');
    }

    private static String path(List<Sha256> path) {
        return path.stream().map(Sha256::hex).collect(Collectors.joining(","));
    }

    /// Reads a corpus and gives the numbers, from 1, of the lines that get another verdict here.
    public static Set<String> disagreements(Path file) throws IOException {
        Set<String> wrong = new TreeSet<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                String[] part = line.split("\t", -1);
                List<Sha256> path =
                        part[6].isEmpty()
                                ? List.of()
                                : Arrays.stream(part[6].split(",", -1)).map(Sha256::ofHex).toList();
                long first = Long.parseLong(part[2]);
                TreeSize second = new TreeSize(Long.parseLong(part[3]));
                Sha256 left = Sha256.ofHex(part[4]);
                Sha256 right = Sha256.ofHex(part[5]);
                ProofVerdict verdict =
                        part[1].equals("inclusion")
                                ? new InclusionProof(new LeafIndex(first), second, path)
                                        .verify(left, right)
                                : new ConsistencyProof(new TreeSize(first), second, path)
                                        .verify(left, right);
                if (verdict.isValid() != part[7].equals("valid")) {
                    wrong.add(Integer.toString(number));
                }
            }
        }
        return wrong;
    }
}
