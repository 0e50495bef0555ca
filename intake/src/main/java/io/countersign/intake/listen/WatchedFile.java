package io.countersign.intake.listen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/// Whether a file is another one than at the last look: by its identity, length and time, so that a
/// file swapped by rename, as Kubernetes swaps a mounted Secret, is seen too.
final class WatchedFile {
    private record Look(Optional<String> key, long size, long modifiedNanos) {}

    private static final Look MISSING = new Look(Optional.empty(), -1, -1);

    private final Path path;
    private Look last = MISSING;

    WatchedFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    synchronized boolean changed() {
        Look now = look();
        boolean changed = !now.equals(last);
        last = now;
        return changed;
    }

    private Look look() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return new Look(
                    Optional.ofNullable(attributes.fileKey()).map(Objects::toString),
                    attributes.size(),
                    attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS));
        } catch (IOException _missing) {
            return MISSING;
        }
    }
}
