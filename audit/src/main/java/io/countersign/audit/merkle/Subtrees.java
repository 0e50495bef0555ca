package io.countersign.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/// The recursive definitions of RFC 9162 §2.1 over stored nodes. Recursion halves the range, so it
/// is at most 63 deep.
public final class Subtrees {
    private Subtrees() {}

    /// The root of a tree: `MTH(D[size])`.
    public static Sha256 root(TreeSize size, NodeSource nodes) {
        return size.value() == 0
                ? TreeHasher.emptyRoot()
                : range(0, size.value(), nodes, new TreeHasher());
    }

    /// `PATH(m, D[n])` of §2.1.3.1.
    static List<Sha256> path(long m, long n, NodeSource nodes) {
        List<Sha256> path = new ArrayList<>();
        path(m, 0, n, nodes, new TreeHasher(), path);
        return path;
    }

    private static void path(
            long m, long start, long n, NodeSource nodes, TreeHasher hasher, List<Sha256> path) {
        // PATH(0, {d[0]}) = {}
        if (n == 1) {
            return;
        }
        long k = split(n);
        if (m < k) {
            // PATH(m, D[n]) = PATH(m, D[0:k]) : MTH(D[k:n])
            path(m, start, k, nodes, hasher, path);
            path.add(range(start + k, start + n, nodes, hasher));
        } else {
            // PATH(m, D[n]) = PATH(m - k, D[k:n]) : MTH(D[0:k])
            path(m - k, start + k, n - k, nodes, hasher, path);
            path.add(range(start, start + k, nodes, hasher));
        }
    }

    /// `PROOF(m, D[n]) = SUBPROOF(m, D[n], true)` of §2.1.4.1, for 0 < m < n.
    static List<Sha256> consistency(long m, long n, NodeSource nodes) {
        List<Sha256> path = new ArrayList<>();
        subproof(m, 0, n, true, nodes, new TreeHasher(), path);
        return path;
    }

    private static void subproof(
            long m,
            long start,
            long n,
            boolean known,
            NodeSource nodes,
            TreeHasher hasher,
            List<Sha256> path) {
        if (m == n) {
            // SUBPROOF(m, D[m], true) = {}, SUBPROOF(m, D[m], false) = {MTH(D[m])}
            if (!known) {
                path.add(range(start, start + n, nodes, hasher));
            }
            return;
        }
        long k = split(n);
        if (m <= k) {
            // SUBPROOF(m, D[n], b) = SUBPROOF(m, D[0:k], b) : MTH(D[k:n])
            subproof(m, start, k, known, nodes, hasher, path);
            path.add(range(start + k, start + n, nodes, hasher));
        } else {
            // SUBPROOF(m, D[n], b) = SUBPROOF(m - k, D[k:n], false) : MTH(D[0:k])
            subproof(m - k, start + k, n - k, false, nodes, hasher, path);
            path.add(range(start, start + k, nodes, hasher));
        }
    }

    /// `MTH(D[start:end])`. A range that the recursion meets starts at a multiple of its largest
    /// power of two.
    private static Sha256 range(long start, long end, NodeSource nodes, TreeHasher hasher) {
        long n = end - start;
        if (Long.bitCount(n) == 1) {
            int height = Long.numberOfTrailingZeros(n);
            return nodes.node(height, start >> height);
        }
        long k = split(n);
        return hasher.nodeHash(
                range(start, start + k, nodes, hasher), range(start + k, end, nodes, hasher));
    }

    /// The largest power of two smaller than n, for n > 1.
    private static long split(long n) {
        return Long.highestOneBit(n - 1);
    }
}
