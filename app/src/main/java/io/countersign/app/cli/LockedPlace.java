package io.countersign.app.cli;

import io.countersign.app.config.Configuration;
import io.countersign.app.config.ConfigurationFile;
import io.countersign.app.config.LockPlace;
import io.countersign.app.locked.RecordOfInstallation;
import io.countersign.audit.locked.LockedTree;
import io.countersign.audit.locked.RecordPart;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.ledger.locked.DirectoryLockedStore;
import io.countersign.ledger.locked.LockedRecord;
import io.countersign.ledger.locked.LockedStore;
import io.countersign.ledger.locked.LockedTiles;
import io.countersign.ledger.locked.Manifest;
import io.countersign.ledger.storage.s3.S3Place;
import io.countersign.sinks.archive.SealedLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A locked record that a command reads, with what its manifest says.
final class LockedPlace implements AutoCloseable {
    private final LockedStore store;
    private final String installation;
    private final LockedRecord record;
    private final boolean ownKeys;

    private LockedPlace(
            LockedStore store, String installation, LockedRecord record, boolean ownKeys) {
        this.store = store;
        this.installation = installation;
        this.record = record;
        this.ownKeys = ownKeys;
    }

    /// The record that a command names, or else that its configuration names; empty where neither
    /// does.
    ///
    /// @param named a directory or `s3://bucket/prefix`
    /// @param keys that the caller has; empty: those that lie in the record itself
    static Optional<LockedPlace> find(
            Optional<String> named, Optional<Path> config, Optional<VerifierKeys> keys)
            throws IOException {
        Configuration configuration = configuration(config);
        Optional<LockPlace> place =
                named.isPresent()
                        ? named.map(LockedPlace::parse)
                        : RecordOfInstallation.of(configuration).map(RecordOfInstallation::place);
        return place.isEmpty()
                ? Optional.empty()
                : Optional.of(open(place.get(), configuration, keys));
    }

    static Configuration configuration(Optional<Path> config) throws IOException {
        return config.isPresent()
                ? ConfigurationFile.read(config.get()).configuration()
                : Configuration.defaults();
    }

    /// @throws CommandFailure where it is no address
    static LockPlace parse(String named) {
        return named.startsWith(S3Place.SCHEME)
                ? new LockPlace.Bucket(
                        S3Place.parse(named)
                                .orElseThrow(() ->
                                        new CommandFailure(
                                                ExitCode.USAGE,
                                                "A record in a bucket is s3://bucket/prefix")))
                : new LockPlace.Directory(Path.of(named));
    }

    private static LockedPlace open(
            LockPlace place, Configuration configuration, Optional<VerifierKeys> keys)
            throws IOException {
        LockedStore store = store(place, configuration);
        boolean opened = false;
        try {
            String installation =
                    Manifest.claimedInstallation(store)
                            .orElseThrow(() ->
                                    new CommandFailure(
                                            ExitCode.FAILED,
                                            "There is no locked record in "
                                                    + TerminalText.line(place.toString())
                                                    + ": no page of a manifest is there."));
            List<VerifierKey> trusted = keys.isPresent() ? keys.get().keys() : keysWithin(store);
            LockedRecord record =
                    LockedRecord.read(
                            new Manifest(
                                    store,
                                    installation,
                                    RecordOfInstallation.trusted(trusted, installation)));
            opened = true;
            return new LockedPlace(store, installation, record, keys.isEmpty());
        } finally {
            if (!opened) {
                store.close();
            }
        }
    }

    private static LockedStore store(LockPlace place, Configuration configuration)
            throws IOException {
        return switch (place) {
            case LockPlace.Bucket bucket -> RecordOfInstallation.open(configuration, bucket);
            case LockPlace.Directory(Path path) ->
                    DirectoryLockedStore.openExisting(configuration.resolve(path))
                            .or(() -> DirectoryLockedStore.openExisting(path))
                            .orElseThrow(() ->
                                    new CommandFailure(
                                            ExitCode.FAILED,
                                            "There is no directory "
                                                    + TerminalText.line(path.toString())));
        };
    }

    /// Whoever may write there could have put their own.
    private static List<VerifierKey> keysWithin(LockedStore store) throws IOException {
        List<VerifierKey> keys = new ArrayList<>();
        for (LockedStore.Version version : store.versions("keys/")) {
            Optional<byte[]> list =
                    store.read(version.path(), version.version(), VerifierKeys.MAX_FILE_BYTES);
            try {
                if (list.isPresent()) {
                    VerifierKeys.parse(new String(list.get(), StandardCharsets.UTF_8))
                            .keys()
                            .stream()
                            .filter(key -> !keys.contains(key))
                            .forEach(keys::add);
                }
            } catch (MalformedNoteException _none) {
                // Others may write there.
            }
        }
        return keys;
    }

    LockedStore store() {
        return store;
    }

    String installation() {
        return installation;
    }

    LockedRecord record() {
        return record;
    }

    /// True where nobody named keys, so that those in the record vouch for it.
    boolean ownKeys() {
        return ownKeys;
    }

    /// The logs as they are locked, the oldest first.
    List<SealedLog> logs() {
        List<SealedLog> logs = new ArrayList<>();
        for (LockedTree tree : record.trees()) {
            boolean disposed =
                    record.isDisposed(RecordPart.log(LockedTiles.folder(installation, tree)));
            if (tree.size().value() > 0 && !disposed) {
                logs.add(
                        new SealedLog(
                                new LockedTiles(
                                        store, record, LockedTiles.folder(installation, tree)),
                                tree.checkpoint()));
            }
        }
        if (logs.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    "Nothing in this record is signed by a key that you trust: name the log's keys with --vkeys");
        }
        return logs;
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
