package io.countersign.forensics.query;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A question without what it asks about, for the log: text and numbers become `<VARCHAR>` and
/// `<NUMBER>`, names that are no word of SQL and no name of the archive become `<NAME>`, comments
/// go, and white space is one space. What is left is made of words that are known beforehand, so
/// that no question can carry a name into the log.
///
/// `SELECT * FROM events WHERE person = 'j.doe' -- her` is `SELECT * FROM events WHERE person =
/// <VARCHAR>`.
public final class SqlShape {
    /// Longer shapes end with `...`.
    public static final int MAX_CHARS = 2_000;

    private static final String CUT = " ...";

    /// What a shape may hold beside words; the grammar of an entry's `query`.
    private static final String SIGNS = ".:;&+()/,%*=<>!?[]{}|^~@#-";

    /// Words of SQL, and functions that questions use.
    private static final List<String> WORDS =
            List.of(
                    "ALL AND ANTI ANY AS ASC ASOF BETWEEN BY CASE CAST COLLATE CROSS CUBE CURRENT"
                            + " CURRENT_DATE CURRENT_TIMESTAMP DATE DESC DESCRIBE DISTINCT ELSE END"
                            + " ESCAPE EXCEPT EXCLUDE EXISTS FALSE FILTER FIRST FOLLOWING FROM FULL"
                            + " GLOB GROUP GROUPING HAVING ILIKE IN INNER INTERSECT INTERVAL IS"
                            + " ISNULL JOIN LAST LATERAL LEFT LIKE LIMIT NAME NATURAL NOT NOTNULL"
                            + " NULL NULLS OFFSET ON OR ORDER OUTER OVER PARTITION PERCENT"
                            + " POSITIONAL PRECEDING QUALIFY RANGE RECURSIVE REPLACE RIGHT ROLLUP ROW"
                            + " ROWS SAMPLE SELECT SEMI SETS SIMILAR SOME SUMMARIZE THEN TIES TO TRUE"
                            + " UNBOUNDED UNION UNNEST USING VALUES WHEN WHERE WINDOW WITH",
                    "DAY DAYS HOUR HOURS MINUTE MINUTES MONTH MONTHS QUARTER SECOND SECONDS WEEK YEAR"
                            + " YEARS BIGINT BLOB BOOLEAN DOUBLE INTEGER TEXT TIME TIMESTAMP"
                            + " TIMESTAMPTZ UTC VARCHAR ZONE",
                    "ABS AGE ANY_VALUE ARG_MAX ARG_MIN ARRAY_AGG AVG CEIL COALESCE CONCAT CONTAINS"
                            + " COUNT COUNT_IF DATE_DIFF DATE_PART DATE_TRUNC DENSE_RANK EXTRACT"
                            + " FLOOR FROM_HEX GENERATE_SERIES GREATEST HEX IFNULL LAG LEAD LEAST"
                            + " LEN LENGTH LIST LIST_CONTAINS LIST_DISTINCT LIST_HAS_ANY LOWER MAX"
                            + " MEDIAN MIN MODE NTILE NULLIF PREFIX QUANTILE_CONT RANK ROUND"
                            + " ROW_NUMBER SPLIT_PART STARTS_WITH STRFTIME STRING_AGG SUBSTR SUFFIX"
                            + " SUM TIME_BUCKET TO_TIMESTAMP TRIM TRY_CAST UPPER");

    private static final Set<String> KNOWN = known();

    private SqlShape() {}

    /// The shape of a question; any text has one.
    public static String of(String sql) {
        StringBuilder shape = new StringBuilder();
        int at = 0;
        boolean space = false;
        while (at < sql.length() && shape.length() <= MAX_CHARS) {
            char c = sql.charAt(at);
            int end = end(sql, at);
            if (Character.isWhitespace(c) || comment(sql, at)) {
                space = !shape.isEmpty();
            } else {
                if (space) {
                    shape.append(' ');
                    space = false;
                }
                shape.append(piece(sql, at, end));
            }
            at = end;
        }
        return shape.length() <= MAX_CHARS
                ? shape.toString()
                : shape.substring(0, MAX_CHARS - CUT.length()) + CUT;
    }

