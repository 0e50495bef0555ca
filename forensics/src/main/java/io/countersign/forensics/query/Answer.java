package io.countersign.forensics.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// The rows of an answer.
///
/// @param rows each with as many values as there are columns: text, number, boolean, null, an array
///   or an object; bytes are lower-case hex, times are ISO 8601 in UTC
/// @param cutOff more rows than the limit lets through
/// @param engineTime from the first look at the files to the last row
public record Answer(
        List<Column> columns, List<List<JsonNode>> rows, boolean cutOff, Duration engineTime) {
    /// @param type as the engine names it, such as `VARCHAR` or `TIMESTAMP WITH TIME ZONE`
    public record Column(String name, String type) {}

    public Answer {
        Objects.requireNonNull(engineTime, "engineTime");
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (List<JsonNode> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "a row of " + row.size() + " for " + columns.size() + " columns");
            }
        }
    }

    /// Sizes only: an answer holds tokens and people.
    @Override
    public String toString() {
        return "Answer[" + columns.size() + " columns, " + rows.size() + " rows]";
    }
}
