package io.countersign.audit.verify;

import io.countersign.audit.chain.ChainId;
import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.chain.EntryHead;
import io.countersign.audit.chain.MalformedEntryException;
import io.countersign.audit.merkle.ConsistencyProof;
import io.countersign.audit.merkle.InclusionProof;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.ProofVerdict;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.tiles.Bundle;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.LogFault;
import io.countersign.audit.tiles.LogTiles;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import io.countersign.audit.tiles.TreeEdge;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.NextLog;
import io.countersign.schemas.PreviousLog;
import io.countersign.schemas.SealEntry;
import io.countersign.schemas.TakeoverEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/// Single entries of a log at one checkpoint, each with the proof that it is in there.
///
/// The checkpoint is opened with the caller's keys first, and no entry is handed out whose path
/// does not lead to its root. One instance belongs to one thread.
public final class EntryReader {
    /// More amendments of one entry are not listed.
    public static final int MAX_AMENDMENTS = 64;

    /// Amendments are looked for in so many leaves behind an entry.
    public static final long MAX_SEARCHED = 1_000_000;

    private final LogTiles tiles;
    private final SignedNote note;
    private final Checkpoint checkpoint;
    private final VerifierKey signedBy;
    private final TreeHasher hasher = new TreeHasher();
    private final EntryCodec codec;
    private final StoredLeaves leaves;
    private final SealSearch seals;

    EntryReader(LogTiles tiles, SignedNote note, OpenedCheckpoint opened, EntryCodec codec) {
        this.tiles = tiles;
        this.note = note;
        this.checkpoint = opened.checkpoint();
        this.signedBy = opened.signedBy();
        this.codec = codec;
        this.leaves = new StoredLeaves(tiles, codec);
        this.seals = new SealSearch(leaves, checkpoint.size().value());
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
        OpenedCheckpoint opened = OpenedCheckpoint.open(note, trusted);
        return new EntryReader(
                new LogTiles(source, opened.checkpoint().size()), note, opened, codec);
    }

    /// The log that this one goes on from; empty for an installation's first.
    public Optional<PreviousLog> previousLog() throws IOException {
        return end(0).flatMap(AuditEntry::getTakeover).flatMap(TakeoverEntry::getPreviousLog);
    }

    /// The log that goes on from this one; empty where this one has not ended.
    public Optional<NextLog> nextLog() throws IOException {
        return end(checkpoint.size().value() - 1)
                .flatMap(AuditEntry::getSeal)
                .flatMap(SealEntry::getNext);
    }

    private Optional<AuditEntry> end(long index) throws IOException {
        if (checkpoint.size().value() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(entry(at(new LeafIndex(index))));
        } catch (MalformedEntryException _noEntry) {
            return Optional.empty();
        }
    }

    /// The opened checkpoint.
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /// The key that vouches for it.
    public VerifierKey signedBy() {
        return signedBy;
    }

    /// The leaf at an index, proven to be in the tree; `IllegalArgumentException` where the tree
    /// has none.
    public FoundEntry at(LeafIndex index) throws IOException {
        FoundEntry found = stored(index);
        proof(found);
        return found;
    }

    /// As above, with its proof, which carries the leaf.
    public TlogProof proven(LeafIndex index) throws IOException {
        FoundEntry found = stored(index);
        return proof(found).carrying(found.leaf());
    }

    /// The leaf at an index as it is stored: nothing says yet that it is in the tree. For who
    /// proves a row of leaves as one.
    ///
    /// @throws IllegalArgumentException where the tree has none
    public Leaf unproven(LeafIndex index) throws IOException {
        return stored(index).leaf();
    }

    private FoundEntry stored(LeafIndex index) throws IOException {
        if (!index.isIn(checkpoint.size())) {
            throw new IllegalArgumentException(
                    "no leaf " + index.value() + " in a log of " + checkpoint.size().value());
        }
        return new FoundEntry(index, new Leaf(leaves.bytes(index.value()), hasher));
    }

