package io.countersign.audit.merkle;

import java.util.Iterator;
import java.util.List;

/// The proof of RFC 9162 §2.1.4 that a tree of `second` leaves begins with the very leaves of the
/// tree of `first` leaves. Like an inclusion proof it takes its sizes and roots from two verified
/// checkpoints.
public record ConsistencyProof(TreeSize first, TreeSize second, List<Sha256> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /// Makes the proof; `IllegalArgumentException` if `first` is larger than `second`. Where
    /// `first` is 0 or both are equal, there is nothing to show and the proof is empty.
    public static ConsistencyProof generate(TreeSize first, TreeSize second, NodeSource nodes) {
        if (first.compareTo(second) > 0) {
            throw new IllegalArgumentException(
                    "a tree does not shrink from " + first.value() + " to " + second.value());
        }
        if (first.value() == 0 || first.equals(second)) {
            return new ConsistencyProof(first, second, List.of());
        }
        return new ConsistencyProof(
                first, second, Subtrees.consistency(first.value(), second.value(), nodes));
    }

    /// RFC 9162 §2.1.4.2, with its steps by number; the RFC leaves the trivial sizes to the caller,
    /// they are checked here first.
    public ProofVerdict verify(Sha256 firstHash, Sha256 secondHash) {
        if (first.compareTo(second) > 0) {
            return new ProofVerdict.Malformed(ProofFault.SIZES_NOT_ASCENDING);
        }
        if (first.equals(second) || first.value() == 0) {
            if (!path.isEmpty()) {
                return new ProofVerdict.Malformed(ProofFault.SURPLUS_HASHES);
            }
            Sha256 expected = first.value() == 0 ? TreeHasher.emptyRoot() : secondHash;
            return firstHash.equals(expected)
                    ? new ProofVerdict.Valid()
                    : new ProofVerdict.RootMismatch(firstHash, expected);
        }
        // 1. If consistency_path is an empty array, stop and fail.
        if (path.isEmpty()) {
            return new ProofVerdict.Malformed(ProofFault.MISSING_HASHES);
        }
        // 2. If first is an exact power of 2, prepend first_hash to the path.
        Iterator<Sha256> rest = path.iterator();
        Sha256 start = Long.bitCount(first.value()) == 1 ? firstHash : rest.next();
        // 3. Set fn to first - 1 and sn to second - 1.
        long fn = first.value() - 1;
        long sn = second.value() - 1;
        // 4. If LSB(fn) is set, shift both right until LSB(fn) is not set.
        while ((fn & 1) == 1) {
            fn >>>= 1;
            sn >>>= 1;
        }
        // 5. Set fr and sr to the first value of the path.
        Sha256 fr = start;
        Sha256 sr = start;
        TreeHasher hasher = new TreeHasher();
        // 6. For each subsequent value c:
        while (rest.hasNext()) {
            Sha256 c = rest.next();
            // a. If sn is 0, stop and fail.
            if (sn == 0) {
                return new ProofVerdict.Malformed(ProofFault.SURPLUS_HASHES);
            }
            // b. If LSB(fn) is set, or if fn is equal to sn:
            if ((fn & 1) == 1 || fn == sn) {
                // i. fr = HASH(0x01 || c || fr), sr = HASH(0x01 || c || sr).
                fr = hasher.nodeHash(c, fr);
                sr = hasher.nodeHash(c, sr);
                // ii. If LSB(fn) is not set, shift both right until LSB(fn) is set or fn is 0.
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                // Otherwise sr = HASH(0x01 || sr || c).
                sr = hasher.nodeHash(sr, c);
            }
            // c. Finally, shift both right once.
            fn >>>= 1;
            sn >>>= 1;
        }
        // 7. fr is first_hash, sr is second_hash, and sn is 0.
        if (sn != 0) {
            return new ProofVerdict.Malformed(ProofFault.MISSING_HASHES);
        }
        if (!fr.equals(firstHash)) {
            return new ProofVerdict.RootMismatch(fr, firstHash);
        }
        return sr.equals(secondHash)
                ? new ProofVerdict.Valid()
                : new ProofVerdict.RootMismatch(sr, secondHash);
    }
}
