package io.countersign.audit.tiles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// A log in a directory, read only.
public record DirectoryTileSource(Path directory) implements TileSource {
    /// A full bundle of the largest entries fits; a larger file is no object of a log.
    public static final int MAX_OBJECT_BYTES = 256 * (2 + 65_535);

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        if (!path.equals(TilePath.CHECKPOINT) && TilePath.parse(path).isEmpty()) {
            throw new IllegalArgumentException("not the path of a log object");
        }
        Path file = directory.resolve(path);
        // A device or a pipe under a tile's name could block for ever or never end.
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
            throw new DamagedLogException(LogFault.WRONG_LENGTH, path, "is not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_OBJECT_BYTES + 1);
            if (bytes.length > MAX_OBJECT_BYTES) {
                throw new DamagedLogException(
                        LogFault.WRONG_LENGTH, path, "is larger than any log object");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
