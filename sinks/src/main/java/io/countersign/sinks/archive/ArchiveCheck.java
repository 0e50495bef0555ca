package io.countersign.sinks.archive;

import io.countersign.audit.merkle.RunningRoot;
import io.countersign.audit.tiles.DamagedLogException;
import io.countersign.audit.tiles.LogFault;
import io.countersign.audit.tiles.TilePath;
import io.countersign.sinks.archive.ArchivedTo.LogPart;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/// Compares the archive with the logs: every entry that the archive says it holds has its rows,
/// every value of them is the one that the entry gives, and there is no other row.
///
/// Every row is made again from the log and compared, not a sample. Memory does not grow with the
/// log: the rows of a partition are compared by their number and by the sum of their digests under
/// a key that was drawn for this comparison.
public final class ArchiveCheck {
    private static final int KEY_BYTES = 32;

    /// 32,768 entries.
    private static final int BUNDLES_AT_A_TIME = 128;

    /// Differences that are named.
    public static final int MAX_NAMED = 20;

    private final List<SealedLog> logs;
    private final ExecutorService threads;
    private final Progress progress;
    private final byte[] key = new byte[KEY_BYTES];
    private long behind;

    /// @param oldestFirst the logs
    /// @param threads that decode; the caller's to close
    public ArchiveCheck(List<SealedLog> oldestFirst, ExecutorService threads, Progress progress) {
        this.logs = List.copyOf(oldestFirst);
        this.threads = threads;
        this.progress = progress;
        new SecureRandom().nextBytes(key);
    }

    /// A part of a table that is not what the log gives.
    ///
    /// @param partition as its folder is named, such as `happened_at_month=2026-11`
    /// @param expected rows by the log
    /// @param found rows in the table; with as many the values differ
    public record Difference(ArchiveTable table, String partition, long expected, long found) {}

    /// What was found.
    ///
    /// @param complete false where the progress stopped it, or a file could not be read
    /// @param entries of the logs that were read
    /// @param behind of these, how many have rows and are not in the archive yet
    /// @param rows of all tables, by the log
    /// @param differences the first [#MAX_NAMED], sorted by table and partition
    /// @param differing partitions that differ, all of them
    /// @param unreadable files of the archive that are missing or damaged, at most [#MAX_NAMED]
    /// @param unsealed rows of entries that the archive has from the entry topic and the logs do
    ///   not hold yet: they were not compared
    public record Result(
            boolean complete,
            long entries,
            long behind,
            long rows,
            List<Difference> differences,
            int differing,
            Set<String> unreadable,
            long unsealed) {
        public Result {
            differences = List.copyOf(differences);
            unreadable = Set.copyOf(unreadable);
        }

        /// Whether the archive holds what the log says.
        public boolean isClean() {
            return complete && differing == 0 && unreadable.isEmpty();
        }
    }

    /// Number and sum of digests of the rows in one partition.
    private static final class Sum {
        private long rows;
        private long digests;

        void add(long digest) {
            rows++;
            digests += digest;
        }

        boolean sameAs(Sum other) {
            return rows == other.rows && digests == other.digests;
        }
    }

    /// The sums of one table by partition.
    private final class Sums {
        private final Map<PartitionKey, Sum> sums = new HashMap<>();
        private final PartitionKey partition;
        private final RowDigest digest;

        Sums(ArchiveTable table) {
            partition = new PartitionKey(table.spec(), table.schema());
            digest = new RowDigest(table.schema().asStruct(), key);
        }

        void add(StructLike row) {
            partition.partition(row);
            Sum sum = sums.get(partition);
            if (sum == null) {
                sum = new Sum();
                sums.put(partition.copy(), sum);
            }
            sum.add(digest.of(row));
        }

        Sum in(PartitionKey one) {
            return sums.getOrDefault(one, new Sum());
        }
    }

    /// Compares.
    ///
    /// @throws ArchiveFailedException where the archive does not say which part of this log it
    ///   holds
    /// @throws DamagedLogException where the log itself does not lead to the checkpoint's root
    public Result of(Archive archive) throws IOException, InterruptedException {
        ArchivedTo to = archive.archivedTo();
        Optional<LogPart> part = to.log();
        if (part.isPresent()
                && logs.stream()
                        .noneMatch(log -> log.verified().origin().equals(part.get().origin()))) {
            throw new ArchiveFailedException("the archive was made from another log");
        }
        if (part.isPresent() && SealedLog.of(part.get(), logs).isEmpty()) {
            throw new ArchiveFailedException(
                    "the archive was made from more of the log than there is: verify the log");
        }
        Map<ArchiveTable, Sums> expected = sums();
        behind = 0;
        SortedMap<String, Long> sealed = new TreeMap<>();
        for (int i = 0; i < logs.size(); i++) {
            long read = add(logs.get(i), SealedLog.before(logs, i), to, expected, sealed);
            if (read < logs.get(i).size()) {
                return new Result(
                        false,
                        SealedLog.before(logs, i) + read,
                        behind,
                        0,
                        List.of(),
                        0,
                        Set.of(),
                        0);
            }
        }
        return compare(archive, to, sealed, expected);
    }

