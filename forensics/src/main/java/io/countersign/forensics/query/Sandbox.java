package io.countersign.forensics.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// An engine (DuckDB, in memory) for one question. Before the question's own text is looked at, the
/// engine is told which files exist for it, that no other file, network, extension or temporary
/// folder does, and that none of this may be changed. Then the text has to be one `SELECT`
/// ([SelectOnly]).
///
/// The engine is native code that reads files which somebody else may have written: it runs in a
/// process of its own ([QueryProcess]), which has no keys.
public final class Sandbox {
    private static final int MAX_MESSAGE_CHARS = 2_000;

    private Sandbox() {}

    /// Answers a question in this process.
    ///
    /// @throws RefusedQuestionException with what was refused, and why
    public static Answer answer(Question question) throws RefusedQuestionException {
        try (Connection connection = SpareEngine.take()) {
            long started = System.nanoTime();
            lock(connection, question);
            define(connection, question);
            SelectOnly.require(connection, question.sql());
            return select(connection, question, started);
        } catch (SQLException e) {
            throw refused(e);
        } finally {
            SpareEngine.prepare();
        }
    }

    /// From here on the engine reads the files of this question and nothing else.
    private static void lock(Connection connection, Question question) throws SQLException {
        List<Path> files = new ArrayList<>();
        for (ArchiveTable table : ArchiveTable.values()) {
            files.addAll(question.files(table));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET allowed_paths = " + list(files));
            statement.execute(
                    "SET memory_limit = '" + question.limits().memoryMegabytes() + "MiB'");
            statement.execute("SET threads = " + question.limits().threads());
            statement.execute("SET temp_directory = ''");
            statement.execute("SET TimeZone = 'UTC'");
            // Footers are read for the columns, for each view, and for the answer.
            statement.execute("SET parquet_metadata_cache = true");
            statement.execute("SET autoinstall_known_extensions = false");
            statement.execute("SET autoload_known_extensions = false");
            statement.execute("SET allow_community_extensions = false");
            statement.execute("SET enable_external_access = false");
        }
    }

    private static void define(Connection connection, Question question)
            throws SQLException, RefusedQuestionException {
        Set<String> needed = Views.neededBy(question.sql());
        try (Statement statement = connection.createStatement()) {
            for (ArchiveTable table : ArchiveTable.values()) {
                if (needed.contains(table.relation())) {
                    statement.execute(
                            "CREATE VIEW "
                                    + table.relation()
                                    + " AS "
                                    + relation(connection, table, question.files(table)));
                }
            }
            for (Map.Entry<String, String> view : Views.definitions().entrySet()) {
                if (needed.contains(view.getKey())) {
                    statement.execute("CREATE VIEW " + view.getKey() + " AS " + view.getValue());
                }
            }
            statement.execute("SET lock_configuration = true");
        }
    }

    /// The table's columns over its files; those that no file has are null.
    private static String relation(Connection connection, ArchiveTable table, List<Path> files)
            throws SQLException, RefusedQuestionException {
        if (files.isEmpty()) {
            return columns(table, Set.of()) + " WHERE false";
        }
        String read = "read_parquet(" + list(files) + ", union_by_name = true)";
        Set<String> present = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + read)) {
            while (described.next()) {
                present.add(described.getString(1));
            }
        } catch (SQLException e) {
            throw new RefusedQuestionException(
                    Refusal.ARCHIVE_UNREADABLE,
                    "The files of "
                            + table.relation()
                            + " cannot be read: "
                            + firstLine(e)
                            + ". `countersign archive verify` says which");
        }
        return columns(table, present) + " FROM " + read;
    }

    private static String columns(ArchiveTable table, Set<String> present) {
        return TableColumns.of(table).entrySet().stream()
                .map(column ->
                        present.contains(column.getKey())
                                ? quoted(column.getKey())
                                : "NULL::" + column.getValue() + " AS " + quoted(column.getKey()))
                .collect(Collectors.joining(", ", "SELECT ", ""));
    }

    private static String quoted(String column) {
        return '"' + column + '"';
    }

    private static Answer select(Connection connection, Question question, long started)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question.sql())) {
            statement.setQueryTimeout(seconds(question.limits().time()));
            for (int i = 0; i < question.values().size(); i++) {
                statement.setString(i + 1, question.values().get(i));
            }
            try (ResultSet result = statement.executeQuery()) {
                List<Answer.Column> columns = columns(result.getMetaData());
                List<List<JsonNode>> rows = new ArrayList<>();
                boolean more = result.next();
                while (more && rows.size() < question.limits().rows()) {
                    rows.add(Cells.row(result, columns.size()));
                    more = result.next();
                }
                return new Answer(
                        columns, rows, more, Duration.ofNanos(System.nanoTime() - started));
            }
        }
    }

    private static List<Answer.Column> columns(ResultSetMetaData data) throws SQLException {
        List<Answer.Column> columns = new ArrayList<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            columns.add(new Answer.Column(data.getColumnLabel(i), data.getColumnTypeName(i)));
        }
        return columns;
    }

    private static int seconds(Duration time) {
        return Math.clamp(time.plusMillis(999).toSeconds(), 1, Integer.MAX_VALUE);
    }

    private static RefusedQuestionException refused(SQLException e) {
        String line = firstLine(e);
        Refusal refusal;
        if (e instanceof SQLTimeoutException || line.startsWith("INTERRUPT")) {
            return new RefusedQuestionException(
                    Refusal.OUT_OF_TIME,
                    "The time is up: ask for less, such as a shorter time or one service, or give"
                            + " more time");
        } else if (line.startsWith("Out of Memory")) {
            refusal = Refusal.OUT_OF_MEMORY;
        } else if (line.startsWith("Permission")) {
            refusal = Refusal.NOT_ALLOWED;
        } else if (line.startsWith("IO Error")) {
            refusal = Refusal.ARCHIVE_UNREADABLE;
        } else if (line.startsWith("INTERNAL") || line.startsWith("FATAL")) {
            refusal = Refusal.ENGINE_FAILED;
        } else {
            refusal = Refusal.NOT_UNDERSTOOD;
        }
        return new RefusedQuestionException(refusal, line);
    }

    private static String firstLine(SQLException e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        String line = message.lines().findFirst().orElse("");
        return line.length() > MAX_MESSAGE_CHARS ? line.substring(0, MAX_MESSAGE_CHARS) : line;
    }

    private static String list(List<Path> files) {
        return files.stream()
                .map(file -> "'" + file.toString().replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
