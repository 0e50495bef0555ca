package io.countersign.audit.pack;

import io.countersign.audit.merkle.ConsistencyProof;
import io.countersign.audit.merkle.LeafIndex;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.LogFault;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.verify.EntryKey;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.Progress;
import io.countersign.audit.verify.TlogProof;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Makes a proof pack of a log's entries (`docs/spec/proof.md`): each entry's bytes, the hashes
/// that lead from it to the root, the signed checkpoint, and the manifest.
///
/// Entries are proven before they are written, and go out one by one. The same selection of the
/// same log at the same checkpoint gives the same bytes.
public final class PackWriter {
    /// A fixed time for all files: a pack's bytes tell nothing about when it was made. The first
    /// month of zip's calendar makes Java write a second, local one beside it.
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final EntryReader reader;
    private final LogSides sides;

    /// @param reader whose checkpoint the pack has
    public PackWriter(EntryReader reader, LogSides sides) {
        this.reader = reader;
        this.sides = sides;
    }

    /// What was asked for that a pack cannot hold: more than [Manifest#MAX_ENTRIES], or what the
    /// log does not have. The message is a sentence for whoever asked.
    public static final class UnfitSelectionException extends Exception {
        @java.io.Serial private static final long serialVersionUID = 1L;

        UnfitSelectionException(String message) {
            super(message);
        }
    }

    /// Packs entries that somebody chose.
    public Manifest entries(Collection<EntryKey> keys, OutputStream out, Progress progress)
            throws IOException, UnfitSelectionException {
        requireCount(keys.size());
        return write(new Selection.Chosen(), located(keys), out, progress);
    }

    /// Packs a chain's entries from one number to another, both included.
    public Manifest numbers(Selection.Numbers numbers, OutputStream out, Progress progress)
            throws IOException, UnfitSelectionException {
        requireCount(numbers.to() - numbers.from() + 1);
        List<EntryKey> keys =
                LongStream.rangeClosed(numbers.from(), numbers.to())
                        .mapToObj(seq -> new EntryKey(numbers.chain(), seq))
                        .toList();
        return write(numbers, located(keys), out, progress);
    }

    /// Packs all that was sealed from one time until before another, with the seals around it.
    public Manifest sealed(Instant since, Instant until, OutputStream out, Progress progress)
            throws IOException, UnfitSelectionException {
        long from = Math.max(0, reader.sealedBefore(since).value() - 1);
        long to = reader.sealedUntil(until).value() - 1;
        requireCount(to - from + 1);
        return write(
                new Selection.Sealed(from, to, since.toEpochMilli(), until.toEpochMilli()),
                LongStream.rangeClosed(from, to).mapToObj(LeafIndex::new).toList(),
                out,
                progress);
    }

    private static void requireCount(long count) throws UnfitSelectionException {
        if (count > Manifest.MAX_ENTRIES) {
            throw new UnfitSelectionException(
                    "A pack holds at most %,d entries, and these are %,d: take a shorter stretch, or hand out a part of the log"
                            .formatted(Manifest.MAX_ENTRIES, count));
        }
    }

    private List<LeafIndex> located(Collection<EntryKey> keys)
            throws IOException, UnfitSelectionException {
        List<LeafIndex> found = reader.locate(keys);
        long missing = keys.stream().distinct().count() - found.size();
        if (missing > 0 || found.isEmpty()) {
            throw new UnfitSelectionException(
                    "The log of %,d entries does not hold %,d of these"
                            .formatted(reader.size().value(), missing));
        }
        return found;
    }

    private Manifest write(
            Selection selection, List<LeafIndex> indexes, OutputStream out, Progress progress)
            throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        // Most of it is hashes, which nothing makes shorter than their base64.
        zip.setLevel(Deflater.BEST_SPEED);
        put(zip, Manifest.CHECKPOINT, reader.note().encode());
        List<PackedEntry> entries = new ArrayList<>();
        for (LeafIndex index : indexes) {
            TlogProof proven = reader.proven(index);
            Leaf leaf = proven.entry().orElseThrow();
            PackedEntry entry = entry(index, leaf);
            put(zip, entry.leafFile(), leaf.bytes());
            put(
                    zip,
                    entry.proofFile(),
                    new TlogProof(index, proven.path(), proven.checkpoint()).encode());
            entries.add(entry);
            progress.goesOn(entries.size(), indexes.size());
        }
        List<Beside> beside = new ArrayList<>();
        for (LogSides.Found found :
                sides.covering(indexes.getLast().value(), reader.size().value())) {
            write(zip, found);
            beside.add(found.beside());
        }
        Manifest manifest = new Manifest(reader.signedBy(), selection, entries, beside);
        put(zip, Manifest.FILE, manifest.encode());
        zip.finish();
        return manifest;
    }

    private PackedEntry entry(LeafIndex index, Leaf leaf) throws DamagedLogException {
        try {
            return PackedEntry.of(index.value(), leaf);
        } catch (IllegalArgumentException _noEntry) {
            throw new DamagedLogException(
                    LogFault.HASH_MISMATCH,
                    TilePath.CHECKPOINT,
                    "leads to leaf " + index.value() + ", which is no entry");
        }
    }

    private void write(ZipOutputStream zip, LogSides.Found found) throws IOException {
        Beside beside = found.beside();
        ConsistencyProof proof = reader.consistencyFrom(new TreeSize(beside.size()));
        if (!isOfThisLog(found.note(), proof)) {
            throw new DamagedLogException(
                    LogFault.ROOT_MISMATCH,
                    beside.checkpointFile(),
                    "is not of this log: countersign verify says more");
        }
        put(zip, beside.checkpointFile(), found.note());
        if (beside.size() != reader.size().value()) {
            put(zip, beside.consistencyFile(), hashes(proof.path()));
        }
        if (found.stamp().isPresent()) {
            put(zip, beside.stampFile(), found.stamp().get());
        }
    }

    private boolean isOfThisLog(byte[] note, ConsistencyProof proof) {
        try {
            Checkpoint stated = Checkpoint.parse(SignedNote.parse(note).text());
            return stated.origin().equals(reader.checkpoint().origin())
                    && stated.size().equals(proof.first())
                    && proof.verify(stated.root(), reader.checkpoint().root()).isValid();
        } catch (MalformedNoteException _none) {
            return false;
        }
    }

    private static byte[] hashes(List<Sha256> path) {
        StringBuilder text = new StringBuilder();
        path.forEach(hash -> text.append(hash.base64()).append('\n'));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