    private static String piece(String sql, int at, int end) {
        char c = sql.charAt(at);
        if (c == '\'' || c == '$') {
            return "<VARCHAR>";
        }
        if (digit(c)) {
            return "<NUMBER>";
        }
        if (c == '"' || letter(c)) {
            String name = c == '"' ? unquoted(sql, at, end) : sql.substring(at, end);
            return KNOWN.contains(name.toUpperCase(Locale.ROOT)) ? name : "<NAME>";
        }
        return SIGNS.indexOf(c) >= 0 ? sql.substring(at, end) : "<NAME>";
    }

    private static String unquoted(String sql, int at, int end) {
        return end - at < 2 ? "" : sql.substring(at + 1, end - 1);
    }

    /// Where the piece ends that begins at a place; what is left open ends with the text.
    private static int end(String sql, int at) {
        char c = sql.charAt(at);
        if (c == '\'' || c == '"') {
            return quoted(sql, at, c);
        }
        if (c == '$') {
            return dollars(sql, at);
        }
        if (sql.startsWith("--", at)) {
            return after(sql, "\n", at);
        }
        if (sql.startsWith("/*", at)) {
            return after(sql, "*/", at + 2);
        }
        int end = at + 1;
        if (letter(c) || digit(c)) {
            while (end < sql.length() && (word(sql.charAt(end)) || decimal(sql, at, end))) {
                end++;
            }
        }
        return end;
    }

    private static boolean comment(String sql, int at) {
        return sql.startsWith("--", at) || sql.startsWith("/*", at);
    }

    private static int quoted(String sql, int at, char quote) {
        int end = at + 1;
        while (end < sql.length()) {
            if (sql.charAt(end) == quote) {
                // Twice means itself.
                if (end + 1 >= sql.length() || sql.charAt(end + 1) != quote) {
                    return end + 1;
                }
                end++;
            }
            end++;
        }
        return end;
    }

    /// `$$ ... $$` and `$name$ ... $name$`.
    private static int dollars(String sql, int at) {
        int open = sql.indexOf('$', at + 1);
        if (open < 0) {
            return sql.length();
        }
        return after(sql, sql.substring(at, open + 1), open + 1);
    }

    private static int after(String sql, String mark, int from) {
        int found = sql.indexOf(mark, from);
        return found < 0 ? sql.length() : found + mark.length();
    }

    private static boolean decimal(String sql, int from, int at) {
        return sql.charAt(at) == '.' && digit(sql.charAt(from));
    }

    private static boolean word(char c) {
        return letter(c) || digit(c);
    }

    private static boolean letter(char c) {
        return Character.isLetter(c) || c == '_';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Set<String> known() {
        Set<String> known = new HashSet<>();
        WORDS.forEach(words -> known.addAll(List.of(words.split(" "))));
        Views.names().forEach(name -> known.add(name.toUpperCase(Locale.ROOT)));
        for (ArchiveTable table : ArchiveTable.values()) {
            known.add(table.relation().toUpperCase(Locale.ROOT));
            TableColumns.of(table)
                    .keySet()
                    .forEach(column -> known.add(column.toUpperCase(Locale.ROOT)));
        }
        known.addAll(
                List.of(
                        "AMENDED",
                        "AMENDED_BY_SEQ",
                        "FINDING_TYPE",
                        "FINDING_COUNT",
                        "LIKELIHOOD"));
        known.addAll(List.of("ORIGIN", "SENSITIVITIES", "PURPOSE", "FIRST_AT", "FIRST_BY"));
        known.addAll(List.of("LAST_AT", "EVENTS", "PEOPLE", "VIOLATIONS"));
        return Set.copyOf(known);
    }
}
