package io.countersign.sinks.archive;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileInfo;

/// Files below a table's folder that no snapshot of it names: what a writer left that was killed or
/// was not the first, and what a rebuild replaced. They go by their age alone, since another writer
/// may be about to name a young one.
final class UnusedFiles {
    private final Table table;
    private final TableFiles files;
    private final Duration kept;

    /// @param kept younger files stay; counted from the table's newest file, since a clock may be
    ///   wrong
    UnusedFiles(Table table, TableFiles files, Duration kept) {
        this.table = table;
        this.files = files;
        this.kept = kept;
    }

    /// @return how many were deleted
    int delete() throws IOException {
        // Before what is used is read: what is named later is in neither.
        List<FileInfo> all = new ArrayList<>();
        long newest = 0;
        for (FileInfo file : files.listPrefix(table.location() + "/")) {
            if (isOfATable(file.location())) {
                all.add(file);
                newest = Math.max(newest, file.createdAtMillis());
            }
        }
        table.refresh();
        Set<String> used = used();
        int deleted = 0;
        for (FileInfo file : all) {
            if (file.createdAtMillis() < newest - kept.toMillis()
                    && !used.contains(files.canonical(file.location()))) {
                files.deleteFile(file.location());
                deleted++;
            }
        }
        return deleted;
    }

    /// The table's states (`v17.metadata.json`) take care of themselves.
    private static boolean isOfATable(String location) {
        String name = location.substring(location.lastIndexOf('/') + 1);
        return name.endsWith(".parquet") || name.endsWith(".avro") || name.startsWith("draft-");
    }

    private Set<String> used() throws IOException {
        Set<String> used = new HashSet<>();
        for (Snapshot snapshot : table.snapshots()) {
            try {
                addFiles(snapshot, used);
            } catch (NotFoundException missing) {
                // An old one that somebody damaged and a rebuild replaced.
                if (Objects.equals(snapshot, table.currentSnapshot())) {
                    throw missing;
                }
            }
        }
        return used;
    }

    private void addFiles(Snapshot snapshot, Set<String> used) throws IOException {
        used.add(files.canonical(snapshot.manifestListLocation()));
        for (ManifestFile manifest : snapshot.allManifests(table.io())) {
            if (!used.add(files.canonical(manifest.path()))) {
                continue;
            }
            try (CloseableIterable<DataFile> named =
                    ManifestFiles.read(manifest, table.io(), table.specs())) {
                for (DataFile file : named) {
                    used.add(files.canonical(file.location()));
                }
            }
        }
    }
}
