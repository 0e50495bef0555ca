package io.countersign.app.purge;

import io.countersign.app.config.Configuration;
import io.countersign.app.role.SealedLogs;
import io.countersign.app.s3.S3Connection;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKey;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.tiles.TileSource;
import io.countersign.audit.verify.EntryReader;
import io.countersign.audit.verify.LogReaders;
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
        Optional<S3Place> place = configuration.ledger().storage();
        List<TileSource> logs = new ArrayList<>();
        Set<VerifierKey> keys = new LinkedHashSet<>();
        try {
            if (place.isEmpty()) {
                for (Path folder : SealedLogs.folders(configuration.resolve(Path.of("")))) {
                    logs.add(new DirectoryTileSource(folder));
                    keys.addAll(VerifierKeys.read(folder.resolveSibling("log.vkeys")).keys());
                }
            } else {
                S3Log first = bucket(place.get());
                List<S3Log> all = new ArrayList<>(List.of(first));
                all.addAll(first.later());
                for (S3Log log : all) {
                    logs.add(log);
                    keys.addAll(keysBeside(log));
                }
            }
            if (logs.isEmpty()) {
                throw new IOException("there is no log yet");
            }
            return LogReaders.open(logs, new VerifierKeys(List.copyOf(keys)));
        } catch (MalformedNoteException unfit) {
            throw new IOException("the log's checkpoint cannot be trusted", unfit);
        }
    }

    private static List<VerifierKey> keysBeside(S3Log log)
            throws IOException, MalformedNoteException {
        byte[] keys =
                log.beside(".vkeys")
                        .orElseThrow(() -> new IOException("the log has no list of its keys"));
        return VerifierKeys.parse(new String(keys, StandardCharsets.UTF_8)).keys();
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