    /// Adds what a log's entries give.
    ///
    /// @param before entries of the logs before it
    /// @param sealed is told how far each chain goes in it
    /// @return entries that were read: all of them, or as many as the progress let pass
    private long add(
            SealedLog log,
            long before,
            ArchivedTo to,
            Map<ArchiveTable, Sums> expected,
            Map<String, Long> sealed)
            throws IOException, InterruptedException {
        RunningRoot root = new RunningRoot();
        LogDecoder decoder =
                new LogDecoder(log.tiles(), log.verified().size(), threads, BUNDLES_AT_A_TIME);
        long all = SealedLog.entries(logs);
        while (root.size().value() < log.size()) {
            if (!progress.goesOn(Phase.READING, before + root.size().value(), all)) {
                return root.size().value();
            }
            for (LogDecoder.Decoded decoded : decoder.from(root.size().value())) {
                root.add(decoded.leafHash());
                EntryRows rows = decoded.rows();
                sealed.merge(rows.chain(), rows.seq() + 1, Math::max);
                if (rows.seq() < to.next(rows.chain())) {
                    addTo(expected, rows);
                } else if (!rows.in(ArchiveTable.ENTRIES).isEmpty()) {
                    behind++;
                }
            }
        }
        if (!root.root().equals(log.verified().root())) {
            throw new DamagedLogException(
                    LogFault.ROOT_MISMATCH,
                    TilePath.CHECKPOINT,
                    "has another root than the entries give: countersign verify names the damage");
        }
        return log.size();
    }

    private Map<ArchiveTable, Sums> sums() {
        Map<ArchiveTable, Sums> sums = new EnumMap<>(ArchiveTable.class);
        for (ArchiveTable table : ArchiveTable.values()) {
            sums.put(table, new Sums(table));
        }
        return sums;
    }

    private static void addTo(Map<ArchiveTable, Sums> expected, EntryRows rows) {
        expected.forEach((table, sums) -> rows.in(table).forEach(sums::add));
    }

    private Result compare(
            Archive archive,
            ArchivedTo to,
            SortedMap<String, Long> sealed,
            Map<ArchiveTable, Sums> expected)
            throws IOException {
        ArchivedTo both = to.and(new ArchivedTo(sealed, to.log()));
        Unsealed unsealed = new Unsealed();
        List<Difference> differences = new ArrayList<>();
        Set<String> unreadable = new TreeSet<>();
        long rows = 0;
        int differing = 0;
        for (Map.Entry<ArchiveTable, Sums> each : expected.entrySet()) {
            ArchiveTable table = each.getKey();
            Sums found = found(archive, table, to, both, unsealed, unreadable);
            Set<PartitionKey> partitions = new HashSet<>(each.getValue().sums.keySet());
            partitions.addAll(found.sums.keySet());
            for (PartitionKey partition : partitions) {
                Sum should = each.getValue().in(partition);
                Sum is = found.in(partition);
                rows += should.rows;
                if (!should.sameAs(is)) {
                    differing++;
                    differences.add(
                            new Difference(table, partition.toPath(), should.rows, is.rows));
                }
            }
        }
        differences.sort(
                Comparator.comparing(Difference::table).thenComparing(Difference::partition));
        return new Result(
                unreadable.isEmpty(),
                SealedLog.entries(logs),
                behind,
                rows,
                differences.subList(0, Math.min(MAX_NAMED, differences.size())),
                differing,
                unreadable,
                unsealed.rows);
    }

    /// Counts rows that could not be compared.
    private static final class Unsealed {
        private long rows;
    }

    /// What a table holds; rows of entries that the other tables do not hold yet are left out, as a
    /// reader leaves them out.
    ///
    /// @param to how far all tables go
    /// @param sealed how far of that the logs go
    private Sums found(
            Archive archive,
            ArchiveTable kind,
            ArchivedTo to,
            ArchivedTo sealed,
            Unsealed unsealed,
            Set<String> unreadable)
            throws IOException {
        Table table = archive.table(kind);
        SortedFiles files = new SortedFiles(kind, table);
        Sums sums = new Sums(kind);
        int chain = position(kind, "chain");
        int seq = position(kind, "seq");
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                DataFile file = task.file();
                try (CloseableIterable<StructLike> rows = files.read(file)) {
                    for (StructLike row : rows) {
                        String of = row.get(chain, CharSequence.class).toString();
                        long number = row.get(seq, Long.class);
                        if (number < sealed.next(of)) {
                            sums.add(row);
                        } else if (number < to.next(of)) {
                            unsealed.rows++;
                        }
                    }
                } catch (IOException | RuntimeException _damaged) {
                    // Parquet reports damage with a dozen unchecked types.
                    if (unreadable.size() < MAX_NAMED) {
                        unreadable.add(relative(archive, kind, file));
                    }
                }
            }
        } catch (RuntimeException e) {
            throw new ArchiveFailedException(
                    "the list of files of table " + kind.folder() + " cannot be read", e);
        }
        return sums;
    }

    private static String relative(Archive archive, ArchiveTable table, DataFile file) {
        String location = file.location();
        String place = archive.table(table).location();
        int folder = place.lastIndexOf('/') + 1;
        return location.startsWith(place) ? location.substring(folder) : location;
    }

    private static int position(ArchiveTable table, String column) {
        return table.schema().columns().indexOf(table.schema().findField(column));
    }
}
