package io.countersign.detectors.phi.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/// Reads the word lists and corpora that training starts from.
final class Lists {
    private Lists() {}

    /// The lines of a file, unpacked where its name ends in .gz.
    static List<String> lines(Path file) {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return lines(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines of a resource beside this class.
    static List<String> resource(String name) {
        try (InputStream in = Lists.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource missing: " + name);
            }
            return lines(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String line = reader.readLine();
        while (line != null) {
            lines.add(line);
            line = reader.readLine();
        }
        return lines;
    }

    /// Rows of a tab-separated file without its header.
    static List<String[]> rows(Path file) {
        List<String[]> rows = new ArrayList<>();
        for (String line : lines(file)) {
            if (!line.startsWith("#")) {
                rows.add(line.split("\t", -1));
            }
        }
        return rows;
    }

    static double number(String[] row, int column) {
        return row.length > column && !row[column].isEmpty() ? Double.parseDouble(row[column]) : 0;
    }

    /// "SAINT MARY" as "Saint Mary".
    static String titleCase(String upper) {
        StringBuilder out = new StringBuilder(upper.length());
        boolean start = true;
        for (int i = 0; i < upper.length(); i++) {
            char c = upper.charAt(i);
            out.append(start ? c : String.valueOf(c).toLowerCase(Locale.ROOT).charAt(0));
            start = !Character.isLetterOrDigit(c) && c != '\'';
        }
        return out.toString();
    }
}
