package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.Finding;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.patients.InvalidPatientIndexException;
import io.countersign.detectors.patients.PatientIndex;
import io.countersign.detectors.patients.PatientIndexBuilder;
import io.countersign.detectors.patients.PatientKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whose a text is: however it names a patient of the index, the patient is the same one; and PHI
/// of nobody in a fresh index says so.
class PatientsAreFoundTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final PatientIndex INDEX = index();

    private final PhiDetector detector = PhiDetector.standard();

    private static PatientIndex index() {
        PatientIndexBuilder builder = new PatientIndexBuilder(new PatientKeys(new byte[32]));
        assertThat(
                        new Patient(
                                        "00482913",
                                        "Harold James",
                                        "Finch",
                                        "04/12/1964",
                                        List.of("(212) 555-0142"),
                                        List.of("Harold.Finch@example.org"),
                                        List.of("1EG4-TE5-MK73"))
                                .addTo(builder))
                .isTrue();
        assertThat(
                        new Patient(
                                        "UCSF-43210",
                                        "Mar\u00eda",
                                        "Garc\u00eda-L\u00f3pez",
                                        "19810203",
                                        List.of(),
                                        List.of(),
                                        List.of())
                                .addTo(builder))
                .isTrue();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            builder.write(out, NOW.minus(Duration.ofHours(3)), new byte[16]);
            return PatientIndex.open(
                    MemorySegment.ofArray(out.toByteArray()), new PatientKeys(new byte[32]));
        } catch (IOException | InvalidPatientIndexException e) {
            throw new IllegalStateException(e);
        }
    }

    private Inspection inspect(String text) {
        return inspect(text, NOW);
    }

    private Inspection inspect(String text, Instant now) {
        return detector.inspect(
                List.of(new Text("text", text.getBytes(StandardCharsets.UTF_8))),
                Optional.of(INDEX),
                now);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient MRN 00482913 has asthma.",
                "Patient MRN: 482913 has asthma.",
                "Pt Harold Finch, born April 12, 1964, has asthma.",
                "Patient: Finch, Harold J (DOB 4/12/1964), asthma",
                "{\"name\":{\"family\":\"Finch\",\"given\":[\"Harold\"]},\"birthDate\":\"1964-04-12\"}",
                "MSH|^~\\&|A|B|C|D|20261122||ADT^A01|1|P|2.5\rPID|1||X1||FINCH^HAROLD^J||19640412|M",
                "Call the patient at 212-555-0142 about the biopsy.",
                "Write to harold.finch@example.org about the biopsy.",
                "Medicare number 1EG4TE5MK73, asthma"
            })
    void thePatientIsTheSameHoweverNamed(String text) {
        Inspection inspection = inspect(text);

        assertThat(inspection.patients()).containsExactly("00482913");
        assertThat(inspection.decision().hints()).contains(Decision.Hint.INDEX_MATCH);
        assertThat(inspection.findings())
                .anySatisfy(finding -> {
                    assertThat(Inspection.ofPatient(finding)).isTrue();
                    assertThat(finding.likelihood()).isEqualTo(Likelihood.CERTAIN);
                });
    }

    @Test
    void accentsAndHyphensDoNotHideAName() {
        assertThat(inspect("Patient Maria Garcia Lopez, DOB 02/03/1981, asthma").patients())
                .containsExactly("UCSF43210");
    }

    @Test
    void aNumberWithoutAWordBesideItIsFoundWhereItIsRare() {
        Inspection inspection = inspect("Please look at 00482913 and 7654321 before noon.");

        assertThat(inspection.patients()).containsExactly("00482913");
        assertThat(inspection.findings().stream().map(Finding::type).map(Object::toString))
                .contains("MRN");
    }

    @Test
    void aNumberInADecodedStringKeepsItsTextWhenAnotherStringIsDecoded() {
        Inspection inspection =
                inspect("{\"a\": \"00482913\\nplease\", \"b\": \"nothing\\nto see here\"}");

        assertThat(inspection.patients()).containsExactly("00482913");
        assertThat(inspection.findings())
                .hasSize(1)
                .allSatisfy(finding ->
                        assertThat(inspection.matchedText(finding)).isEqualTo("00482913"));
    }

    @Test
    void phiOfNobodyInAFreshIndexSaysSo() {
        String text = "Pt Jane Roe, DOB 01/02/1970, MRN 7654321, has asthma.";

        assertThat(inspect(text).decision().hints())
                .contains(Decision.Hint.NO_INDEX_MATCH)
                .doesNotContain(Decision.Hint.PATIENT_INDEX_STALE);
        assertThat(inspect(text, NOW.plus(Duration.ofHours(46))).decision().hints())
                .contains(Decision.Hint.PATIENT_INDEX_STALE)
                .doesNotContain(Decision.Hint.NO_INDEX_MATCH);
        assertThat(inspect(text).patients()).isEmpty();
    }

    @Test
    void aStaleIndexStillKnowsItsPatients() {
        assertThat(
                        inspect("MRN 00482913, asthma", NOW.plus(Duration.ofDays(30)))
                                .decision()
                                .hints())
                .contains(Decision.Hint.INDEX_MATCH);
    }

    @Test
    void whatIsNoPhiSaysNothingOfTheIndex() {
        assertThat(inspect("What does the CHA2DS2-VASc score measure?").decision().hints())
                .isEmpty();
    }

    @Test
    void aNameWithoutItsBirthDateNamesNobody() {
        assertThat(inspect("Pt Harold Finch has asthma.").patients()).isEmpty();
        assertThat(inspect("Pt Harold Finch, born April 13, 1964, has asthma.").patients())
                .isEmpty();
    }

    @Test
    void withoutAnIndexNothingChanges() {
        String text = "Pt Harold Finch, MRN 00482913, has asthma.";
        Inspection without =
                detector.inspect(List.of(new Text("text", text.getBytes(StandardCharsets.UTF_8))));

        assertThat(without.patients()).isEmpty();
        assertThat(without.patientIndex()).isEmpty();
        assertThat(without.decision().hints()).isEmpty();
        assertThat(inspect(text).findings()).hasSameSizeAs(without.findings());
    }

    @Test
    void nothingShowsAPatient() {
        Inspection inspection = inspect("MRN 00482913, asthma");
        assertThat(List.of(inspection.toString(), INDEX.toString(), INDEX.reader().toString()))
                .noneMatch(shown -> shown.contains("482913"));
    }
}
