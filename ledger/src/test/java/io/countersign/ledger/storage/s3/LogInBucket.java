package io.countersign.ledger.storage.s3;

import io.countersign.audit.tiles.TileSource;
import io.countersign.audit.verify.SideFolder;
import io.countersign.ledger.LogUnderTest;
import io.countersign.ledger.storage.LogStorage;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// A log below a prefix of a store's bucket.
record LogInBucket(LocalStore store, String prefix) implements LogUnderTest {
    @Override
    public LogStorage open() throws IOException {
        return store.open(prefix);
    }

    /// Found anew at each read, so that nothing is remembered.
    @Override
    public TileSource tiles() {
        return path -> {
            try (S3Objects objects = objects()) {
                return objects.read("log/" + path, 20_000_000).map(S3Objects.Stored::bytes);
            }
        };
    }

    @Override
    public Optional<byte[]> beside(String suffix) throws IOException {
        try (S3Objects objects = objects()) {
            return objects.read("log" + suffix, SideFolder.MAX_BYTES).map(S3Objects.Stored::bytes);
        }
    }

    @Override
    public SideFolder folderBeside(String suffix) {
        return new SideFolder() {
            @Override
            public Optional<byte[]> read(String name) throws IOException {
                return beside(suffix + "/" + name);
            }

            @Override
            public Optional<Set<String>> names() throws IOException {
                try (S3Objects objects = objects()) {
                    Set<String> names = new HashSet<>(objects.names("log" + suffix + "/"));
                    return names.isEmpty() ? Optional.empty() : Optional.of(names);
                }
            }
        };
    }

    @Override
    public LogUnderTest ofYear(int year) {
        return new LogInBucket(store, prefix + "/" + year);
    }

    @Override
    public Set<String> names() throws IOException {
        try (S3Objects objects = objects()) {
            return new HashSet<>(objects.names(""));
        }
    }

    private S3Objects objects() {
        return new S3Objects(store.client(), new S3Place(LocalStore.BUCKET, prefix));
    }
}
