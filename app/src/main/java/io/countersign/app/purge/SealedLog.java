package io.countersign.app.purge;

import io.countersign.app.config.Configuration;
import io.countersign.app.role.SealedLogs;
import io.countersign.app.s3.S3Connection;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.tiles.TileSource;
import io.countersign.audit.verify.DirectorySideFolder;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
import io.countersign.audit.verify.SideFolder;
import io.countersign.ledger.storage.s3.S3Log;
import io.countersign.ledger.storage.s3.S3Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The logs of an installation, in its directory or bucket, as its ledger keeps them: one a year.
public final class SealedLog implements Purger.LogOpener, AutoCloseable {
    private final Configuration configuration;
    private Optional<S3Log> bucket = Optional.empty();

    public SealedLog(Configuration configuration) {
        this.configuration = configuration;
    }

    /// The one that is sealed now. While it is younger than what may be purged, nothing is.
    @Override
    public EntryReader open() throws IOException {
        return logs().newest();
    }

    /// All of them, with the keys that lie beside each.
    public LogReaders logs() throws IOException {
        return open(places());
    }

    /// A log where it lies.
    ///
    /// @param vkeys the list of its keys
    /// @param beside opens a folder beside it, by the end of its name
    public record Placed(TileSource tiles, String vkeys, Function<String, SideFolder> beside) {
        /// Such as `.checkpoints`.
        public SideFolder beside(String suffix) {
            return beside.apply(suffix);
        }
    }

    /// Where each lies, the oldest first.
    public List<Placed> places() throws IOException {
        Optional<S3Place> place = configuration.ledger().storage();
        List<Placed> logs = new ArrayList<>();
        if (place.isEmpty()) {
            for (Path folder : SealedLogs.folders(configuration.resolve(Path.of("")))) {
                logs.add(
                        new Placed(
                                new DirectoryTileSource(folder),
                                keys(
                                        new DirectorySideFolder(folder.resolveSibling("."))
                                                .read("log.vkeys")),
                                suffix ->
                                        new DirectorySideFolder(
                                                folder.resolveSibling("log" + suffix))));
            }
        } else {
            S3Log first = bucket(place.get());
            List<S3Log> all = new ArrayList<>(List.of(first));
            all.addAll(first.later());
            for (S3Log log : all) {
                logs.add(new Placed(log, keys(log.beside(".vkeys")), log::folderBeside));
            }
        }
        if (logs.isEmpty()) {
            throw new IOException("there is no log yet");
        }
        return logs;
    }

    private static String keys(Optional<byte[]> beside) throws IOException {
        return beside.map(keys -> new String(keys, StandardCharsets.UTF_8))
                .orElseThrow(() -> new IOException("the log has no list of its keys"));
    }

    /// Their entries, each log at its checkpoint, which the keys beside them vouch for.
    public static LogReaders open(List<Placed> places) throws IOException {
        try {
            Set<VerifierKey> keys = new LinkedHashSet<>();
            for (Placed log : places) {
                keys.addAll(VerifierKeys.parse(log.vkeys()).keys());
            }
            return LogReaders.open(
                    places.stream().map(Placed::tiles).toList(),
                    new VerifierKeys(List.copyOf(keys)));
        } catch (MalformedNoteException unfit) {
            throw new IOException("the log's checkpoint cannot be trusted", unfit);
        }
    }

    private S3Log bucket(S3Place place) throws IOException {
        if (bucket.isEmpty()) {
            bucket = S3Log.find(S3Connection.endpoint(configuration).sealingClient(), place);
        }
        return bucket.orElseThrow(() -> new IOException("there is no log yet"));
    }

    /// Lets go of the bucket; readers that were opened are of no use then.
    @Override
    public void close() {
        bucket.ifPresent(S3Log::close);
        bucket = Optional.empty();
    }
}
