package io.countersign.app.identity;

import io.countersign.sources.Columns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One line of a CSV file with a header, by the names of its columns in lower case.
///
/// @param place file and line, for messages
record Row(String place, Map<String, String> cells) {
    /// More lines than any export has.
    private static final int MAX_ROWS = 2_000_000;

    static List<Row> of(String file, List<String> lines) throws InvalidIdentityFileException {
        List<Row> rows = new ArrayList<>();
        List<String> header = List.of();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                continue;
            }
            String place = file + ": line " + (i + 1);
            List<String> columns = Columns.ofCsv(line);
            if (header.isEmpty()) {
                header =
                        columns.stream()
                                .map(each -> each.strip().toLowerCase(Locale.ROOT))
                                .toList();
                continue;
            }
            if (columns.size() > header.size()) {
                throw new InvalidIdentityFileException(
                        place, "more columns than the header names: is a comma unquoted?");
            }
            if (rows.size() == MAX_ROWS) {
                throw new InvalidIdentityFileException(place, "more than " + MAX_ROWS + " lines");
            }
            Map<String, String> cells = new HashMap<>();
            for (int at = 0; at < columns.size(); at++) {
                cells.put(header.get(at), columns.get(at).strip());
            }
            rows.add(new Row(place, cells));
        }
        return rows;
    }

    /// The first of these columns that is not empty; empty where none is.
    String cell(String... names) {
        for (String name : names) {
            String value = cells.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }
}
