package io.countersign.audit.pack;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.verify.EntryKey;

/// A line of the manifest: an entry and its place in the log.
public record PackedEntry(long index, Sha256 leafHash, EntryKey key) {
    /// What a leaf gives.
    ///
    /// @throws IllegalArgumentException where it does not begin as an entry does
    static PackedEntry of(long index, Leaf leaf) {
        EntryHead head = EntryHead.ofAnyVersion(leaf.bytes());
        return new PackedEntry(
                index, leaf.hash(), new EntryKey(ChainId.parse(head.chain()), head.seq()));
    }

    String line() {
        return "entry " + index + " " + leafHash.hex() + " " + key.chain() + " " + key.seq();
    }

    String leafFile() {
        return "leaves/" + index + ".entry";
    }

    String proofFile() {
        return "leaves/" + index + ".tlog-proof";
    }
}
