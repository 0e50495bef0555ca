package io.countersign.audit.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// The folder beside a log that holds its time stamps: `<size>.checkpoint`, a signed checkpoint as
/// it was, and `<size>.tsr`, an authority's answer about these bytes. `openssl ts -verify` reads
/// both as they are.
public record TimestampFiles(Path directory) {
    /// A larger file is none of these.
    public static final int MAX_BYTES = 1_000_000;

    /// The signed checkpoint of a size.
    public Optional<byte[]> checkpoint(long size) throws IOException {
        return read(size + ".checkpoint");
    }

    /// The authority's answer about it.
    public Optional<byte[]> response(long size) throws IOException {
        return read(size + ".tsr");
    }

    private Optional<byte[]> read(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return bytes.length > MAX_BYTES ? Optional.empty() : Optional.of(bytes);
        }
    }
}
