package io.countersign.audit.verify;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.merkle.InclusionProof;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.ProofVerdict;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerdict;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.LogFault;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import io.countersign.schemas.AuditEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Single entries of a log at one checkpoint, each with the proof that it is in there.
///
/// The checkpoint is opened with the caller's keys first, and no entry is handed out whose path
/// does not lead to its root. One instance belongs to one thread.
public final class EntryReader {
    private final LogTiles tiles;
    private final SignedNote note;
    private final Checkpoint checkpoint;
    private final TreeHasher hasher = new TreeHasher();
    private final EntryCodec codec;

    private EntryReader(LogTiles tiles, SignedNote note, Checkpoint checkpoint, EntryCodec codec) {
        this.tiles = tiles;
        this.note = note;
        this.checkpoint = checkpoint;
        this.codec = codec;
    }

    /// Opens the log at its current checkpoint.
    ///
    /// @param trusted keys, one of which has the log's name and signed the checkpoint
    /// @throws MalformedNoteException where the checkpoint is none, or not by a trusted key
    /// @throws DamagedLogException where there is no checkpoint
    public static EntryReader open(TileSource source, Collection<? extends NoteVerifier> trusted)
            throws IOException, MalformedNoteException {
        return open(source, trusted, new EntryCodec());
    }

    /// As above, for a log with entries of further schemas, which the codec knows.
    public static EntryReader open(
            TileSource source, Collection<? extends NoteVerifier> trusted, EntryCodec codec)
            throws IOException, MalformedNoteException {
        byte[] stored =
                source.read(TilePath.CHECKPOINT)
                        .orElseThrow(() ->
                                new DamagedLogException(
                                        LogFault.MISSING, TilePath.CHECKPOINT, "is missing"));
        SignedNote note = SignedNote.parse(stored);
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        boolean ours =
                switch (note.open(trusted)) {
                    case NoteVerdict.Verified(String _text, List<VerifierKey> by) ->
                            by.stream().anyMatch(key -> key.name().equals(checkpoint.origin()));
                    case NoteVerdict.BadSignature(VerifierKey _key) -> false;
                    case NoteVerdict.NoTrustedSignature() -> false;
                };
        if (!ours) {
            throw new MalformedNoteException(
                    "the checkpoint is not signed by a trusted key of the log's name");
        }
        return new EntryReader(new LogTiles(source, checkpoint.size()), note, checkpoint, codec);
    }

    /// The opened checkpoint.
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /// The leaf at an index, proven to be in the tree; `IllegalArgumentException` where the tree
    /// has none.
    public FoundEntry at(LeafIndex index) throws IOException {
        if (!index.isIn(checkpoint.size())) {
            throw new IllegalArgumentException(
                    "no leaf " + index.value() + " in a log of " + checkpoint.size().value());
        }
        long n = index.value() / TilePath.FULL_WIDTH;
        Bundle bundle = tiles.bundle(n);
        FoundEntry found =
                new FoundEntry(
                        index,
                        new Leaf(
                                bundle.entry((int) (index.value() % TilePath.FULL_WIDTH)), hasher));
        proof(found);
        return found;
    }

    /// What a leaf says.
    ///
    /// @throws MalformedEntryException where its bytes are no entry
    public AuditEntry entry(FoundEntry found) {
        return codec.entry(found.leaf().bytes());
    }

    /// The proof of a leaf, which has been checked against the root.
    ///
    /// @throws DamagedLogException where the stored tiles do not lead from the leaf to the root
    public TlogProof proof(FoundEntry found) throws IOException {
        InclusionProof proof;
        try {
            proof = InclusionProof.generate(found.index(), checkpoint.size(), tiles);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        ProofVerdict verdict = proof.verify(found.leafHash(), checkpoint.root());
        if (!verdict.isValid()) {
            throw new DamagedLogException(
                    LogFault.HASH_MISMATCH,
                    tiles.bundlePath(found.index().value() / TilePath.FULL_WIDTH).path(),
                    "holds an entry, leaf "
                            + found.index().value()
                            + ", that the tree does not lead to the root");
        }
        return new TlogProof(found.index(), proof.path(), note);
    }

    /// Reads the log from an index on until the entry of a chain and number comes; the numbers of a
    /// chain ascend, so that the search ends at the first larger one. Leaves that are no entries of
    /// this version's schema are decoded in full, and passed over where that fails.
    ///
    /// @param from where to begin; a seal's index where it is known that the entry comes later
    /// @return the entry, proven to be in the tree; empty where the log from there on has none
    public Optional<FoundEntry> find(ChainId chain, long seq, LeafIndex from) throws IOException {
        String name = chain.toString();
        for (long n = from.value() / TilePath.FULL_WIDTH;
                n * TilePath.FULL_WIDTH < checkpoint.size().value();
                n++) {
            Bundle bundle = tiles.bundle(n);
            long first = n * TilePath.FULL_WIDTH;
            for (int i = (int) Math.max(0, from.value() - first); i < bundle.width(); i++) {
                byte[] leaf = bundle.entry(i);
                Optional<EntryHead> head = head(leaf);
                if (head.isEmpty() || !head.get().chain().equals(name)) {
                    continue;
                }
                if (head.get().seq() == seq) {
                    return Optional.of(at(new LeafIndex(first + i)));
                }
                if (head.get().seq() > seq) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private Optional<EntryHead> head(byte[] leaf) {
        try {
            if (EntryCodec.fingerprint(leaf) == EntryCodec.FINGERPRINT) {
                return Optional.of(EntryHead.of(leaf));
            }
            AuditEntry entry = codec.entry(leaf);
            return Optional.of(
                    new EntryHead(
                            entry.getKind(),
                            entry.getChain(),
                            entry.getSeq(),
                            entry.getPrev(),
                            entry.getIncarnation(),
                            entry.getTimeMillis()));
        } catch (MalformedEntryException _noEntry) {
            return Optional.empty();
        }
    }

    /// Number of entries at this checkpoint.
    public TreeSize size() {
        return checkpoint.size();
    }
}
