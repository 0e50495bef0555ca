package io.countersign.sources;

import java.util.ArrayList;
import java.util.List;

/// Splits lines into columns.
public final class Columns {
    /// More columns than any format has; what stands behind them stays together in the last.
    static final int MAX_COLUMNS = 1_024;

    private Columns() {}

    /// Comma-separated. A column may stand in quotes, `""` is a quote inside, and a blank before an
    /// opening quote is passed over, although RFC 4180 has none.
    public static List<String> ofCsv(String line) {
        List<String> columns = new ArrayList<>();
        int at = 0;
        while (at <= line.length()) {
            if (columns.size() == MAX_COLUMNS - 1) {
                columns.add(line.substring(at));
                break;
            }
            int start = at;
            while (start < line.length() && line.charAt(start) == ' ') {
                start++;
            }
            if (start < line.length() && line.charAt(start) == '"') {
                StringBuilder value = new StringBuilder();
                int end = csvQuoted(line, start, value);
                int comma = line.indexOf(',', end);
                columns.add(value.toString());
                at = comma < 0 ? line.length() + 1 : comma + 1;
            } else {
                int comma = line.indexOf(',', at);
                int end = comma < 0 ? line.length() : comma;
                columns.add(line.substring(at, end));
                at = end + 1;
            }
        }
        return columns;
    }

    /// In CSV a backslash is a letter like others: `hosp\jokafor`.
    private static int csvQuoted(String line, int from, StringBuilder value) {
        int at = from + 1;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c != '"') {
                value.append(c);
                at++;
            } else if (at + 1 < line.length() && line.charAt(at + 1) == '"') {
                value.append('"');
                at += 2;
            } else {
                return at + 1;
            }
        }
        return at;
    }

    /// With blanks between, as in the W3C extended log format. A column may stand in quotes or in
    /// brackets.
    static List<String> ofWords(String line) {
        List<String> columns = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == ' ' || c == '\t') {
                at++;
            } else if (columns.size() == MAX_COLUMNS - 1) {
                columns.add(line.substring(at));
                break;
            } else if (c == '"') {
                StringBuilder value = new StringBuilder();
                at = Pairs.quoted(line, at, value);
                columns.add(value.toString());
            } else if (c == '[' && line.indexOf(']', at) > 0) {
                int end = line.indexOf(']', at);
                columns.add(line.substring(at + 1, end));
                at = end + 1;
            } else {
                int end = at;
                while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '\t') {
                    end++;
                }
                columns.add(line.substring(at, end));
                at = end;
            }
        }
        return columns;
    }

    /// The columns under these names; further ones under `column N`.
    static Fields named(List<String> columns, List<String> names) {
        Fields fields = new Fields();
        for (int i = 0; i < columns.size(); i++) {
            fields.put(i < names.size() ? names.get(i) : "column " + (i + 1), columns.get(i));
        }
        return fields;
    }
}
