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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The folder beside a log that holds signed checkpoints for good, each as `<size>.checkpoint`:
/// those that bear a signature of ML-DSA-44, and those that witnesses cosigned.
///
/// @param sizes those there are, listed once. A log keeps a checkpoint after it published it, so
///   what was listed before the log's checkpoint was read is not beyond it
public record KeptCheckpoints(Path directory, Set<Long> sizes) {
    /// A larger file is none of these.
    public static final int MAX_BYTES = 1_000_000;

    /// More are not looked at: a hundred years of hourly ones.
    public static final int MAX_FILES = 1_000_000;

    private static final Pattern NAME = Pattern.compile("(0|[1-9][0-9]{0,17})\\.checkpoint");

    public KeptCheckpoints {
        sizes = Set.copyOf(sizes);
    }

    /// Those in a folder; empty where the folder is not there.
    public static Optional<KeptCheckpoints> in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        Set<Long> sizes = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                if (name.matches() && sizes.size() < MAX_FILES) {
                    sizes.add(Long.parseLong(name.group(1)));
                }
            }
        }
        return Optional.of(new KeptCheckpoints(directory, sizes));
    }

    /// The signed checkpoint of a size.
    public Optional<byte[]> read(long size) throws IOException {
        Path file = directory.resolve(size + ".checkpoint");
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            return bytes.length > MAX_BYTES ? Optional.empty() : Optional.of(bytes);
        }
    }
}
