package io.countersign.sinks.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.parquet.InternalReader;
import org.apache.iceberg.data.parquet.InternalWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Type.PrimitiveType;

/// Writes sorted Parquet files of one table and reads them. May be used from several threads, each
/// with files of its own.
final class SortedFiles {
    private final Table table;
    private final Comparator<StructLike> order;

    SortedFiles(ArchiveTable kind, Table table) {
        this.table = table;
        this.order = order(kind);
    }

    /// The order of the rows in a file.
    Comparator<StructLike> order() {
        return order;
    }

    private static Comparator<StructLike> order(ArchiveTable kind) {
        Schema schema = kind.schema();
        List<Comparator<StructLike>> keys = new ArrayList<>();
        for (String name : kind.sortedBy()) {
            int position = schema.columns().indexOf(schema.findField(name));
            PrimitiveType type = schema.findType(name).asPrimitiveType();
            Comparator<Object> natural = Comparators.forType(type);
            keys.add((a, b) ->
                    natural.compare(a.get(position, Object.class), b.get(position, Object.class)));
        }
        return (a, b) -> {
            for (Comparator<StructLike> key : keys) {
                int difference = key.compare(a, b);
                if (difference != 0) {
                    return difference;
                }
            }
            return 0;
        };
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
        partitions.forEach((partition, same) ->
                writes.add(() -> {
                    same.sort(order);
                    return write(partition, same);
                }));
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
        DataWriter<StructLike> writer =
                Parquet.writeData(output)
                        .forTable(table)
                        .withSpec(spec)
                        .withPartition(partition)
                        .withSortOrder(table.sortOrder())
                        .createWriterFunc((schema, message) ->
                                InternalWriter.<StructLike>createWriter(schema, message))
                        .build();
        try (DataWriter<StructLike> closed = writer) {
            for (StructLike row : sorted) {
                closed.write(row);
            }
        }
        return writer.toDataFile();
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
