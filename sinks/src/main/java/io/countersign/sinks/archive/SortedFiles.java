package io.countersign.sinks.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.parquet.InternalReader;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetUtil;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/// Writes sorted Parquet files of one table and reads them. May be used from several threads, each
/// with files of its own.
final class SortedFiles {
    private final ArchiveTable kind;
    private final Table table;
    private final RowOrder order;

    SortedFiles(ArchiveTable kind, Table table) {
        this.kind = kind;
        this.table = table;
        this.order = new RowOrder(kind);
    }

    /// The order of the rows in a file.
    Comparator<StructLike> order() {
        return order;
    }

    /// The work of writing rows: one file for each partition that they fall into.
    List<Callable<DataFile>> writes(List<Row> rows) {
        Map<PartitionKey, List<Row>> partitions = new HashMap<>();
        PartitionKey key = new PartitionKey(table.spec(), table.schema());
        for (Row row : rows) {
            key.partition(row);
            List<Row> same = partitions.get(key);
            if (same == null) {
                same = new ArrayList<>();
                partitions.put(key.copy(), same);
            }
            same.add(row);
        }
        List<Callable<DataFile>> writes = new ArrayList<>();
        partitions.forEach(
                (partition, same) -> writes.add(() -> write(partition, order.sorted(same))));
        return writes;
    }

    /// Writes rows of one partition, which come sorted.
    DataFile write(StructLike partition, Iterable<? extends StructLike> sorted) throws IOException {
        PartitionSpec spec = table.spec();
        OutputFile output =
                table.io()
                        .newOutputFile(
                                table.locationProvider()
                                        .newDataLocation(
                                                spec,
                                                partition,
                                                FileFormat.PARQUET.addExtension(
                                                        UUID.randomUUID().toString())));
        ParquetMetadata footer;
        try (ParquetFile file = new ParquetFile(kind, table.schema(), output)) {
            for (StructLike row : sorted) {
                file.add(row);
            }
            footer = file.finish();
        }
        return DataFiles.builder(spec)
                .withPath(output.location())
                .withFormat(FileFormat.PARQUET)
                .withPartition(partition)
                .withSortOrder(table.sortOrder())
                .withFileSizeInBytes(output.toInputFile().getLength())
                .withSplitOffsets(ParquetUtil.getSplitOffsets(footer))
                .withMetrics(
                        ParquetUtil.footerMetrics(
                                footer, Stream.of(), MetricsConfig.forTable(table)))
                .build();
    }

    /// The rows of a file, in its order.
    CloseableIterable<StructLike> read(DataFile file) {
        return Parquet.read(table.io().newInputFile(file))
                .project(table.schema())
                .createReaderFunc(
                        message -> InternalReader.<StructLike>create(table.schema(), message))
                .build();
    }
}
