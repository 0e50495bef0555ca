package io.countersign.audit.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The folder beside a log that holds its time stamps: `<size>.checkpoint`, a signed checkpoint as
/// it was, and `<size>.tsr`, an authority's answer about these bytes. `openssl ts -verify` reads
/// both as they are.
public record TimestampFiles(SideFolder folder) {
    /// In a folder of a file system, which may be missing.
    public TimestampFiles(Path directory) {
        this(new DirectorySideFolder(directory));
    }

    /// The signed checkpoint of a size.
    public Optional<byte[]> checkpoint(long size) throws IOException {
        return folder.read(size + ".checkpoint");
    }

    /// The authority's answer about it.
    public Optional<byte[]> response(long size) throws IOException {
        return folder.read(size + ".tsr");
    }
}
