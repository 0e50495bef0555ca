package io.countersign.app.purge;

import io.countersign.app.config.Configuration;
import io.countersign.app.s3.S3Connection;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.EntryReader;
import io.countersign.ledger.storage.s3.S3Log;
import io.countersign.ledger.storage.s3.S3Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/// The log of an installation, in its directory or bucket, as its ledger keeps it.
public final class SealedLog implements Purger.LogOpener, AutoCloseable {
    private final Configuration configuration;
    private Optional<S3Log> bucket = Optional.empty();

    public SealedLog(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public EntryReader open() throws IOException {
        Optional<S3Place> place = configuration.ledger().storage();
        try {
            if (place.isEmpty()) {
                VerifierKeys keys = VerifierKeys.read(configuration.resolve(Path.of("log.vkeys")));
                return EntryReader.open(
                        new DirectoryTileSource(configuration.resolve(Path.of("log"))),
                        keys.verifiers());
            }
            S3Log log = bucket(place.get());
            byte[] keys =
                    log.beside(".vkeys")
                            .orElseThrow(() -> new IOException("the log has no list of its keys"));
            return EntryReader.open(
                    log, VerifierKeys.parse(new String(keys, StandardCharsets.UTF_8)).verifiers());
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
