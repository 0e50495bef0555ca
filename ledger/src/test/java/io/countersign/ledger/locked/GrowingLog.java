package io.countersign.ledger.locked;

import io.countersign.audit.chain.EntryCodec;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerifier;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.tiles.Growth;
import io.countersign.audit.tiles.Leaf;
import io.countersign.audit.tiles.TileObject;
import io.countersign.audit.tiles.TileSource;
import io.countersign.audit.tiles.TreeEdge;
import io.countersign.audit.verify.DirectorySideFolder;
import io.countersign.schemas.AuditEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A log in memory that grows by small leaves; its side folders lie in a directory.
final class GrowingLog {
    static final String ORIGIN = "log.example.org/locked";
    static final Ed25519NoteSigner SIGNER = new Ed25519NoteSigner(ORIGIN, seed());

    private final String folder;
    private final String origin;
    private final Path beside;
    private final Map<String, byte[]> objects = new HashMap<>();
    private TreeEdge edge = TreeEdge.empty();
    private boolean ended;

    private GrowingLog(String folder, String origin, Path beside) {
        this.folder = folder;
        this.origin = origin;
        this.beside = beside;
    }

    static GrowingLog in(Path beside) {
        return new GrowingLog("", ORIGIN, beside);
    }

    /// The log of another year.
    static GrowingLog ofYear(int year, Path beside) {
        return new GrowingLog(year + "/", ORIGIN + "/" + year, beside);
    }

    private static byte[] seed() {
        byte[] seed = new byte[32];
        java.util.Arrays.fill(seed, (byte) 7);
        return seed;
    }

    static List<NoteVerifier> trusted() {
        try {
            return List.of(NoteVerifier.of(SIGNER.verifierKey()));
        } catch (MalformedNoteException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Adds leaves, each of which says its index.
    GrowingLog grow(int leaves) {
        List<byte[]> texts = new ArrayList<>();
        for (int i = 0; i < leaves; i++) {
            long index = edge.size().value() + i;
            texts.add((origin + " " + index).getBytes(StandardCharsets.UTF_8));
        }
        return add(texts);
    }

    /// Adds entries.
    GrowingLog entries(List<AuditEntry> entries) {
        return add(entries.stream().map(new EntryCodec()::leaf).toList());
    }

    private GrowingLog add(List<byte[]> leaves) {
        List<Leaf> batch = new ArrayList<>();
        TreeHasher hasher = new TreeHasher();
        leaves.forEach(leaf -> batch.add(new Leaf(leaf, hasher)));
        Growth growth = edge.append(batch);
        for (TileObject object : growth.objects()) {
            objects.put(object.path().path(), object.bytes());
        }
        edge = growth.edge();
        return this;
    }

    GrowingLog end() {
        ended = true;
        return this;
    }

    /// Signs what there is and keeps it beside.
    void keepCheckpoint() throws IOException {
        Path kept = Files.createDirectories(beside.resolve("log.checkpoints"));
        Files.write(kept.resolve(edge.size().value() + ".checkpoint"), note().encode());
    }

    void stamp() throws IOException {
        Path stamps = Files.createDirectories(beside.resolve("log.timestamps"));
        String size = String.valueOf(edge.size().value());
        Files.write(stamps.resolve(size + ".checkpoint"), note().encode());
        Files.write(stamps.resolve(size + ".tsr"), new byte[] {1, 2, 3});
    }

    private SignedNote note() {
        return SignedNote.sign(checkpoint().text(), List.of(SIGNER.named(origin)));
    }

    Checkpoint checkpoint() {
        return new Checkpoint(origin, edge.size(), edge.root());
    }

    TileSource tiles() {
        return path -> Optional.ofNullable(objects.get(path));
    }

    LogToKeep now() {
        return new LogToKeep(
                folder,
                tiles(),
                note(),
                checkpoint(),
                ended,
                Optional.of(
                        (SIGNER.verifierKey().named(origin).vkey() + "\n")
                                .getBytes(StandardCharsets.UTF_8)),
                new DirectorySideFolder(beside.resolve("log.checkpoints")),
                new DirectorySideFolder(beside.resolve("log.timestamps")));
    }

    LockedCheck.LiveLog live() {
        return new LockedCheck.LiveLog(tiles(), checkpoint());
    }
}
