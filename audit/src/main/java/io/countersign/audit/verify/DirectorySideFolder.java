package io.countersign.audit.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// A folder of a file system. Links and devices under a file's name are not followed.
public record DirectorySideFolder(Path directory) implements SideFolder {
    @Override
    public Optional<byte[]> read(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return bytes.length > MAX_BYTES ? Optional.empty() : Optional.of(bytes);
        }
    }

    @Override
    public Optional<Set<String>> names() throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (names.size() < MAX_NAMES) {
                    names.add(String.valueOf(file.getFileName()));
                }
            }
        }
        return Optional.of(names);
    }
}
