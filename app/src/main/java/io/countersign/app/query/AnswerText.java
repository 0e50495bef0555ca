package io.countersign.app.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.AnswerRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// An answer as lines of text. What sources wrote stands in it: [#table] and [#csv] make it
/// harmless for a terminal and for a spreadsheet, in JSON it is quoted.
public final class AnswerText {
    /// A longer cell is cut in a table, and ends with an ellipsis; CSV and JSON have it whole.
    static final int MAX_CELL_CHARS = 40;

    private static final String GAP = "  ";

    private AnswerText() {}

    /// A header and the rows, in columns as wide as their widest cell.
    ///
    /// @param harmless what makes a text fit for a terminal
    public static List<String> table(Answer answer, UnaryOperator<String> harmless) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(answer.columns().stream().map(Answer.Column::name).map(harmless).toList());
        for (List<JsonNode> row : answer.rows()) {
            cells.add(
                    row.stream()
                            .map(cell -> shortened(harmless.apply(AnswerRows.read(cell))))
                            .toList());
        }
        int[] widths = new int[answer.columns().size()];
        for (List<String> row : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        return cells.stream().map(row -> padded(row, widths)).toList();
    }

    private static String padded(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP).append(row.get(i));
            line.append(" ".repeat(widths[i] - length(row.get(i))));
        }
        return line.toString().stripTrailing();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String shortened(String text) {
        return length(text) <= MAX_CELL_CHARS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_CELL_CHARS - 1)) + "\u2026";
    }

    /// RFC 4180 with a header. A cell that a spreadsheet would take for a formula begins with an
    /// apostrophe.
    public static List<String> csv(Answer answer) {
        List<String> lines = new ArrayList<>();
        lines.add(csvLine(answer.columns().stream().map(Answer.Column::name).toList()));
        for (List<JsonNode> row : answer.rows()) {
            lines.add(line(row.stream().map(AnswerText::csvCell).toList()));
        }
        return lines;
    }

    /// One line of texts; a cell that a spreadsheet would take for a formula begins with an
    /// apostrophe.
    public static String csvLine(List<String> cells) {
        return line(cells.stream().map(AnswerText::noFormula).toList());
    }

    private static String line(List<String> cells) {
        return String.join(",", cells.stream().map(AnswerText::quoted).toList());
    }

    private static String csvCell(JsonNode cell) {
        return cell.isTextual() ? noFormula(AnswerRows.read(cell)) : AnswerRows.read(cell);
    }

    private static String noFormula(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
