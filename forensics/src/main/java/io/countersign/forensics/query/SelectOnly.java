package io.countersign.forensics.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/// Lets one statement through that only reads. The engine's own parser says what a text is
/// (`json_serialize_sql`, which refuses all but `SELECT`); its tree is walked here for what a
/// `SELECT` can hide: a `DELETE` in a `WITH`, and functions in `FROM` that read files or settings.
/// What is not known is refused.
final class SelectOnly {
    /// Queries that only read.
    private static final Set<String> READING_NODES =
            Set.of("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE");

    /// Functions that may stand in `FROM`.
    private static final Set<String> TABLE_FUNCTIONS = Set.of("unnest", "range", "generate_series");

    /// Functions of single values that tell of the machine, or wait.
    private static final Set<String> VALUE_FUNCTIONS_REFUSED =
            Set.of(
                    "getenv",
                    "getvariable",
                    "current_setting",
                    "sleep_ms",
                    "write_log",
                    "txid_current",
                    "version",
                    "currval",
                    "nextval");

    private static final int MAX_DEPTH = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private SelectOnly() {}

    /// Returns where the text is one reading `SELECT`.
    static void require(Connection connection, String sql)
            throws RefusedQuestionException, SQLException {
        JsonNode tree = tree(connection, sql);
        if (tree.path("error").asBoolean(true)) {
            if (tree.path("error_type").asText().equals("parser")) {
                throw new RefusedQuestionException(
                        Refusal.NOT_UNDERSTOOD, tree.path("error_message").asText());
            }
            throw notASelect("Only SELECT is answered here");
        }
        if (tree.path("statements").size() != 1) {
            throw notASelect("One question at a time: more than one statement, or none");
        }
        walk(tree.path("statements").path(0), 0);
    }

    private static JsonNode tree(Connection connection, String sql)
            throws SQLException, RefusedQuestionException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT json_serialize_sql(?::VARCHAR)")) {
            statement.setString(1, sql);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return JSON.readTree(result.getString(1));
            }
        } catch (JsonProcessingException _deep) {
            throw new RefusedQuestionException(
                    Refusal.NOT_UNDERSTOOD, "The question is nested too deeply");
        }
    }

    private static void walk(JsonNode node, int depth) throws RefusedQuestionException {
        if (depth > MAX_DEPTH) {
            throw new RefusedQuestionException(
                    Refusal.NOT_UNDERSTOOD, "The question is nested too deeply");
        }
        if (node.isObject()) {
            String type = node.path("type").asText();
            if (type.endsWith("_NODE") && !READING_NODES.contains(type)) {
                throw notASelect("Nothing is changed here: " + type.replace("_QUERY_NODE", ""));
            }
            if (type.equals("TABLE_FUNCTION")) {
                requireTableFunction(node);
            }
            String function = node.path("function_name").asText();
            if (VALUE_FUNCTIONS_REFUSED.contains(function)) {
                throw notAllowed(function);
            }
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                walk(field.getValue(), depth + 1);
            }
        } else {
            for (JsonNode element : node) {
                walk(element, depth + 1);
            }
        }
    }

    private static void requireTableFunction(JsonNode node) throws RefusedQuestionException {
        String function = node.path("function").path("function_name").asText();
        if (!TABLE_FUNCTIONS.contains(function)) {
            throw notAllowed(function);
        }
    }

    private static RefusedQuestionException notAllowed(String function) {
        return new RefusedQuestionException(
                Refusal.FUNCTION_NOT_ALLOWED,
                "The function " + function + " reads something else than the archive");
    }

    private static RefusedQuestionException notASelect(String message) {
        return new RefusedQuestionException(Refusal.NOT_A_SELECT, message);
    }
}
