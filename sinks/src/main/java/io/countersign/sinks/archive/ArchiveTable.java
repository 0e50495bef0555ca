package io.countersign.sinks.archive;

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
        List<Row> rows(ArchivedEntry entry) {
            return List.of(Row.from(entry, EntryColumns.ALL));
        }

        @Override
        List<String> lookedUp() {
            return List.of("fingerprint", "source_ip", "alert_id", "person", "session");
        }

        @Override
        int rowGroupBytes() {
            return 6 << 20;
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
        List<Row> rows(ArchivedEntry entry) {
            List<Row> rows = new ArrayList<>();
            for (ArchivedSubject subject : ArchivedSubject.of(entry)) {
                rows.add(Row.from(subject, NarrowColumns.SUBJECTS));
            }
            return rows;
        }

        @Override
        List<String> lookedUp() {
            return List.of("token");
        }

        @Override
        int rowGroupBytes() {
            return 3 << 20;
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
        List<Row> rows(ArchivedEntry entry) {
            return entry.who().isPresent()
                    ? List.of(Row.from(entry, NarrowColumns.PEOPLE))
                    : List.of();
        }

        @Override
        List<String> lookedUp() {
            return List.of("who");
        }

        @Override
        int rowGroupBytes() {
            return 2 << 20;
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
    abstract List<Row> rows(ArchivedEntry entry);

    /// Columns with bloom filters: asked for by equality, and not what the files are sorted by
    /// alone.
    abstract List<String> lookedUp();

    /// Encoded bytes after which a row group ends: about 16,000 to 32,000 rows.
    abstract int rowGroupBytes();

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
        properties.put(
                TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, Integer.toString(rowGroupBytes()));
        properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
        properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20");
        // Lower and upper bounds only of what files can be told apart by.
        properties.put(TableProperties.DEFAULT_WRITE_METRICS_MODE, "none");
        for (String column : sortedBy()) {
            properties.put(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column, "full");
        }
        for (String column : lookedUp()) {
            properties.put(
                    TableProperties.PARQUET_BLOOM_FILTER_COLUMN_ENABLED_PREFIX + column, "true");
            properties.put(
                    TableProperties.PARQUET_BLOOM_FILTER_COLUMN_NDV_PREFIX + column, "20000");
        }
        // Hashes hardly repeat: a dictionary would only be built to be thrown away.
        schema().columns().stream()
                .filter(field -> field.type().equals(EntryColumns.HASH))
                .filter(field -> !field.name().equals("policy"))
                .forEach(field ->
                        properties.put(
                                TableProperties.PARQUET_DICT_ENCODING_ENABLED_COLUMN_PREFIX
                                        + field.name(),
                                "false"));
        return properties;
    }
}
