package io.countersign.forensics.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows of an answer, one after the other, by the names of their columns. [#next] comes before
/// the first.
public final class AnswerRows {
    private final Answer answer;
    private final Map<String, Integer> columns = new HashMap<>();
    private int row = -1;

    public AnswerRows(Answer answer) {
        this.answer = answer;
        for (int i = 0; i < answer.columns().size(); i++) {
            columns.put(answer.columns().get(i).name(), i);
        }
    }

    /// Goes to the next row; false where there is none.
    public boolean next() {
        row++;
        return row < answer.rows().size();
    }

    public boolean has(String column) {
        return columns.containsKey(column);
    }

    public JsonNode value(String column) {
        Integer index = columns.get(column);
        if (index == null) {
            throw new IllegalArgumentException("no column " + column);
        }
        return answer.rows().get(row).get(index);
    }

    public String text(String column) {
        return value(column).asText();
    }

    /// 0 for null.
    public long number(String column) {
        return value(column).asLong();
    }

    /// Empty for null.
    public Optional<String> optional(String column) {
        return value(column).isNull() ? Optional.empty() : Optional.of(text(column));
    }

    /// As a person reads it: empty for null; arrays of texts with a space between, what is nested
    /// deeper as JSON.
    public static String read(JsonNode cell) {
        if (cell.isNull()) {
            return "";
        }
        if (cell.isArray()) {
            List<String> parts = new ArrayList<>();
            for (JsonNode element : cell) {
                parts.add(element.isTextual() ? element.asText() : element.toString());
            }
            return String.join(" ", parts);
        }
        return cell.isValueNode() ? cell.asText() : cell.toString();
    }
}
