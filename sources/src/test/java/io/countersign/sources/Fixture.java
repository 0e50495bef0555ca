package io.countersign.sources;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// One case of a fixture table: a title, the raw line and the golden form of what it gives.
///
/// ```
/// # a comment
/// == title
/// the raw line, as the source wrote it
/// field: value
/// ```
record Fixture(String format, String title, String raw, String golden) {
    static List<Fixture> of(String format) {
        List<Fixture> fixtures = new ArrayList<>();
        String title = "";
        String raw = "";
        StringBuilder golden = new StringBuilder();
        for (String line : (table(format) + "\n== end\n").split("\n", -1)) {
            if (line.startsWith("== ")) {
                if (!title.isEmpty()) {
                    fixtures.add(new Fixture(format, title, raw, golden.toString()));
                }
                title = line.substring(3);
                raw = "";
                golden.setLength(0);
            } else if (raw.isEmpty() && !title.isEmpty()) {
                raw = unfolded(line);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                golden.append(line).append('\n');
            }
        }
        return fixtures;
    }

    /// A record of several lines stands on one line here, with `␤` for each line end.
    static String unfolded(String line) {
        return line.replace('␤', '\n');
    }

    static List<Fixture> all() {
        return InputFormats.builtIn().all().stream()
                .flatMap(format -> of(format.name()).stream())
                .toList();
    }

    private static String table(String format) {
        try (InputStream table =
                Objects.requireNonNull(
                        Fixture.class.getResourceAsStream(format + ".txt"), format)) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        return raw.getBytes(StandardCharsets.UTF_8);
    }

    Parsed parse() {
        return InputFormats.builtIn().named(format).orElseThrow().parse(bytes());
    }

    @Override
    public String toString() {
        return format + ": " + title;
    }
}
