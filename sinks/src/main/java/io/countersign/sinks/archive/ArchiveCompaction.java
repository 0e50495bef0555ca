package io.countersign.sinks.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.RewriteFiles;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.util.SortedMerge;
import org.apache.iceberg.util.StructLikeMap;

/// Makes the small sorted files of a partition one sorted file, without holding its rows in memory.
/// No row is added, lost or changed, and how far the table goes stays as it is.
public final class ArchiveCompaction {
    /// Files merged at a time: each is open with one row group in memory.
    static final int MAX_FAN_IN = 128;

    /// To commit what was merged, where others commit to the same catalogue.
    private static final int MAX_TRIES = 20;

    /// Partitions whose new files come into the table by one commit.
    private static final int PARTITIONS_PER_COMMIT = 16;

    private final Archive archive;
    private final ExecutorService threads;
    private final Function<List<DataFile>, List<List<DataFile>>> choice;

    /// Merges all files of a partition.
    ///
    /// @param archive open to be written
    /// @param threads that merge; the caller's to close
    /// @param minFiles partitions with fewer files stay as they are; at least 2
    public ArchiveCompaction(Archive archive, ExecutorService threads, int minFiles) {
        this(
                archive,
                threads,
                files -> files.size() >= minFiles ? List.of(files) : List.<List<DataFile>>of());
        if (minFiles < 2) {
            throw new IllegalArgumentException("one file needs no merging");
        }
    }

    private ArchiveCompaction(
            Archive archive,
            ExecutorService threads,
            Function<List<DataFile>, List<List<DataFile>>> choice) {
        this.archive = archive;
        this.threads = threads;
        this.choice = choice;
    }

    /// Merges small files with others of about their size, which is little work each time: what a
    /// live archive needs ([SmallFiles]).
    public static ArchiveCompaction ofSmallFiles(Archive archive, ExecutorService threads) {
        return new ArchiveCompaction(archive, threads, SmallFiles::toMerge);
    }

    /// Files of one partition that become one.
    private record Group(ArchiveTable table, StructLike partition, List<DataFile> files) {}

    /// Merges what there is to merge.
    ///
    /// @return false where the progress stopped it
    public boolean run(Progress progress) throws IOException, InterruptedException {
        List<Group> groups = new ArrayList<>();
        for (ArchiveTable table : ArchiveTable.values()) {
            groups.addAll(groups(table));
        }
        int done = 0;
        while (done < groups.size()) {
            if (!progress.goesOn(Phase.MERGING, done, groups.size())) {
                return false;
            }
            ArchiveTable table = groups.get(done).table();
            int end = done;
            while (end < groups.size()
                    && end - done < PARTITIONS_PER_COMMIT
                    && groups.get(end).table() == table) {
                end++;
            }
            merge(table, groups.subList(done, end));
            done = end;
        }
        return progress.goesOn(Phase.MERGING, done, groups.size());
    }

    private List<Group> groups(ArchiveTable kind) throws IOException {
        Table table = archive.table(kind);
        StructLikeMap<List<DataFile>> partitions =
                StructLikeMap.create(table.spec().partitionType());
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                DataFile file = task.file().copyWithoutStats();
                if (file.recordCount() >= kind.largeRows()) {
                    continue;
                }
                List<DataFile> same = partitions.get(file.partition());
                if (same == null) {
                    same = new ArrayList<>();
                    partitions.put(file.partition(), same);
                }
                same.add(file);
            }
        }
        List<Group> groups = new ArrayList<>();
        for (List<DataFile> files : partitions.values()) {
            for (List<DataFile> together : choice.apply(files)) {
                groups.add(new Group(kind, files.getFirst().partition(), together));
            }
        }
        return groups;
    }

    private void merge(ArchiveTable kind, List<Group> groups)
            throws IOException, InterruptedException {
        Table table = archive.table(kind);
        SortedFiles files = new SortedFiles(kind, table);
        List<Future<DataFile>> merges = new ArrayList<>();
        for (Group group : groups) {
            merges.add(threads.submit(() -> merged(files, table, group)));
        }
        List<DataFile> results = new ArrayList<>();
        for (Future<DataFile> merge : merges) {
            results.add(ArchiveWriter.result(merge));
        }
        for (int tries = 1; ; tries++) {
            RewriteFiles rewrite = archive.table(kind).newRewrite();
            for (int i = 0; i < groups.size(); i++) {
                groups.get(i).files().forEach(rewrite::deleteFile);
                rewrite.addFile(results.get(i));
            }
            try {
                Archive.commit(rewrite, archive.archivedTo(kind));
                return;
            } catch (ArchiveMovedException moved) {
                // Rows came meanwhile, in other files.
                if (tries == MAX_TRIES) {
                    throw moved;
                }
                archive.reopen();
            } catch (ValidationException _replacedMeanwhile) {
                // Another merged these files, or a rebuild took them away: as it is now is fine.
                return;
            }
        }
    }

    /// More files than may be open at a time are merged in rounds, by files that no table knows.
    private static DataFile merged(SortedFiles files, Table table, Group group) throws IOException {
        List<DataFile> left = group.files();
        List<DataFile> between = new ArrayList<>();
        while (left.size() > MAX_FAN_IN) {
            List<DataFile> fewer = new ArrayList<>();
            for (int from = 0; from < left.size(); from += MAX_FAN_IN) {
                List<DataFile> some = left.subList(from, Math.min(from + MAX_FAN_IN, left.size()));
                fewer.add(some.size() == 1 ? some.getFirst() : one(files, group, some));
            }
            between.addAll(fewer);
            left = fewer;
        }
        DataFile result = one(files, group, left);
        between.removeAll(group.files());
        for (DataFile file : between) {
            table.io().deleteFile(file.location());
        }
        return result;
    }

    private static DataFile one(SortedFiles files, Group group, List<DataFile> some)
            throws IOException {
        List<CloseableIterable<StructLike>> inputs = new ArrayList<>();
        long rows = 0;
        for (DataFile file : some) {
            inputs.add(files.read(file));
            rows += file.recordCount();
        }
        DataFile result;
        try (SortedMerge<StructLike> sorted = new SortedMerge<>(files.order(), inputs)) {
            result = files.write(group.partition(), sorted);
        }
        // What is merged away is deleted later: better no merge than one that lost a row.
        if (result.recordCount() != rows) {
            throw new ArchiveFailedException(
                    "merging gave " + result.recordCount() + " rows instead of " + rows);
        }
        return result;
    }
}
