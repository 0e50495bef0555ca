package io.countersign.sinks.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/// An archive as Iceberg's own reader and as DuckDB see it: what an investigator's engine and what
/// everybody else's reads are the same rows.
final class TwoReaders {
    private static final String COLUMNS = "chain, seq, leaf_hash, kind, happened_at, person";

    private TwoReaders() {}

    static void assertAlike(Archive archive) throws IOException, SQLException {
        for (ArchiveTable kind : ArchiveTable.values()) {
            Table table = archive.table(kind);
            List<String> iceberg = byIceberg(table);
            assertThat(byDuckDb(table)).as(kind.folder()).isEqualTo(iceberg);
            assertThat(iceberg).as(kind.folder()).isNotEmpty();
        }
    }

    private static List<String> byIceberg(Table table) throws IOException {
        List<String> rows = new ArrayList<>();
        try (CloseableIterable<Record> records =
                IcebergGenerics.read(table).select(COLUMNS.split(", ")).build()) {
            for (Record row : records) {
                OffsetDateTime happened = (OffsetDateTime) row.getField("happened_at");
                rows.add(
                        String.join(
                                " ",
                                String.valueOf(row.getField("chain")),
                                String.valueOf(row.getField("seq")),
                                hex(row.getField("leaf_hash")),
                                String.valueOf(row.getField("kind")),
                                Long.toString(
                                        ChronoUnit.MICROS.between(
                                                OffsetDateTime.parse("1970-01-01T00:00:00Z"),
                                                happened)),
                                String.valueOf(row.getField("person"))));
            }
        }
        rows.sort(null);
        return rows;
    }

    private static String hex(Object value) {
        return HexFormat.of().formatHex((byte[]) value);
    }

    private static List<String> byDuckDb(Table table) throws IOException, SQLException {
        List<String> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
            for (FileScanTask task : tasks) {
                files.add("'" + task.file().location().replace("file://", "") + "'");
            }
        }
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "SELECT chain, seq, lower(hex(leaf_hash)), kind, epoch_us(happened_at), person FROM read_parquet("
                                        + files.stream().collect(Collectors.joining(", ", "[", "]"))
                                        + ")")) {
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= 6; i++) {
                    cells.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join(" ", cells));
            }
        }
        rows.sort(null);
        return rows;
    }
}
