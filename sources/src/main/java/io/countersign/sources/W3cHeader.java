package io.countersign.sources;

import java.util.Arrays;
import java.util.List;

/// The columns of a W3C extended log line. The order is set by a `#Fields:` line of the file;
/// whoever reads the file puts that line in front of each of its rows (`#Fields: ...`, line end,
/// row), so that a record stands for itself.
///
/// @param names names of the columns
/// @param line the row
record W3cHeader(List<String> names, String line) {
    private static final String MARK = "Fields:";

    /// @param defaultOrder what counts where the record has no header
    static W3cHeader of(String text, List<String> defaultOrder) {
        int end = text.indexOf('\n');
        int mark = text.indexOf(MARK);
        if (end < 0 || mark < 1 || mark > 3 || text.charAt(0) != '#') {
            return new W3cHeader(defaultOrder, text);
        }
        String names = text.substring(mark + MARK.length(), end).strip();
        return new W3cHeader(
                Arrays.asList(names.split("[ \t]+", -1)), text.substring(end + 1).strip());
    }

    /// Whether a line is a directive of the format and no row.
    static boolean isDirective(String line) {
        return line.startsWith("#");
    }
}
