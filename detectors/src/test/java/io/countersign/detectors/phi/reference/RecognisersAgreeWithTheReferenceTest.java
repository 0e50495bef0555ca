package io.countersign.detectors.phi.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.Finding;
import io.countersign.detectors.Span;
import io.countersign.detectors.phi.Inspection;
import io.countersign.detectors.phi.PhiDetector;
import io.countersign.detectors.phi.Text;
import io.countersign.detectors.phi.reference.Reference.Check;
import io.countersign.detectors.phi.reference.Reference.Found;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each info type that has a shape, a check or a word against its plain [Reference]: the same
/// places in the text, and the same of each check. In the build 20,000 strings of each type from a
/// fixed seed; `-Ddifferential.strings=1000000` for the long form, `-Ddifferential.seed` for others
/// and `-Ddifferential.types=SSN,CARD` for some of the types.
class RecognisersAgreeWithTheReferenceTest {
    private static final int STRINGS = Integer.getInteger("differential.strings", 20_000);
    private static final long SEED = Long.getLong("differential.seed", 20_261_126);
    private static final int SHOWN = 12;
    private static final PhiDetector DETECTOR = PhiDetector.of(Set.of());

    static Stream<String> types() {
        String some = System.getProperty("differential.types", "");
        return Reference.types().stream()
                .filter(type -> some.isEmpty() || List.of(some.split(",", -1)).contains(type));
    }

    @ParameterizedTest
    @MethodSource("types")
    void samePlacesAndChecks(String type) {
        NearStrings strings = new NearStrings(SEED);
        Reference.Recogniser reference = Reference.of(type);
        List<String> differences = new ArrayList<>();
        int different = 0;
        int withFinding = 0;
        for (int i = 0; i < STRINGS; i++) {
            String text = strings.next(type);
            List<Found> expected = sorted(reference.find(text));
            List<Found> actual = sorted(recognised(type, text));
            withFinding += expected.isEmpty() ? 0 : 1;
            if (!expected.equals(actual)) {
                different++;
                if (differences.size() < SHOWN) {
                    differences.add(
                            "[%s]: reference %s, recogniser %s"
                                    .formatted(
                                            text.replace("\n", "\\n"),
                                            shown(text, expected),
                                            shown(text, actual)));
                }
            }
        }
        assertThat(differences).as("%d of %d strings", different, STRINGS).isEmpty();
        assertThat(withFinding)
                .as("a generator that makes nothing of the type, or nothing else, shows nothing")
                .isBetween(STRINGS / 20, STRINGS * 19 / 20);
    }

    private static List<Found> recognised(String type, String text) {
        Inspection inspection =
                DETECTOR.inspect(List.of(new Text("text", text.getBytes(StandardCharsets.UTF_8))));
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < inspection.findings().size(); i++) {
            Finding finding = inspection.findings().get(i);
            if (finding.type().name().equals(type)) {
                Span span = inspection.places().get(i).span();
                found.add(
                        new Found(
                                chars(text, span.start()),
                                chars(text, span.end()),
                                check(finding)));
            }
        }
        return found;
    }

    private static Check check(Finding finding) {
        if (finding.evidence().contains("CHECKSUM_PASSED")) {
            return Check.PASSED;
        }
        return finding.evidence().contains("CHECKSUM_FAILED") ? Check.FAILED : Check.NONE;
    }

    private static int chars(String text, int bytes) {
        return new String(text.getBytes(StandardCharsets.UTF_8), 0, bytes, StandardCharsets.UTF_8)
                .length();
    }

    private static List<Found> sorted(List<Found> found) {
        return found.stream().sorted(Comparator.comparingInt(Found::start)).toList();
    }

    private static List<String> shown(String text, List<Found> found) {
        return found.stream()
                .map(one -> text.substring(one.start(), one.end()) + " " + one.check())
                .toList();
    }
}
