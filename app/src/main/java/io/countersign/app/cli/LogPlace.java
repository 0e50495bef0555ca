package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.role.SealedLogs;
import io.countersign.app.s3.S3Connection;
import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.SignedNote;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.pack.LogSides;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.tiles.TilePath;
import io.countersign.audit.tiles.TileSource;
import io.countersign.audit.verify.DirectorySideFolder;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.KeptCheckpoints;
import io.countersign.audit.verify.LogReaders;
import io.countersign.audit.verify.SideFolder;
import io.countersign.audit.verify.TimestampFiles;
import io.countersign.audit.verify.WitnessEvidence;
import io.countersign.ledger.storage.s3.S3Log;
import io.countersign.ledger.storage.s3.S3Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A log in a directory or a bucket, named by the installation that holds it or by itself:
///
/// ```
/// DIR/log/checkpoint, DIR/log.vkeys      DIR is the installation
/// DIR/<year>/log/checkpoint, ...         and of later years
/// DIR/checkpoint, DIR.vkeys              DIR is the log
/// s3://bucket/prefix                     either of them, in a bucket
/// ```
///
/// It lives as long as the command, which closes nothing.
sealed interface LogPlace {
    /// Where the checkpoint and the tiles are read from.
    TileSource source();

    /// A small file beside the log, by the end of its name, such as `.vkeys`.
    Optional<byte[]> beside(String suffix) throws IOException;

    /// A folder beside the log, which may be missing.
    SideFolder folderBeside(String suffix);

    /// Threads that pay off when the whole log is read.
    int readers();

    /// @param directory where the checkpoint and the tiles lie
    record InDirectory(Path directory) implements LogPlace {
        @Override
        public DirectoryTileSource source() {
            return new DirectoryTileSource(directory);
        }

        @Override
        public Optional<byte[]> beside(String suffix) throws IOException {
            return new DirectorySideFolder(parent()).read(directory.getFileName() + suffix);
        }

        @Override
        public DirectorySideFolder folderBeside(String suffix) {
            return new DirectorySideFolder(
                    directory.resolveSibling(directory.getFileName() + suffix));
        }

        @Override
        public int readers() {
            return Runtime.getRuntime().availableProcessors();
        }

        private Path parent() {
            return directory.resolveSibling(".").normalize();
        }
    }

    /// In a bucket.
    record InBucket(S3Log source) implements LogPlace {
        @Override
        public Optional<byte[]> beside(String suffix) throws IOException {
            return source.beside(suffix);
        }

        @Override
        public SideFolder folderBeside(String suffix) {
            return source.folderBeside(suffix);
        }

        @Override
        public int readers() {
            return S3Log.PARALLEL_READS;
        }
    }

    /// @param named a directory or `s3://bucket/prefix`
    /// @param configuration the file that says how buckets are reached; empty: the usual chain of
    ///   Amazon's own tools
    static LogPlace of(String named, Optional<Path> configuration) throws IOException {
        if (named.startsWith(S3Place.SCHEME)) {
            S3Place place =
                    S3Place.parse(named)
                            .orElseThrow(() ->
                                    new CommandFailure(
                                            ExitCode.USAGE,
                                            "A log in a bucket is s3://bucket/prefix"));
            return inBucket(
                    place,
                    configuration.isPresent()
                            ? ConfigurationFile.read(configuration.get()).configuration()
                            : Configuration.defaults());
        }
        Path directory = Path.of(named).toAbsolutePath().normalize();
        if (Files.exists(directory.resolve("log").resolve(TilePath.CHECKPOINT))) {
            return new InDirectory(directory.resolve("log"));
        }
        if (Files.exists(directory.resolve(TilePath.CHECKPOINT))) {
            return new InDirectory(directory);
        }
        throw new CommandFailure(
                ExitCode.FAILED,
                "There is no log in "
                        + named
                        + ": neither log/checkpoint nor checkpoint is there.");
    }

    /// Whether there is a log in a bucket.
    static boolean isIn(S3Place place, Configuration configuration) throws IOException {
        Optional<S3Log> found =
                S3Log.find(S3Connection.endpoint(configuration).sealingClient(), place);
        found.ifPresent(S3Log::close);
        return found.isPresent();
    }

    /// As above, with the logs of later years where the place is an installation: the oldest first.
    static List<LogPlace> all(String named, Optional<Path> configuration) throws IOException {
        if (named.startsWith(S3Place.SCHEME)) {
            return withLater(of(named, configuration));
        }
        List<LogPlace> logs = new ArrayList<>();
        for (Path folder : SealedLogs.folders(Path.of(named).toAbsolutePath().normalize())) {
            logs.add(new InDirectory(folder));
        }
        return logs.isEmpty() ? List.of(of(named, configuration)) : logs;
    }

