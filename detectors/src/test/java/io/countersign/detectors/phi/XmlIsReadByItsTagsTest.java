package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.redact.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Names of elements and attributes are context, as keys of JSON are; HTML and words between signs
/// are text; and no document stops or slows the reading.
class XmlIsReadByItsTagsTest {
    private static final String FHIR =
            """
            <Patient xmlns="http://hl7.org/fhir">
              <identifier><type><coding><code value="MR"/></coding></type><value value="48213377"/></identifier>
              <name><family value="Finchley"/><given value="Haroldo"/></name>
              <birthDate value="1961-03-04"/>
            </Patient>
            """;

    private final PhiDetector detector = PhiDetector.standard();

    private Inspection inspect(String text) {
        return detector.inspect(List.of(new Text("body", text.getBytes(StandardCharsets.UTF_8))));
    }

    private List<String> found(String text) {
        Inspection inspection = inspect(text);
        return inspection.findings().stream()
                .filter(finding -> finding.type().category().identifier())
                .map(finding ->
                        finding.type().name()
                                + " "
                                + inspection.matchedText(finding)
                                + " "
                                + inspection.leaves().get(finding.leaf()).path())
                .toList();
    }

    @Test
    void fhirHasItsValuesInAttributes() {
        assertThat(found(FHIR))
                .containsExactly(
                        "MRN 48213377 body.Patient.identifier.value.value",
                        "NAME Finchley body.Patient.name.family.value",
                        "NAME Haroldo body.Patient.name.given.value",
                        "DOB 1961-03-04 body.Patient.birthDate.value");
        assertThat(inspect(FHIR).decision().answer()).isEqualTo(Decision.Answer.YES);
    }

    @Test
    void betweenTheLinesOfAPromptAndInAStringOfJsonToo() {
        String prompt = "Please map this:\n\n```xml\n" + FHIR + "```\nThe SSN 219-09-9998 is new.";
        assertThat(found(prompt))
                .contains("MRN 48213377 body.Patient.identifier.value.value")
                .contains("SSN 219-09-9998 body");
        String json = "{\"prompt\":\"<r><mrn>48213377</mrn><name>Haroldo Finchley</name></r>\"}";
        assertThat(found(json)).contains("MRN 48213377 body.prompt.r.mrn");
    }

    @Test
    void whatBreaksOffIsReadAsText() {
        assertThat(found("<r><mrn>48213377</mrn><b></r> The SSN 219-09-9998 is new."))
                .contains("MRN 48213377 body.r.mrn", "SSN 219-09-9998 body");
        assertThat(found("<r><mrn>48213377</mrn><ssn>219-09-9998"))
                .contains("SSN 219-09-9998 body.r.ssn");
    }

    @Test
    void sectionsAndCommentsAreRead() {
        assertThat(
                        found(
                                "<r><note><![CDATA[SSN 219-09-9998 <b>]]></note><!-- MRN: 48213377 --></r>"))
                .containsExactly("SSN 219-09-9998 body.r.note", "MRN 48213377 body.r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>MRN: 48213377, <b>new</b></p>",
                "<div>\n<span>MRN: 48213377</span>\n</div>",
                "if a <b and MRN: 48213377 > c",
                "<context>MRN: 48213377</context>",
                "<T> List<T> of(T item); // MRN: 48213377"
            })
    void htmlAndSignsAreText(String text) {
        assertThat(found(text)).containsExactly("MRN 48213377 body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<rows><row n=1 ssn=\"219-09-9998\"/></rows>",
                "<rows><row checked ssn=\"219-09-9998\"/></rows>",
                "<rows><row ssn=219-09-9998 /></rows>",
                "<rows><row><meta ssn=\"219-09-9998\"/></row></rows>",
                "<rows><templateId extension=\"219-09-9998\"/></rows>",
                "<rows><row><x root=\"219-09-9998\"/></row></rows>",
                "<rows><row xsi:note=\"SSN 219-09-9998\"/></rows>",
                "<rows><row xmlns:a=\"SSN 219-09-9998\"/></rows>",
                "<?xml version=\"1.0\"?><?note SSN 219-09-9998?><rows><row/></rows>",
                "<!DOCTYPE rows SYSTEM \"SSN 219-09-9998\"><rows><row/></rows>",
                "<rows><row/><?note SSN 219-09-9998?></rows>",
                "<rows><row/><!ENTITY n \"SSN 219-09-9998\"></rows>"
            })
    void nothingInATagPassesUnread(String text) {
        assertThat(found(text)).anyMatch(finding -> finding.startsWith("SSN 219-09-9998 "));
        String redacted =
                new String(
                        Redactor.byType(detector)
                                .redact(text.getBytes(StandardCharsets.UTF_8))
                                .text(),
                        StandardCharsets.UTF_8);
        assertThat(redacted).isEqualTo(text.replace("219-09-9998", "[SSN]"));
    }

    @Test
    void theVersionOfATemplateIsNoDate() {
        assertThat(found("<r><templateId root=\"2.16\" extension=\"2015-08-01\"/></r>")).isEmpty();
    }

    @Test
    void depthHasALimitThatIsSaid() {
        Inspection deep = inspect("<x>".repeat(1000) + "SSN 219-09-9998" + "</x>".repeat(1000));
        assertThat(deep.extentReason()).isEqualTo(Extent.Reason.DEPTH_LIMIT);
        assertThat(deep.findings()).anyMatch(finding -> finding.type().name().equals("SSN"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<x><y/><!--\n",
                "<x><y><![CDATA[\n",
                "<?xml \n",
                "<x><y z=\"\n",
                "<x>\n",
                "{\"a\":\"x\\ny\"}\n{\n"
            })
    @Timeout(300) // a reading that is not linear takes hours here
    void nothingIsReadToItsEndAgainAndAgain(String piece) {
        String text = piece.repeat((4 << 20) / piece.length());
        assertThat(inspect(text).bytesInspected()).isEqualTo(text.length());
    }
}
