package io.countersign.app.cli;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.NoteVerdict;
import io.countersign.audit.note.OpenedCheckpoint;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import io.countersign.audit.verify.RememberedRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// What was verified last, per origin and key, in a directory outside every log. One file each:
///
/// ```
/// countersign verified root v1
/// <origin>
/// <vkey>
/// <tree size>
/// <root hash, hex>
/// ```
final class VerifiedRoots {
    private static final String FIRST_LINE = "countersign verified root v1";
    private static final long MAX_FILE_BYTES = 16_384;
    private static final int LINES = 5;
    private static final int NAME_CHARS = 32;

    private final Path directory;

    VerifiedRoots(Path stateDirectory) {
        this.directory = stateDirectory.resolve("verified");
    }

    /// @throws CommandFailure where a file is there and cannot be read as one: taking that for a
    ///   first time would let a rollback pass
    Optional<RememberedRoot> read(String origin, VerifierKey key) throws IOException {
        Path file = file(origin, key);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) <= MAX_FILE_BYTES) {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            try {
                if (lines.size() == LINES
                        && lines.get(0).equals(FIRST_LINE)
                        && lines.get(1).equals(origin)
                        && VerifierKey.parse(lines.get(2)).equals(key)) {
                    return Optional.of(
                            new RememberedRoot(
                                    origin,
                                    key,
                                    new TreeSize(Long.parseLong(lines.get(3))),
                                    Sha256.ofHex(lines.get(4))));
                }
            } catch (MalformedNoteException | IllegalArgumentException e) {
                // Damaged; said below.
            }
        }
        throw new CommandFailure(
                ExitCode.FAILED,
                "What was verified before cannot be read from "
                        + file
                        + ", so that a rollback would not show."
                        + "\nRemove that file only where you know why it is damaged.");
    }

    /// What was verified before under the name and key that the checkpoint bears now. Where it
    /// bears none that verifies there is nothing to look up, and the verifier will say why.
    Optional<RememberedRoot> remembered(TileSource log, Optional<VerifierKeys> keys)
            throws IOException {
        Optional<byte[]> stored = log.read(TilePath.CHECKPOINT);
        if (stored.isEmpty() || keys.isEmpty()) {
            return Optional.empty();
        }
        try {
            SignedNote note = SignedNote.parse(stored.get());
            String origin = Checkpoint.parse(note.text()).origin();
            if (note.open(keys.get().verifiers()) instanceof NoteVerdict.Verified verified) {
                for (VerifierKey key : verified.by()) {
                    if (OpenedCheckpoint.isLogsOwn(key, origin)) {
                        return read(origin, key);
                    }
                }
            }
            // A successor of theirs may have signed, and is remembered under the key that vouches
            // for it.
            for (VerifierKey key : keys.get().keys()) {
                Optional<RememberedRoot> root = read(origin, key);
                if (root.isPresent()) {
                    return root;
                }
            }
            return Optional.empty();
        } catch (MalformedNoteException _said) {
            return Optional.empty();
        }
    }

    /// Whether a log of that name was ever verified, under whatever key.
    boolean hasSeen(String origin) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.txt")) {
            for (Path file : files) {
                if (Files.size(file) <= MAX_FILE_BYTES) {
                    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
                    if (lines.size() == LINES && lines.get(1).equals(origin)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    void write(RememberedRoot root) throws IOException {
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(directory, "draft-", ".txt");
        Files.writeString(
                draft,
                String.join(
                        "\n",
                        FIRST_LINE,
                        root.origin(),
                        root.key().vkey(),
                        Long.toString(root.size().value()),
                        root.root().hex(),
                        ""));
        Files.move(draft, file(root.origin(), root.key()), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Named by a hash: an origin may hold any character.
    private Path file(String origin, VerifierKey key) {
        Sha256 name = Sha256.of((origin + "\n" + key.vkey()).getBytes(StandardCharsets.UTF_8));
        return directory.resolve(name.hex().substring(0, NAME_CHARS) + ".txt");
    }
}
