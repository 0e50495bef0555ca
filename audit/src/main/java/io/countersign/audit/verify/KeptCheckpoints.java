package io.countersign.audit.verify;

import java.io.IOException;
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
public record KeptCheckpoints(SideFolder folder, Set<Long> sizes) {
    private static final Pattern NAME = Pattern.compile("(0|[1-9][0-9]{0,17})\\.checkpoint");

    public KeptCheckpoints {
        sizes = Set.copyOf(sizes);
    }

    /// Those in a folder; empty where the folder is not there.
    public static Optional<KeptCheckpoints> in(SideFolder folder) throws IOException {
        Optional<Set<String>> names = folder.names();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        Set<Long> sizes = new HashSet<>();
        for (String file : names.get()) {
            Matcher name = NAME.matcher(file);
            if (name.matches()) {
                sizes.add(Long.parseLong(name.group(1)));
            }
        }
        return Optional.of(new KeptCheckpoints(folder, sizes));
    }

    /// As above, in a folder of a file system.
    public static Optional<KeptCheckpoints> in(Path directory) throws IOException {
        return in(new DirectorySideFolder(directory));
    }

    /// The signed checkpoint of a size.
    public Optional<byte[]> read(long size) throws IOException {
        return folder.read(size + ".checkpoint");
    }
}
