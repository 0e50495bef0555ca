package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.Category;
import io.countersign.detectors.InfoType;
import io.countersign.detectors.phi.types.InfoTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// docs/coverage-phi.md says what the info types say. `-Dcoverage.write=true` writes it anew.
class CoverageDocTest {
    private static final Path FILE = Path.of("..", "docs", "coverage-phi.md");

    @Test
    void theDocumentIsNotStale() throws IOException {
        String expected = document();
        if (Boolean.getBoolean("coverage.write")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, expected, StandardCharsets.UTF_8);
        }
        assertThat(Files.readString(FILE, StandardCharsets.UTF_8))
                .as(
                        "docs/coverage-phi.md differs from the info types: run this test with -Dcoverage.write=true")
                .isEqualTo(expected);
    }

    private static String document() {
        StringBuilder out =
                new StringBuilder(
                        "# What the PHI detector finds\n\n"
                                + "Generated from the info types by CoverageDocTest; edit those, not this. Letters are those of HIPAA Safe"
                                + " Harbor, 45 CFR 164.514(b)(2)(i).\n\n"
                                + "A likelihood is one of POSSIBLE, LIKELY, VERY_LIKELY, CERTAIN. One span gives one finding. A failed check"
                                + " lowers the likelihood; the word beside a number decides its type.\n");
        for (Category category : Category.values()) {
            out.append("\n## ")
                    .append(category.identifier() ? category.name() + ". " : "")
                    .append(category.title())
                    .append("\n\n");
            List<InfoType> types =
                    InfoTypes.all().stream().filter(type -> type.category() == category).toList();
            if (types.isEmpty()) {
                out.append(
                        "Not in text: images, audio and templates are reported as not inspected (extent PARTIAL or NOT_INSPECTED).\n");
                continue;
            }
            out.append(
                    "| Info type | Pattern | Check | Context words | Likelihood |\n|---|---|---|---|---|\n");
            for (InfoType type : types) {
                out.append("| `")
                        .append(type.name())
                        .append("` | ")
                        .append(cell(type.pattern()))
                        .append(" | ");
                out.append(type.checksum().isEmpty() ? "none" : cell(type.checksum()))
                        .append(" | ");
                out.append(cell(String.join(", ", type.contextWords())))
                        .append(" | ")
                        .append(cell(type.likelihoods()))
                        .append(" |\n");
            }
        }
        out.append(
                "\n## Free under Safe Harbor\n\nStates and countries, bare years, ages up to 89 and the first three digits of a ZIP outside the"
                        + " restricted areas are no findings.\n\nNames and places that no rule finds come from a trained model: [model-card.md](model-card.md). How well all of it does: [performance.md](performance.md#accuracy).\n");
        decisions(out);
        return out.toString();
    }

    private static void decisions(StringBuilder out) {
        out.append(
                "\n## The decision\n\nThe rule that joins identity and health gives one reason for each text, as a stable code, and hints"
                        + " beside it. `judge`, `why` and the entries of the log show both.\n\n| Reason | Meaning |\n|---|---|\n");
        for (Decision.Reason reason : Decision.Reason.values()) {
            out.append("| `%s` | %s |\n".formatted(reason, cell(reason.meaning())));
        }
        out.append("\n| Hint | Meaning |\n|---|---|\n");
        for (Decision.Hint hint : Decision.Hint.values()) {
            out.append("| `%s` | %s |\n".formatted(hint, cell(hint.meaning())));
        }
        out.append(
                "\nWhich conditions count as rare is a short list of our own (`RareConditions`), of conditions that without doubt have"
                        + " fewer than the 200,000 people in the United States that the Orphan Drug Act names; it is not complete. A"
                        + " relative's name is a `NAME` with the evidence RELATIVE, as a clinician's is a `PROVIDER_NAME`.\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
