package io.countersign.audit.verify;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeHasher;
import io.countersign.audit.note.Ed25519NoteSigner;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A log in a directory, and the hands of whoever tampers with it: on its files, on its leaves with
/// all hashes done again, or on what gets logged.
final class TamperedLog {
    private static final int BATCHES = 5;
    private static final int EVENTS = 60;

    final Path directory;

    TamperedLog(Path directory) throws IOException {
        this.directory = directory;
        LogFixture.store(directory, leaves(), LogFixture.SIGNER);
    }

    static List<LogFixture.Step> steps() {
        return new ArrayList<>(LogFixture.steps(BATCHES, EVENTS));
    }

    static List<LogFixture.Step> stepsOfOneMoreBatch() {
        return new ArrayList<>(LogFixture.steps(BATCHES + 1, EVENTS));
    }

    static List<byte[]> leaves() {
        return LogFixture.leaves(steps());
    }

    static Request trusting() {
        return Request.trusting(LogFixture.KEYS);
    }

    // ---- with the files alone

    Request flip(String path, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(path));
        bytes[at] ^= 1;
        Files.write(directory.resolve(path), bytes);
        return trusting();
    }

    /// A byte of a hash within the first stored entry from here on that has one.
    Request flipWithin(int leaf) throws IOException {
        LogFixture.PlaceInBundle place = LogFixture.freePlace(leaves(), leaf);
        return flip(place.path(), place.at());
    }

    Request resize(String path, int by) throws IOException {
        byte[] bytes = Files.readAllBytes(directory.resolve(path));
        Files.write(directory.resolve(path), java.util.Arrays.copyOf(bytes, bytes.length + by));
        return trusting();
    }

    Request delete(String... paths) throws IOException {
        for (String path : paths) {
            Files.delete(directory.resolve(path));
        }
        return trusting();
    }

    /// A stored entry and its hash in the tile, and nothing above it.
    Request changeEntryAndItsHash() throws IOException {
        byte[] first = leaves().getFirst();
        int at = LogFixture.freeByte(first);
        flip("tile/entries/000", 2 + at);
        byte[] changed = first.clone();
        changed[at] ^= 1;
        byte[] tile = Files.readAllBytes(directory.resolve("tile/0/000"));
        new TreeHasher().leafHash(changed).copyTo(tile, 0);
        Files.write(directory.resolve("tile/0/000"), tile);
        return trusting();
    }

    /// All files done again over other leaves, under the checkpoint of before.
    Request redo(Consumer<List<byte[]>> change) throws IOException {
        byte[] checkpoint = Files.readAllBytes(directory.resolve("checkpoint"));
        List<byte[]> leaves = new ArrayList<>(leaves());
        change.accept(leaves);
        clear();
        LogFixture.store(directory, leaves, LogFixture.SIGNER);
        Files.write(directory.resolve("checkpoint"), checkpoint);
        return trusting();
    }

    Request editCheckpoint(String from, String to) throws IOException {
        Path file = directory.resolve("checkpoint");
        String note = Files.readString(file);
        if (!note.contains(from)) {
            throw new IllegalArgumentException("the checkpoint holds no such text");
        }
        Files.writeString(file, note.replace(from, to));
        return trusting();
    }

    // ---- with the key

    Request sign(List<byte[]> leaves, Ed25519NoteSigner signer) throws IOException {
        clear();
        LogFixture.store(directory, leaves, signer);
        return trusting();
    }

    /// All done again over other leaves, and signed with the log's key.
    Request resign(Consumer<List<byte[]>> change) throws IOException {
        List<byte[]> leaves = new ArrayList<>(leaves());
        change.accept(leaves);
        return sign(leaves, LogFixture.SIGNER);
    }

    /// What the log's own verifier keeps after having seen it as it is.
    RememberedRoot seen() throws IOException {
        return LogVerifier.verify(new DirectoryTileSource(directory), trusting(), Progress.NONE)
                .toRemember()
                .orElseThrow();
    }

    // ---- with what gets logged

    Request log(Consumer<List<LogFixture.Step>> change) throws IOException {
        List<LogFixture.Step> steps = steps();
        change.accept(steps);
        return sign(LogFixture.leaves(steps), LogFixture.SIGNER);
    }

    private void clear() throws IOException {
        try (java.util.stream.Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    static EntryKind kind(LogFixture.Step step) {
        return step.part().isEmpty()
                ? EntryKind.SEAL
                : step.part().get().apply(AuditEntry.newBuilder()).getKind();
    }

    static int firstOf(List<LogFixture.Step> steps, EntryKind kind) {
        for (int i = 0; i < steps.size(); i++) {
            if (kind(steps.get(i)) == kind) {
                return i;
            }
        }
        throw new IllegalArgumentException("no step of kind " + kind);
    }

    static Sha256 hashOf(byte[] leaf) {
        return new TreeHasher().leafHash(leaf);
    }
}
