package io.countersign.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/// RFC 9162 §2.1 written down literally over lists of leaves: the oracle. Slow, and shares no code
/// with what it checks but SHA-256.
public final class ReferenceTree {
    private ReferenceTree() {}

    public static Sha256 mth(List<byte[]> d) {
        if (d.isEmpty()) {
            return Sha256.of(new byte[0]);
        }
        if (d.size() == 1) {
            byte[] message = new byte[1 + d.getFirst().length];
            System.arraycopy(d.getFirst(), 0, message, 1, d.getFirst().length);
            return Sha256.of(message);
        }
        int k = k(d.size());
        byte[] message = new byte[65];
        message[0] = 1;
        mth(d.subList(0, k)).copyTo(message, 1);
        mth(d.subList(k, d.size())).copyTo(message, 33);
        return Sha256.of(message);
    }

    public static List<Sha256> path(int m, List<byte[]> d) {
        List<Sha256> path = new ArrayList<>();
        if (d.size() > 1) {
            int k = k(d.size());
            if (m < k) {
                path.addAll(path(m, d.subList(0, k)));
                path.add(mth(d.subList(k, d.size())));
            } else {
                path.addAll(path(m - k, d.subList(k, d.size())));
                path.add(mth(d.subList(0, k)));
            }
        }
        return path;
    }

    public static List<Sha256> subproof(int m, List<byte[]> d, boolean known) {
        List<Sha256> path = new ArrayList<>();
        if (m == d.size()) {
            if (!known) {
                path.add(mth(d));
            }
            return path;
        }
        int k = k(d.size());
        if (m <= k) {
            path.addAll(subproof(m, d.subList(0, k), known));
            path.add(mth(d.subList(k, d.size())));
        } else {
            path.addAll(subproof(m - k, d.subList(k, d.size()), false));
            path.add(mth(d.subList(0, k)));
        }
        return path;
    }

    /// Nodes of a tree over these leaves.
    public static NodeSource nodes(List<byte[]> d) {
        return (height, index) -> {
            int width = 1 << height;
            int first = (int) index * width;
            return mth(d.subList(first, first + width));
        };
    }

    /// `count` different leaves of one to three bytes.
    public static List<byte[]> leaves(int count) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leaves.add(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)});
        }
        return leaves;
    }

    private static int k(int n) {
        int k = 1;
        while (2 * k < n) {
            k *= 2;
        }
        return k;
    }
}
