package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// A table in docs/spec/seal.md: written with `-Dcountersign.write-docs=true`, compared otherwise.
enum FaultTable {
    /// The place of a next log is not opened there.
    OF_A_SEAL("fault table", "Bound to the new tree?", SealingStep.forms() - 2) {
        @Override
        String next(String state) {
            return switch (state) {
                case "no" -> "seals the entries again";
                case "yes, not public, to be completed", "yes, public, to be completed" ->
                        "completes the seal";
                case "yes, public, complete" -> "finds it done";
                default -> throw new AssertionError("no start can mend this: " + state);
            };
        }
    },

    AT_THE_TURN("fault table of the turn of a year", "Has the year turned?", SealingStep.forms()) {
        @Override
        String next(String state) {
            return switch (state) {
                case "no" -> "ends the old log";
                case "the old log has ended, to be completed" ->
                        "completes its last seal, begins the next log";
                case "the old log has ended" -> "begins the next log";
                case "the next log has begun, to be completed" -> "completes its first seal";
                case "the next log has begun" -> "finds it done";
                default -> throw new AssertionError("no start can mend this: " + state);
            };
        }
    };

    private static final Path DOCUMENT = Path.of("..", "docs", "spec", "seal.md");

    private final String name;
    private final String question;
    private final int rows;

    FaultTable(String name, String question, int rows) {
        this.name = name;
        this.question = question;
        this.rows = rows;
    }

    /// What the next start does about a state that was left behind.
    abstract String next(String state);

    /// Rows that are found are rows of the document; where all steps were tried, it has no others.
    ///
    /// @param found by `number | step | form`, what was left behind in all cases
    void check(Map<String, Set<String>> found) throws IOException {
        StringBuilder table = new StringBuilder();
        table.append("| The step that fails | How | ")
                .append(question)
                .append(" | What the next start does |\n|---|---|---|---|\n");
        found.forEach((row, states) ->
                table.append("| ")
                        .append(row.substring(row.indexOf('|') + 2))
                        .append(" | ")
                        .append(String.join("; or ", states))
                        .append(" | ")
                        .append(
                                String.join(
                                        "; or ",
                                        states.stream().map(this::next).distinct().toList()))
                        .append(" |\n"));
        String begin = "<!-- " + name + " -->\n";
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(begin) + begin.length();
        int to = document.indexOf("<!-- end of the " + name + " -->\n");
        assertThat(from).as("the place of the table").isLessThanOrEqualTo(to);
        if (Boolean.getBoolean("countersign.write-docs") && found.size() == rows) {
            Files.writeString(
                    DOCUMENT, document.substring(0, from) + table + document.substring(to));
        } else if (found.size() == rows) {
            assertThat(document.substring(from, to)).isEqualTo(table.toString());
        } else {
            // Fewer faults were tried: a row may have been left in fewer states.
            for (Map.Entry<String, Set<String>> row : found.entrySet()) {
                String start = "| " + row.getKey().substring(row.getKey().indexOf('|') + 2);
                assertThat(document.substring(from, to).lines())
                        .anyMatch(line ->
                                line.startsWith(start)
                                        && row.getValue().stream().allMatch(line::contains));
            }
        }
    }
}
