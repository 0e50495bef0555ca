package io.countersign.app.cli;

import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.KeptCheckpoints;
import io.countersign.audit.verify.TimestampFiles;
import io.countersign.audit.verify.WitnessEvidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A log in a directory, named by the installation that holds it or by itself:
///
/// ```
/// DIR/log/checkpoint, DIR/log.vkeys      DIR is the installation
/// DIR/checkpoint, DIR.vkeys              DIR is the log
/// ```
///
/// @param directory where the checkpoint and the tiles lie
/// @param keysBeside the file of vkeys that lies beside it, which may be missing
record LogPlace(Path directory, Path keysBeside) {
    static LogPlace of(Path named) {
        Path directory = named.toAbsolutePath().normalize();
        if (Files.exists(directory.resolve("log").resolve(TilePath.CHECKPOINT))) {
            return new LogPlace(directory.resolve("log"), directory.resolve("log.vkeys"));
        }
        if (Files.exists(directory.resolve(TilePath.CHECKPOINT))) {
            return new LogPlace(
                    directory, directory.resolveSibling(directory.getFileName() + ".vkeys"));
        }
        throw new CommandFailure(
                ExitCode.FAILED,
                "There is no log in "
                        + named
                        + ": neither log/checkpoint nor checkpoint is there.");
    }

    DirectoryTileSource source() {
        return new DirectoryTileSource(directory);
    }

    /// The keys beside the log; empty where there are none.
    Optional<VerifierKeys> readKeysBeside() throws IOException {
        return Files.exists(keysBeside) ? Optional.of(read(keysBeside)) : Optional.empty();
    }

    /// The log's entries at its checkpoint, which keys from elsewhere or else those beside the log
    /// vouch for.
    EntryReader open(Optional<Path> vkeys) throws IOException {
        Optional<VerifierKeys> keys =
                vkeys.isPresent() ? Optional.of(read(vkeys.get())) : readKeysBeside();
        if (keys.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "There are no keys beside the log: name a file of them with --vkeys");
        }
        return open(keys.get());
    }

    /// As above, with keys that have to vouch for the checkpoint.
    EntryReader open(VerifierKeys keys) throws IOException {
        try {
            return EntryReader.open(source(), keys.verifiers());
        } catch (MalformedNoteException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, "The log's checkpoint cannot be trusted: " + e.getMessage());
        }
    }

    /// The folder beside the log that holds its time stamps, which may be missing.
    TimestampFiles timestamps() {
        return new TimestampFiles(
                directory.resolveSibling(directory.getFileName() + ".timestamps"));
    }

    /// The checkpoints that are kept beside the log, listed now; empty where there is no folder of
    /// them.
    Optional<KeptCheckpoints> kept() throws IOException {
        return KeptCheckpoints.in(
                directory.resolveSibling(directory.getFileName() + ".checkpoints"));
    }

    /// The newest checkpoint that witnesses cosigned; empty where there is none.
    Optional<WitnessEvidence.SignedCheckpoint> witnessed() throws IOException {
        Path file = directory.resolveSibling(directory.getFileName() + ".witnessed");
        return Files.isRegularFile(file) && Files.size(file) <= SignedNote.MAX_BYTES
                ? Optional.of(new WitnessEvidence.SignedCheckpoint(Files.readAllBytes(file)))
                : Optional.empty();
    }

    /// A file of vkeys.
    static VerifierKeys read(Path file) throws IOException {
        try {
            return VerifierKeys.read(file);
        } catch (MalformedNoteException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, file + " is no list of verifier keys: " + e.getMessage());
        }
    }
}
