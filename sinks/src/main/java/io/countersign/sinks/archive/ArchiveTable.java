package io.countersign.sinks.archive;

import io.countersign.sinks.archive.NarrowColumns.ArchivedRow;
import io.countersign.sinks.archive.NarrowColumns.ArchivedSubject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableProperties;
import org.apache.parquet.column.ParquetProperties;

/// The tables of the archive, each in the folder of its name: what they hold, how they are cut into
/// files and how the rows of a file are sorted.
///
/// ```
/// entries    one row for each entry              month of happened_at            happened_at, chain, seq
/// subjects   one row for each subject token      year, bucket of the token       token, happened_at, chain, seq
/// people     one row for each event by somebody  year, bucket of who             who, happened_at, chain, seq
/// ```
///
/// A question for one token or one person opens one file a year, and in it one row group. The wide
/// table answers questions for a time; chain and seq lead from a narrow row to it.
public enum ArchiveTable {
    ENTRIES {
        @Override
        public Schema schema() {
            return EntryColumns.SCHEMA;
        }

        @Override
        List<String> sortedBy() {
            return List.of("happened_at", "chain", "seq");
        }

        @Override
        PartitionSpec spec() {
            return PartitionSpec.builderFor(schema()).month("happened_at").build();
        }

        @Override
        List<Row> rows(ArchivedEntry entry, Row wide) {
            return List.of(wide);
        }

        @Override
        Map<String, Integer> lookedUp() {
            return Map.of(
                    "fingerprint", 20_000,
                    "session", 20_000,
                    "person", 10_000,
                    "source_ip", 10_000,
                    "alert_id", 1_000);
        }

        @Override
        long largeRows() {
            return 100_000;
        }

        @Override
        List<String> distinct() {
            return List.of(
                    "seq",
                    "chained_at",
                    "happened_at",
                    "bytes_up",
                    "bytes_down",
                    "session",
                    "transaction",
                    "input_offset");
        }
    },

    SUBJECTS {
        @Override
        public Schema schema() {
            return NarrowColumns.SUBJECTS_SCHEMA;
        }

        @Override
        List<String> sortedBy() {
            return List.of("token", "happened_at", "chain", "seq");
        }

        @Override
        PartitionSpec spec() {
            return PartitionSpec.builderFor(schema())
                    .year("happened_at")
                    .bucket("token", BUCKETS)
                    .build();
        }

        @Override
        List<Row> rows(ArchivedEntry entry, Row wide) {
            List<Row> rows = new ArrayList<>();
            for (ArchivedSubject subject : ArchivedSubject.of(entry, wide)) {
                rows.add(Row.from(subject, NarrowColumns.SUBJECTS));
            }
            return rows;
        }

        @Override
        List<String> distinct() {
            return List.of("seq", "chained_at", "happened_at", "bytes_up");
        }
    },

    PEOPLE {
        @Override
        public Schema schema() {
            return NarrowColumns.PEOPLE_SCHEMA;
        }

        @Override
        List<String> sortedBy() {
            return List.of("who", "happened_at", "chain", "seq");
        }

        @Override
        PartitionSpec spec() {
            return PartitionSpec.builderFor(schema())
                    .year("happened_at")
                    .bucket("who", BUCKETS)
                    .build();
        }

        @Override
        List<Row> rows(ArchivedEntry entry, Row wide) {
            return entry.who().isPresent()
                    ? List.of(Row.from(new ArchivedRow(entry, wide), NarrowColumns.PEOPLE))
                    : List.of();
        }

        @Override
        List<String> distinct() {
            return List.of("seq", "chained_at", "happened_at", "bytes_up");
        }
    };

    /// Files a year that tokens or people are spread over.
    static final int BUCKETS = 16;

    /// The folder's name, and the table's.
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    public abstract Schema schema();

    /// How rows are spread over files.
    abstract PartitionSpec spec();

    /// The rows of an entry, none to many.
    ///
    /// @param wide its row of the wide table
    abstract List<Row> rows(ArchivedEntry entry, Row wide);

    /// Columns with bloom filters, and about how many values of each a row group has: asked for by
    /// equality, and not what the files are sorted by, for which lowest and highest values do.
    Map<String, Integer> lookedUp() {
        return Map.of();
    }

    /// Columns whose values hardly repeat: a dictionary would only be built to be thrown away. Of
    /// hashes and tokens each is one.
    abstract List<String> distinct();

    /// Rows of a row group: what a question for one token or person reads of a file.
    int rowGroupRows() {
        return 20_480;
    }

    /// Files of so many rows stay as they are when files are merged: to rewrite them costs more
    /// than it gives. A question for a time reads all files of a month anyway, while one for a
    /// token or a person is to open one file a year.
    long largeRows() {
        return Long.MAX_VALUE;
    }

    /// The order of the rows in a file, ascending.
    SortOrder order() {
        SortOrder.Builder order = SortOrder.builderFor(schema());
        sortedBy().forEach(order::asc);
        return order.build();
    }

    /// Names of the columns that the rows of a file are sorted by.
    abstract List<String> sortedBy();

    /// What the table's metadata says to every writer of it.
    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put(TableProperties.FORMAT_VERSION, "2");
        properties.put(TableProperties.PARQUET_COMPRESSION, "zstd");
        properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
        properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20");
        // Lower and upper bounds only of what files can be told apart by.
        properties.put(TableProperties.DEFAULT_WRITE_METRICS_MODE, "none");
        for (String column : sortedBy()) {
            properties.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column, "full");
        }
        return properties;
    }

    /// How Parquet lays the columns out: dictionaries, bloom filters, and statistics of nothing but
    /// what rows are sorted by, since no row group can be left out by the others'.
    ParquetProperties layout() {
        ParquetProperties.Builder layout =
                ParquetProperties.builder()
                        .withStatisticsEnabled(false)
                        .withSizeStatisticsEnabled(false);
        sortedBy().forEach(column -> layout.withStatisticsEnabled(column, true));
        lookedUp()
                .forEach((column, values) ->
                        layout.withBloomFilterEnabled(column, true)
                                .withBloomFilterNDV(column, values));
        distinct().forEach(column -> layout.withDictionaryEncoding(column, false));
        schema().columns().stream()
                .filter(field -> field.type().equals(EntryColumns.HASH))
                .filter(field -> !field.name().equals("policy"))
                .forEach(field -> layout.withDictionaryEncoding(field.name(), false));
        return layout.build();
    }
}
