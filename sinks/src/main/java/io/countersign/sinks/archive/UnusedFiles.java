package io.countersign.sinks.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/// Files below a table's folder that no snapshot of it names: what a writer left that was killed,
/// and what a rebuild replaced. Only the archive's one writer may take them away.
final class UnusedFiles {
    /// Younger files stay, for readers that opened the table before; counted from the table's
    /// newest file, since a clock may be wrong.
    private static final Duration KEPT_FOR_READERS = Duration.ofHours(1);

    private final Table table;
    private final Path folder;
    private final DirectoryFiles files;

    UnusedFiles(Path root, ArchiveTable kind, Table table) {
        this.table = table;
        this.folder = root.resolve(kind.folder());
        this.files = new DirectoryFiles(root);
    }

    /// @return how many were deleted
    int delete() throws IOException {
        Set<Path> used = used();
        List<Path> all;
        try (Stream<Path> walked = Files.walk(folder)) {
            all =
                    walked.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                            .filter(UnusedFiles::isOfATable)
                            .toList();
        }
        FileTime newest = FileTime.fromMillis(0);
        for (Path file : all) {
            FileTime time = Files.getLastModifiedTime(file);
            newest = time.compareTo(newest) > 0 ? time : newest;
        }
        FileTime limit = FileTime.from(newest.toInstant().minus(KEPT_FOR_READERS));
        int deleted = 0;
        for (Path file : all) {
            if (!used.contains(file) && Files.getLastModifiedTime(file).compareTo(limit) < 0) {
                Files.delete(file);
                deleted++;
            }
        }
        return deleted;
    }

    /// The table's states (`v17.metadata.json`) take care of themselves.
    private static boolean isOfATable(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".parquet") || name.endsWith(".avro") || name.startsWith("draft-");
    }

    private Set<Path> used() throws IOException {
        Set<Path> used = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            used.add(files.path(snapshot.manifestListLocation()));
            for (ManifestFile manifest : snapshot.allManifests(table.io())) {
                if (!used.add(files.path(manifest.path()))) {
                    continue;
                }
                try (CloseableIterable<DataFile> named =
                        ManifestFiles.read(manifest, table.io(), table.specs())) {
                    for (DataFile file : named) {
                        used.add(files.path(file.location()));
                    }
                }
            }
        }
        return used;
    }
}