    /// That the log of this checkpoint began as a smaller tree.
    ///
    /// @throws DamagedLogException where the tiles that it takes are not there
    public ConsistencyProof consistencyFrom(TreeSize smaller) throws IOException {
        try {
            return ConsistencyProof.generate(smaller, checkpoint.size(), tiles);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// The signed checkpoint as it is.
    public SignedNote note() {
        return note;
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

    /// Reads the log from an index on, entry by entry and without relying on any seal, until the
    /// entry of a chain and number comes; the numbers of a chain ascend, so that the search ends at
    /// the first larger one. Leaves that are no entries of this version's schema are decoded in
    /// full, and passed over where that fails.
    ///
    /// @param from where to begin; a seal's index where it is known that the entry comes later
    /// @return the entry, proven to be in the tree; empty where the log from there on has none
    public Optional<FoundEntry> find(ChainId chain, long seq, LeafIndex from) throws IOException {
        return proven(seals.scan(chain.toString(), seq, from.value(), checkpoint.size().value()));
    }

    private Optional<FoundEntry> proven(OptionalLong index) throws IOException {
        return index.isEmpty()
                ? Optional.empty()
                : Optional.of(at(new LeafIndex(index.getAsLong())));
    }

    /// Finds an entry by halving: each seal says how far every chain had come, so that a log of any
    /// length is searched in a few batches. It relies on the seals that it meets; whether they tell
    /// the truth is for [LogVerifier] to check, and an entry that it returns is proven all the
    /// same.
    ///
    /// @return the entry, proven to be in the tree; empty where the seals say that there is none
    public Optional<FoundEntry> find(ChainId chain, long seq) throws IOException {
        return proven(seals.find(chain.toString(), seq));
    }

    /// Finds many entries at once, halving the log for all of them together as [#find(ChainId,
    /// long)] does for one.
    ///
    /// @return indexes in ascending order, which nothing was proven about yet; what the log does
    ///   not hold has none
    public List<LeafIndex> locate(Collection<EntryKey> keys) throws IOException {
        return List.copyOf(located(keys).values());
    }

    /// As above, with the key of each.
    Map<EntryKey, LeafIndex> located(Collection<EntryKey> keys) throws IOException {
        return seals.locate(List.copyOf(new LinkedHashSet<>(keys)));
    }

    /// The entry whose schema wrote a leaf: the first of the log that holds the schema's text. With
    /// it the leaf is read by whoever does not have our schemas.
    public Optional<EntryKey> schemaOf(Leaf leaf) throws IOException {
        byte[] fingerprint = Arrays.copyOf(leaf.bytes(), EntryCodec.HEADER_BYTES);
        for (long index = 0; index < Math.min(checkpoint.size().value(), MAX_SEARCHED); index++) {
            byte[] bytes = leaves.bytes(index);
            // A schema entry is written with the schema that it holds.
            if (Arrays.mismatch(bytes, fingerprint) == EntryCodec.HEADER_BYTES) {
                EntryHead head = EntryHead.ofAnyVersion(bytes);
                if (head.kind() == EntryKind.SCHEMA) {
                    return Optional.of(new EntryKey(ChainId.parse(head.chain()), head.seq()));
                }
            }
        }
        return Optional.empty();
    }

    /// Where a part of the log may begin that holds all that was sealed from a time on: the leaves
    /// up to the last seal dated before it. Relies on the seals, as [#find(ChainId, long)] does.
    public TreeSize sealedBefore(Instant time) throws IOException {
        return new TreeSize(seals.boundary(seal -> !seal.time().isBefore(time)).before());
    }

    /// Where a part of the log may end that holds all that was sealed before a time: the leaves up
    /// to the first seal that is not dated before it; all where there is none.
    public TreeSize sealedUntil(Instant time) throws IOException {
        return upTo(seals.boundary(seal -> !seal.time().isBefore(time)));
    }

    /// Where a part of the log may begin that holds all that lies behind these places of the
    /// chains: the leaves up to the last seal at which none had come further. Relies on the seals,
    /// as [#find(ChainId, long)] does.
    ///
    /// @param next gives for a chain the first number that lies behind
    public TreeSize sealedUpTo(ToLongFunction<String> next) throws IOException {
        return new TreeSize(
                seals.boundary(seal ->
                                seal.heads().stream()
                                        .anyMatch(head ->
                                                head.getSeq() >= next.applyAsLong(head.getChain())))
                        .before());
    }

    /// The last number of each chain at the newest seal, the sealer's own too; none where there is
    /// no seal. Relies on that seal.
    public Map<String, Long> sealedHeads() throws IOException {
        long behind = seals.boundary(unused -> false).before();
        return behind == 0
                ? Map.of()
                : new SealSearch.SealAt(behind - 1, entry(at(new LeafIndex(behind - 1))))
                        .lastNumbers();
    }

    /// When the newest seal was made; empty where there is none.
    public Optional<Instant> sealedAt() throws IOException {
        return end(checkpoint.size().value() - 1)
                .filter(last -> last.getKind() == EntryKind.SEAL)
                .map(last -> Instant.ofEpochMilli(last.getTimeMillis()));
    }

    /// The leaves up to the last seal within so many leaves.
    public TreeSize sealedWithin(TreeSize size) throws IOException {
        return new TreeSize(seals.boundary(seal -> seal.index() >= size.value()).before());
    }

    /// The leaves up to the first seal that covers so many leaves; all where there is none.
    public TreeSize sealedAround(TreeSize size) throws IOException {
        return upTo(seals.boundary(seal -> seal.index() + 1 >= size.value()));
    }

    private TreeSize upTo(SealSearch.Boundary boundary) {
        return boundary.first().isPresent()
                ? new TreeSize(boundary.first().getAsLong() + 1)
                : checkpoint.size();
    }

    /// Later knowledge about an entry: it lies behind it, in the same chain.
    ///
    /// @param entry the entry that it may be about, at this index
    /// @return amendments in the order of the log, each proven to be in the tree; at most
    ///   [#MAX_AMENDMENTS], of the next [#MAX_SEARCHED] leaves
    public List<FoundEntry> amendments(FoundEntry entry) throws IOException {
        return amendments(entry(entry), entry.index().value() + 1);
    }

    /// Those of an entry of this log or of one before it.
    ///
    /// @param from the leaf from which on they are looked for
    List<FoundEntry> amendments(AuditEntry original, long from) throws IOException {
        long to = Math.min(checkpoint.size().value(), from + MAX_SEARCHED);
        List<FoundEntry> found = new ArrayList<>();
        leaves.walk(
                from,
                to,
                (index, head, leaf) -> {
                    if (head.kind() == EntryKind.AMENDMENT
                            && head.chain().equals(original.getChain())
                            && isAbout(codec.entry(leaf), original)) {
                        found.add(at(new LeafIndex(index)));
                    }
                    return found.size() < MAX_AMENDMENTS;
                });
        return found;
    }

    private static boolean isAbout(AuditEntry amendment, AuditEntry original) {
        return amendment
                .getAmendment()
                .filter(part ->
                        part.getOriginal().getChain().equals(original.getChain())
                                && part.getOriginal().getSeq() == original.getSeq())
                .isPresent();
    }

    /// Takes one entry after the other.
    public interface EntryVisitor {
        /// Whether entries of this kind are of interest; others are not decoded.
        boolean wants(EntryKind kind);

        void entry(AuditEntry entry, LeafIndex index);

        /// The same, for who needs the leaf's hash too.
        default void entry(AuditEntry entry, LeafIndex index, Sha256 leafHash) {
            entry(entry, index);
        }
    }

    /// Shows all entries of some kinds, in order. What was seen counts only once this returns: then
    /// all leaves that were read give the checkpoint's root.
    ///
    /// @throws DamagedLogException where they do not
    public void forEach(EntryVisitor visitor) throws IOException {
        forEach(TreeSize.ZERO, visitor);
    }

    /// The same behind so many leaves, or up to a bundle of them earlier; what lies before is not
    /// read.
    ///
    /// @throws DamagedLogException where what was read does not lead to the checkpoint's root
    public void forEach(TreeSize behind, EntryVisitor visitor) throws IOException {
        long first = Math.min(behind.value(), checkpoint.size().value()) / TilePath.FULL_WIDTH;
        TreeEdge edge = TreeEdge.unproven(tiles, first);
        long size = checkpoint.size().value();
        for (long n = first; n * TilePath.FULL_WIDTH < size; n++) {
            Bundle bundle = tiles.bundle(n);
            List<Leaf> all = new ArrayList<>();
            for (int i = 0; i < bundle.width(); i++) {
                byte[] bytes = bundle.entry(i);
                Leaf leaf = new Leaf(bytes, hasher);
                all.add(leaf);
                if (leaves.head(bytes).map(EntryHead::kind).filter(visitor::wants).isPresent()) {
                    visitor.entry(
                            codec.entry(bytes),
                            new LeafIndex(n * TilePath.FULL_WIDTH + i),
                            leaf.hash());
                }
            }
            edge = edge.append(all).edge();
        }
        if (!edge.root().equals(checkpoint.root())) {
            throw new DamagedLogException(
                    LogFault.ROOT_MISMATCH,
                    TilePath.CHECKPOINT,
                    "has another root than the entries give");
        }
    }

    /// Number of entries at this checkpoint.
    public TreeSize size() {
        return checkpoint.size();
    }
}
