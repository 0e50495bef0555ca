package io.countersign.intake.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// A folder that mirrors buckets: `s3://BUCKET/KEY` lies at `BUCKET/KEY`, as `aws s3 sync
/// s3://BUCKET FOLDER/BUCKET` puts it.
public final class FolderMirror implements StoredObjects {
    private final Path folder;

    public FolderMirror(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public Optional<InputStream> open(String bucket, String key) throws IOException {
        Path file;
        try {
            file = folder.resolve(bucket + "/" + key).normalize();
        } catch (InvalidPathException _noPath) {
            return Optional.empty();
        }
        // It leads nowhere but into the mirror.
        return file.startsWith(folder) && Files.isRegularFile(file)
                ? Optional.of(Files.newInputStream(file))
                : Optional.empty();
    }
}
