package io.countersign.forensics.archive;

import java.net.URI;
import java.nio.file.Path;
import org.apache.iceberg.Files;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/// Local files by the locations that a table's metadata names, read only.
final class ReadOnlyFiles implements FileIO {
    private static final long serialVersionUID = 1L;

    /// A location is a path or a `file:` URI.
    static Path path(String location) {
        return location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
    }

    @Override
    public InputFile newInputFile(String location) {
        return Files.localInput(path(location).toFile());
    }

    @Override
    public OutputFile newOutputFile(String location) {
        throw new UnsupportedOperationException("the archive is only read here");
    }

    @Override
    public void deleteFile(String location) {
        throw new UnsupportedOperationException("the archive is only read here");
    }
}
