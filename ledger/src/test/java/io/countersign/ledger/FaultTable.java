package io.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// The table in docs/spec/seal.md: written with `-Dcountersign.write-docs=true`, compared
/// otherwise.
final class FaultTable {
    private static final Path DOCUMENT = Path.of("..", "docs", "spec", "seal.md");
    private static final String BEGIN = "<!-- fault table -->\n";
    private static final String END = "<!-- end of the fault table -->\n";

    private FaultTable() {}

    /// Rows that are found are rows of the document; where all steps were tried, it has no others.
    ///
    /// @param found by `number | step | form`, what was left behind in all cases
    static void check(Map<String, Set<String>> found) throws IOException {
        StringBuilder table = new StringBuilder();
        table.append(
                "| The step that fails | How | Bound to the new tree? | What the next start does |\n");
        table.append("|---|---|---|---|\n");
        found.forEach((row, states) ->
                table.append("| ")
                        .append(row.substring(row.indexOf('|') + 2))
                        .append(" | ")
                        .append(String.join("; or ", states))
                        .append(" | ")
                        .append(
                                String.join(
                                        "; or ",
                                        states.stream().map(FaultTable::next).distinct().toList()))
                        .append(" |\n"));
        String document = Files.readString(DOCUMENT);
        int from = document.indexOf(BEGIN) + BEGIN.length();
        int to = document.indexOf(END);
        assertThat(from).as("the place of the table").isLessThanOrEqualTo(to);
        if (Boolean.getBoolean("countersign.write-docs") && found.size() == SealingStep.forms()) {
            Files.writeString(
                    DOCUMENT, document.substring(0, from) + table + document.substring(to));
        } else {
            assertThat(document.substring(from, to).lines())
                    .containsAll(table.toString().lines().toList());
            if (found.size() == SealingStep.forms()) {
                assertThat(document.substring(from, to)).isEqualTo(table.toString());
            }
        }
    }

    private static String next(String state) {
        return switch (state) {
            case "no" -> "seals the entries again";
            case "yes, not public, to be completed", "yes, public, to be completed" ->
                    "completes the seal";
            case "yes, public, complete" -> "finds it done";
            default -> throw new AssertionError("a state that no start can mend: " + state);
        };
    }
}
