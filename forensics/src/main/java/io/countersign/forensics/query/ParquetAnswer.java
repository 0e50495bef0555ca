package io.countersign.forensics.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An answer as a Parquet file. Numbers, flags and times keep their types; everything else is text,
/// as in [Answer]: bytes in hex, lists as JSON.
///
/// It is written by an engine of this process, which sees the answer's values and no SQL but that
/// of this class: what answers questions may write nothing.
public final class ParquetAnswer {
    /// Types that a value keeps, by the engine's names.
    private static final Map<String, String> KEPT =
            Map.of(
                    "BOOLEAN", "BOOLEAN",
                    "TINYINT", "BIGINT",
                    "SMALLINT", "BIGINT",
                    "INTEGER", "BIGINT",
                    "BIGINT", "BIGINT",
                    "DOUBLE", "DOUBLE",
                    "DATE", "DATE",
                    "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ");

    private ParquetAnswer() {}

    /// @param file which is made, readable by its owner alone
    /// @throws FileAlreadyExistsException where it is there
    public static void write(Answer answer, Path file) throws IOException {
        Path draft =
                Files.createTempFile(
                        file.toAbsolutePath().getParent(),
                        ".answer-",
                        ".parquet",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE answer (" + columns(answer) + ")");
                insert(connection, answer);
                // Into the draft itself: the engine's own temporary file would be readable by
                // everyone.
                statement.execute(
                        "COPY answer TO '"
                                + draft.toString().replace("'", "''")
                                + "' (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)");
            } catch (SQLException e) {
                // Its message may quote a value.
                throw new IOException("The answer could not be written as Parquet");
            }
            // Fails where the name is there, and never shows half a file.
            Files.createLink(file, draft);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static String columns(Answer answer) {
        return answer.columns().stream()
                .map(column -> quoted(column.name()) + " " + type(column))
                .collect(Collectors.joining(", "));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String type(Answer.Column column) {
        return KEPT.getOrDefault(column.type(), "VARCHAR");
    }

    private static void insert(Connection connection, Answer answer) throws SQLException {
        String places = String.join(", ", Collections.nCopies(answer.columns().size(), "?"));
        connection.setAutoCommit(false);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO answer VALUES (" + places + ")")) {
            for (List<JsonNode> row : answer.rows()) {
                for (int i = 0; i < row.size(); i++) {
                    insert.setString(i + 1, text(row.get(i)));
                }
                insert.addBatch();
            }
            if (!answer.rows().isEmpty()) {
                int[] _ = insert.executeBatch();
            }
        }
        connection.commit();
    }

    private static @Nullable String text(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
