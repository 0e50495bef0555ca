package io.countersign.forensics.query;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Parquet files of a few rows, written by the engine itself: of each row what a test says, the
/// rest is null.
public final class SmallArchive {
    private final Path directory;
    private final Map<ArchiveTable, List<Path>> files = new EnumMap<>(ArchiveTable.class);

    public SmallArchive(Path directory) {
        this.directory = directory;
    }

    /// A row as column and SQL literal, in turn.
    public static Map<String, String> row(String... columnsAndLiterals) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndLiterals.length; i += 2) {
            row.put(columnsAndLiterals[i], columnsAndLiterals[i + 1]);
        }
        return row;
    }

    /// An event of one person at a second of 1 March 2026.
    public static Map<String, String> event(long seq, int second, String person, String... more) {
        Map<String, String> row =
                row(
                        "kind", "'EVENT'",
                        "chain", "'audit.entry.v1/0@1'",
                        "seq", "" + seq,
                        "leaf_hash", "from_hex('" + "%064x".formatted(seq) + "')",
                        "happened_at", "TIMESTAMPTZ '2026-03-01 00:00:%02d+00'".formatted(second),
                        "person", "'" + person + "'",
                        "service", "'anthropic.claude'",
                        "activity", "'SEND'",
                        "action", "'ALLOWED'");
        row.putAll(row(more));
        return row;
    }

    public SmallArchive with(ArchiveTable table, List<Map<String, String>> rows)
            throws SQLException {
        return with(table, TableColumns.of(table).keySet().stream().toList(), rows);
    }

    /// A file that has these columns only, as one of an earlier release.
    public SmallArchive with(
            ArchiveTable table, List<String> columns, List<Map<String, String>> rows)
            throws SQLException {
        List<Path> own = files.computeIfAbsent(table, _ -> new ArrayList<>());
        Path file = directory.resolve(table + "-" + own.size() + ".parquet");
        String selects =
                rows.stream()
                        .map(row -> select(table, columns, row))
                        .collect(Collectors.joining(" UNION ALL "));
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + selects + ") TO '" + file + "' (FORMAT parquet)");
        }
        own.add(file);
        return this;
    }

    private static String select(
            ArchiveTable table, List<String> columns, Map<String, String> row) {
        return columns.stream()
                .map(column ->
                        row.getOrDefault(column, "NULL")
                                + "::"
                                + TableColumns.of(table).get(column)
                                + " AS \""
                                + column
                                + '"')
                .collect(Collectors.joining(", ", "SELECT ", ""));
    }

    Map<ArchiveTable, List<Path>> files() {
        return files;
    }

    Question question(String sql, String... values) {
        return new Question(sql, List.of(values), files, Limits.STANDARD);
    }

    public Answer answer(String sql, String... values) throws RefusedQuestionException {
        return Sandbox.answer(question(sql, values));
    }

    /// The answer as text, a row a line.
    List<String> lines(String sql, String... values) throws RefusedQuestionException {
        return answer(sql, values).rows().stream()
                .map(row ->
                        row.stream().map(cell -> cell.asText()).collect(Collectors.joining(" ")))
                .toList();
    }
}
