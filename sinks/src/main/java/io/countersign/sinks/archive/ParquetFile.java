package io.countersign.sinks.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.DelegatingPositionOutputStream;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;

/// One Parquet file as it is written: rows come in the file's order, and each
/// [ArchiveTable#rowGroupRows()] of them are a row group. Rows are written a column at a time, some
/// hundred rows each: that is several times faster than a row at a time with some eighty columns.
/// For one thread.
final class ParquetFile implements AutoCloseable {
    /// Rows of which one column is written before the next. Pages end between these.
    private static final int STRIDE = 256;

    private final List<NestedField> fields;
    private final int rowGroupRows;
    private final MessageType schema;
    private final ParquetProperties layout;
    private final ParquetFileWriter file;
    private final List<StructLike> rows = new ArrayList<>();

    /// @param schema the table's own: ids of nested fields are the table's
    ParquetFile(ArchiveTable table, Schema schema, OutputFile output) throws IOException {
        this.fields = schema.columns();
        this.rowGroupRows = table.rowGroupRows();
        this.schema = ParquetSchemaUtil.convert(schema, table.folder());
        this.layout = table.layout();
        this.file =
                new ParquetFileWriter(
                        new Written(output),
                        this.schema,
                        ParquetFileWriter.Mode.CREATE,
                        Long.MAX_VALUE,
                        0,
                        null,
                        layout);
        file.start();
    }

    void add(StructLike row) throws IOException {
        rows.add(row);
        if (rows.size() == rowGroupRows) {
            endRowGroup();
        }
    }

    private void endRowGroup() throws IOException {
        try (ColumnChunkPageWriteStore pages =
                        new ColumnChunkPageWriteStore(
                                new ZstdPages(),
                                schema,
                                layout.getAllocator(),
                                layout.getColumnIndexTruncateLength(),
                                layout.getPageWriteChecksumEnabled());
                ColumnWriteStore store = layout.newColumnWriteStore(schema, pages, pages)) {
            List<ColumnValues> columns = ColumnValues.of(fields, schema.getColumns(), store);
            for (int from = 0; from < rows.size(); from += STRIDE) {
                List<StructLike> some = rows.subList(from, Math.min(from + STRIDE, rows.size()));
                for (int position = 0; position < columns.size(); position++) {
                    ColumnValues column = columns.get(position);
                    for (StructLike row : some) {
                        column.put(row.get(position, Object.class), 0);
                    }
                }
                for (int i = 0; i < some.size(); i++) {
                    store.endRecord();
                }
            }
            file.startBlock(rows.size());
            store.flush();
            pages.flushToFileWriter(file);
            file.endBlock();
        }
        rows.clear();
    }

    /// Writes what is left, and the footer. Then the file is durable.
    ParquetMetadata finish() throws IOException {
        if (!rows.isEmpty()) {
            endRowGroup();
        }
        file.end(Map.of());
        return file.getFooter();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// An output of Iceberg's for Parquet.
    private record Written(OutputFile output) implements org.apache.parquet.io.OutputFile {
        @Override
        public PositionOutputStream create(long blockSizeHint) {
            org.apache.iceberg.io.PositionOutputStream stream = output.create();
            return new DelegatingPositionOutputStream(stream) {
                @Override
                public long getPos() throws IOException {
                    return stream.getPos();
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
