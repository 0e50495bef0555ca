package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Findings point into the text, move with it, and hold none of it.
class FindingsPointTest {
    private static final String NOTE =
            "Pt Harold Finch (MRN 00482913, DOB 04/12/1964), seen at Brooklyn Clinic on March 8th, 2023 for asthma. Reach him at"
                    + " (212) 555-0142 or harold.finch@example.org. Lives at 12 Elm Street, Boston, MA 02139.";

    private final PhiDetector detector = PhiDetector.standard();

    private Inspection inspect(String text) {
        return detector.inspect(List.of(new Text("note", text.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aPrefixShiftsEverySpanByItsLength() {
        String prefix = "Please read this — thank you.\n";
        int shift = prefix.getBytes(StandardCharsets.UTF_8).length;
        List<String> plain =
                inspect(NOTE).findings().stream()
                        .map(finding -> finding.type() + " " + finding.span().start())
                        .toList();
        List<String> shifted =
                inspect(prefix + NOTE).findings().stream()
                        .map(finding -> finding.type() + " " + (finding.span().start() - shift))
                        .toList();
        assertThat(plain).hasSizeGreaterThan(8);
        assertThat(shifted).isEqualTo(plain);
    }

    @Test
    void findingsAreOrderedAndDoNotOverlap() {
        List<Finding> findings = inspect(NOTE + " " + NOTE).findings();
        for (int i = 1; i < findings.size(); i++) {
            assertThat(findings.get(i).span().start())
                    .isGreaterThanOrEqualTo(findings.get(i - 1).span().end());
        }
    }

    @Test
    void theSameTextGivesTheSameFindingsOnAUsedDetector() {
        Inspection first = inspect(NOTE);
        inspect("Something else about Jane Roe, MRN 1112223.");
        assertThat(inspect(NOTE).findings()).isEqualTo(first.findings());
    }

    @Test
    void noToStringShowsTheText() {
        Inspection inspection = inspect(NOTE);
        Text text = new Text("note", NOTE.getBytes(StandardCharsets.UTF_8));
        Stream<String> shown =
                Stream.of(
                                Stream.of(
                                        inspection.toString(),
                                        text.toString(),
                                        inspection.decision().toString()),
                                inspection.findings().stream().map(Finding::toString),
                                inspection.leaves().stream().map(Leaf::toString))
                        .flatMap(stream -> stream);
        assertThat(shown)
                .allSatisfy(line ->
                        assertThat(line)
                                .doesNotContain(
                                        "Finch",
                                        "00482913",
                                        "1964",
                                        "Brooklyn",
                                        "555",
                                        "example.org",
                                        "Elm",
                                        "02139",
                                        "asthma"));
    }

    @Test
    void normalisedValuesHaveOneSpelling() {
        Inspection inspection = inspect(NOTE);
        List<String> values =
                inspection.findings().stream()
                        .map(finding -> finding.type() + "=" + inspection.normalisedValue(finding))
                        .toList();
        assertThat(values)
                .contains(
                        "NAME=harold finch",
                        "MRN=00482913",
                        "DOB=1964-04-12",
                        "DATE=2023-03-08",
                        "PHONE=2125550142",
                        "EMAIL=harold.finch@example.org",
                        "ZIP=02139");
        assertThat(value("MBI 1eg4-te5-mk73", "MBI")).isEqualTo("1EG4TE5MK73");
        assertThat(value("SSN 219 09 9999", "SSN")).isEqualTo("219099999");
        assertThat(value("phone +1 (212) 555.0142 x77", "PHONE")).isEqualTo("2125550142");
        assertThat(value("admitted 05MAY2023", "DATE")).isEqualTo("2023-05-05");
        assertThat(value("born January 12", "DOB")).isEqualTo("--01-12");
        assertThat(value("admitted 2021\u201303\u201304", "DATE"))
                .as("dashes of three bytes")
                .isEqualTo("2021-03-04");
    }

    private String value(String text, String type) {
        Inspection inspection = inspect(text);
        return inspection.findings().stream()
                .filter(finding -> finding.type().name().equals(type))
                .map(inspection::normalisedValue)
                .findFirst()
                .orElse("not found");
    }
}