    /// The logs of an installation, as a configuration reaches them: the oldest first.
    static List<LogPlace> all(Configuration configuration) throws IOException {
        Optional<S3Place> bucket = configuration.ledger().storage();
        return bucket.isPresent()
                ? withLater(inBucket(bucket.get(), configuration))
                : all(configuration.directory().toString(), Optional.empty());
    }

    private static List<LogPlace> withLater(LogPlace first) throws IOException {
        List<LogPlace> logs = new ArrayList<>(List.of(first));
        if (first instanceof InBucket(S3Log log)) {
            log.later().forEach(later -> logs.add(new InBucket(later)));
        }
        return logs;
    }

    /// The entries of several logs, each at its checkpoint, which keys from elsewhere or else those
    /// beside the logs vouch for.
    static LogReaders open(List<LogPlace> logs, Optional<Path> vkeys) throws IOException {
        Optional<VerifierKeys> keys =
                vkeys.isPresent() ? Optional.of(read(vkeys.get())) : keysBeside(logs);
        if (keys.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "There are no keys beside the log: name a file of them with --vkeys");
        }
        return open(logs, keys.get());
    }

    /// As above, with keys that have to vouch for each checkpoint.
    static LogReaders open(List<LogPlace> logs, VerifierKeys keys) throws IOException {
        try {
            return LogReaders.open(logs.stream().map(LogPlace::source).toList(), keys);
        } catch (MalformedNoteException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, "The log's checkpoint cannot be trusted: " + e.getMessage());
        }
    }

    /// The keys beside any of the logs; empty where there are none.
    static Optional<VerifierKeys> keysBeside(List<LogPlace> logs) throws IOException {
        Set<VerifierKey> keys = new LinkedHashSet<>();
        for (LogPlace log : logs) {
            log.readKeysBeside().ifPresent(list -> keys.addAll(list.keys()));
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of(new VerifierKeys(List.copyOf(keys)));
    }

    /// A log in a bucket, as a configuration reaches it.
    static LogPlace inBucket(S3Place place, Configuration configuration) throws IOException {
        return new InBucket(
                S3Log.find(S3Connection.endpoint(configuration).sealingClient(), place)
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.FAILED,
                                        "There is no log in "
                                                + place
                                                + ": neither log/checkpoint nor checkpoint is there.")));
    }

    /// The keys beside the log; empty where there are none.
    default Optional<VerifierKeys> readKeysBeside() throws IOException {
        Optional<byte[]> list = beside(".vkeys");
        if (list.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(VerifierKeys.parse(new String(list.get(), StandardCharsets.UTF_8)));
        } catch (MalformedNoteException e) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "What lies beside the log is no list of verifier keys: " + e.getMessage());
        }
    }

    /// The log's entries at its checkpoint, which keys from elsewhere or else those beside the log
    /// vouch for.
    default EntryReader open(Optional<Path> vkeys) throws IOException {
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
    default EntryReader open(VerifierKeys keys) throws IOException {
        try {
            return EntryReader.open(source(), keys.verifiers());
        } catch (MalformedNoteException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, "The log's checkpoint cannot be trusted: " + e.getMessage());
        }
    }

    /// The name that the checkpoint bears, whoever signed it; empty where there is none.
    default String claimedOrigin() throws IOException {
        Optional<byte[]> stored = source().read(TilePath.CHECKPOINT);
        try {
            return stored.isPresent()
                    ? Checkpoint.parse(SignedNote.parse(stored.get()).text()).origin()
                    : "";
        } catch (MalformedNoteException _none) {
            return "";
        }
    }

    /// Its time stamps; empty where there is no folder of them.
    default Optional<TimestampFiles> timestamps() throws IOException {
        SideFolder folder = folderBeside(".timestamps");
        return folder.names().map(_ -> new TimestampFiles(folder));
    }

    /// The checkpoints that are kept beside the log, listed now; empty where there is no folder of
    /// them.
    default Optional<KeptCheckpoints> kept() throws IOException {
        return KeptCheckpoints.in(folderBeside(".checkpoints"));
    }

    /// The newest checkpoint that witnesses cosigned; empty where there is none.
    default Optional<WitnessEvidence.SignedCheckpoint> witnessed() throws IOException {
        return beside(".witnessed")
                .filter(note -> note.length <= SignedNote.MAX_BYTES)
                .map(WitnessEvidence.SignedCheckpoint::new);
    }

    /// All that lies beside it and vouches for it.
    default LogSides sides() throws IOException {
        return new LogSides(timestamps(), kept(), beside(".witnessed"));
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
