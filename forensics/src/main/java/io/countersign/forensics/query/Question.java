package io.countersign.forensics.query;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One question, whole: what is asked, over which files, within which limits.
///
/// @param sql one `SELECT`; what it may read are the views of [Views]
/// @param values of its `?`, in order, each as text that the SQL casts
/// @param files Parquet files of each table; a table without any has no rows
public record Question(
        String sql, List<String> values, Map<ArchiveTable, List<Path>> files, Limits limits) {
    public static final int MAX_SQL_CHARS = 65_536;
    public static final int MAX_VALUES = 1_000;

    public Question {
        Objects.requireNonNull(limits, "limits");
        if (sql.length() > MAX_SQL_CHARS) {
            throw new IllegalArgumentException("a question has at most 65,536 characters");
        }
        if (values.size() > MAX_VALUES) {
            throw new IllegalArgumentException("a question has at most 1,000 values");
        }
        values = List.copyOf(values);
        EnumMap<ArchiveTable, List<Path>> copy = new EnumMap<>(ArchiveTable.class);
        for (ArchiveTable table : ArchiveTable.values()) {
            copy.put(table, List.copyOf(files.getOrDefault(table, List.of())));
        }
        files = Map.copyOf(copy);
    }

    /// The files of one table.
    public List<Path> files(ArchiveTable table) {
        return files.getOrDefault(table, List.of());
    }

    /// How much is asked, and nothing of what: questions name people.
    @Override
    public String toString() {
        return "Question[" + sql.length() + " characters, " + values.size() + " values]";
    }
}
