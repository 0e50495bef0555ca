package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// JSON, forms, tables and events are read by their values, with their keys as context; what is no
/// text gives a result too.
class StructureTest {
    private final PhiDetector detector = PhiDetector.standard();

    private Inspection inspect(String text) {
        return inspect(text.getBytes(StandardCharsets.UTF_8));
    }

    private Inspection inspect(byte[] bytes) {
        return detector.inspect(List.of(new Text("body", bytes)));
    }

    private static List<String> places(Inspection inspection) {
        return inspection.findings().stream()
                .filter(finding -> finding.type().category().identifier())
                .map(finding ->
                        finding.type() + " " + inspection.leaves().get(finding.leaf()).path())
                .toList();
    }

    @Test
    void chatMessagesAreLeaves() {
        Inspection inspection =
                inspect(
                        "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                                + "\"text\":\"Summarise: pt Harold Finch,\\nMRN 00482913, asthma\"}]}]}");
        assertThat(places(inspection))
                .containsExactly(
                        "NAME body.messages[1].content[0].text",
                        "MRN body.messages[1].content[0].text");
        assertThat(inspection.decision().answer()).isEqualTo(Decision.Answer.YES);
        assertThat(inspection.extent()).isEqualTo(Extent.FULL);
    }

    @Test
    void keysAreContext() {
        Inspection inspection =
                inspect(
                        "{\"patient\":{\"patientName\":\"Finch, Harold\",\"birthDate\":\"1964-04-12\",\"mrn\":482913,\"ssn\":\"219099999\","
                                + "\"address\":{\"city\":\"Boston\",\"postalCode\":\"02139\"}},\"order_id\":\"99887766\"}");
        assertThat(places(inspection))
                .contains(
                        "NAME body.patient.patientName",
                        "DOB body.patient.birthDate",
                        "MRN body.patient.mrn",
                        "SSN body.patient.ssn",
                        "CITY body.patient.address.city",
                        "ZIP body.patient.address.postalCode")
                .noneMatch(place -> place.contains("order_id"));
    }

    @Test
    void fhirResourcesAreUnderstoodByTheirKeys() {
        Inspection inspection =
                inspect(
                        "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Finch\",\"given\":[\"Harold\"]}],\"telecom\":[{\"value\":"
                                + "\"212-555-0142\"}],\"birthDate\":\"1964-04-12\",\"identifier\":[{\"value\":\"00482913\"}]}");
        assertThat(places(inspection))
                .containsExactly(
                        "NAME body.name[0].family",
                        "NAME body.name[0].given[0]",
                        "PHONE body.telecom[0].value",
                        "DOB body.birthDate",
                        "MRN body.identifier[0].value");
    }

    @Test
    void hl7SegmentsAreUnderstoodByTheirFields() {
        Inspection inspection =
                inspect(
                        "MSH|^~\\&|ADT|H|||20260302||ADT^A01|1|P|2.5\rPID|1||00482913^^^H^MR||FINCH^HAROLD^Q||19640412|M|||12 ELM STREET^^BOSTON^MA^02139"
                                + "||(212)555-0142|||||77812|219-09-9999\rDG1|1||J45909^Asthma\r");
        assertThat(places(inspection))
                .containsExactly(
                        "MRN body.PID-3",
                        "NAME body.PID-5",
                        "DOB body.PID-7",
                        "ADDRESS body.PID-11",
                        "CITY body.PID-11",
                        "ZIP body.PID-11",
                        "PHONE body.PID-13",
                        "ACCOUNT body.PID-18",
                        "SSN body.PID-19");
        assertThat(inspection.findings())
                .anyMatch(finding -> finding.type().name().equals("ICD10"));
        assertThat(inspection.decision().reason()).isEqualTo(Decision.Reason.IDENTITY_AND_HEALTH);
    }

    @Test
    void jsonWithinAStringIsUnwrapped() {
        Inspection inspection =
                inspect(
                        "{\"arguments\":\"{\\\"query\\\":\\\"pt Harold Finch\\\",\\\"mrn\\\":\\\"00482913\\\"}\"}");
        assertThat(places(inspection))
                .containsExactly("NAME body.arguments.query", "MRN body.arguments.mrn");
    }

    @Test
    void escapesAreDecodedBeforeMatching() {
        Inspection inspection = inspect("{\"text\":\"\\u0070t Harold \\u0046inch has asthma\"}");
        assertThat(places(inspection)).containsExactly("NAME body.text");
        Finding name =
                inspection.findings().stream()
                        .filter(finding -> finding.type().name().equals("NAME"))
                        .findFirst()
                        .orElseThrow();
        assertThat(inspection.normalisedValue(name)).isEqualTo("harold finch");
        assertThat(inspection.leaves().get(name.leaf()).offset()).isEqualTo(-1);
    }

    @Test
    void formFieldsAreDecoded() {
        assertThat(places(inspect("q=pt+Harold+Finch&mrn=00482913&note=has%20asthma")))
                .containsExactly("NAME body.q", "MRN body.mrn");
    }

    @Test
    void serverSentEventsAreUnwrapped() {
        assertThat(
                        places(
                                inspect(
                                        "data: {\"delta\":\"MRN 00482913\"}\n\ndata: {\"delta\":\"for asthma\"}\n\ndata: [DONE]\n")))
                .containsExactly("MRN body.delta");
    }

    @Test
    void jsonLinesAreUnwrapped() {
        assertThat(
                        places(
                                inspect(
                                        "{\"mrn\":\"00482913\"}\n{\"mrn\":\"00482914\"}\n{\"mrn\":\"00482915\"}\n")))
                .containsExactly("MRN body.mrn", "MRN body.mrn", "MRN body.mrn");
    }

    @Test
    void tablesHaveTheirHeaderAsContext() {
        assertThat(
                        places(
                                inspect(
                                        "mrn,visit_date,zip\n00482913,2026-01-03,02139\n00482914,2026-01-04,02141\n")))
                .containsExactly(
                        "MRN body[0].mrn",
                        "DATE body[0].visit_date",
                        "ZIP body[0].zip",
                        "MRN body[1].mrn",
                        "DATE body[1].visit_date",
                        "ZIP body[1].zip");
    }

    /// A prompt is a sentence and what it is about, most often in a string of JSON.
    @Test
    void structuresBetweenTheLinesOfAPromptAreReadAsWhatTheyAre() {
        String hl7 =
                "MSH|^~\\&|A|B|C|D|20261122||ADT^A01|1|P|2.5\nEVN|A01|20261122\nPID|1||00482913^^^H^MR||FINCH^HAROLD||19640412|M\nDG1|1||A41.9";
        String csv = "mrn,name,diagnosis\n00482913,Harold Finch,asthma\n";
        String tabs = "MRN\tName\tDx\n00482913\tHarold Finch\tasthma\n";
        String fhir =
                "{\"resourceType\":\"Patient\",\"identifier\":[{\"type\":{\"coding\":[{\"code\":\"MR\"}]},\"value\":\"00482913\"}],\n\"name\":[{\"family\":\"Finch\",\"given\":[\"Harold\"]}]}";
        for (String structure : List.of(hl7, hl7.replace('\n', '\r'), csv, tabs, fhir)) {
            for (String prompt :
                    List.of(
                            structure,
                            "Explain this:\n" + structure,
                            "Explain this:\n\n```\n"
                                    + structure
                                    + "\n```\nThank you, colleague.")) {
                for (String body :
                        List.of(
                                prompt,
                                "{\"messages\":[{\"role\":\"user\",\"content\":\""
                                        + escaped(prompt)
                                        + "\"}]}")) {
                    Inspection inspection = inspect(body);
                    assertThat(inspection.findings())
                            .as(body)
                            .filteredOn(finding -> finding.type().name().equals("MRN"))
                            .extracting(inspection::normalisedValue)
                            .containsExactly("00482913");
                    assertThat(inspection.findings())
                            .as(body)
                            .anyMatch(finding -> finding.type().name().equals("NAME"));
                    assertThat(inspection.extent()).isEqualTo(Extent.FULL);
                }
            }
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    @Test
    void listsOfListsHaveTheirColumnsAsContext() {
        for (String body :
                List.of(
                        "[[\"MRN\",\"Name\",\"Dx\"],[\"00482913\",\"Harold Finch\",\"asthma\"]]",
                        "{\"columns\":[\"mrn\",\"dx\"],\"rows\":[[482913,\"asthma\"]]}")) {
            assertThat(places(inspect(body)))
                    .as(body)
                    .anyMatch(place -> place.startsWith("MRN ") && place.endsWith("[0]"));
        }
        assertThat(
                        places(
                                inspect(
                                        "{\"columns\":[\"mrn\",\"dx\"],\"other\":{\"sizes\":[[482913,7]]}}")))
                .isEmpty();
    }

    @Test
    void percentEncodedWordsAreDecoded() {
        Inspection inspection = inspect("Patient%20Harold%20Finch%2C%20MRN%2000482913%2C%20asthma");
        assertThat(inspection.findings())
                .filteredOn(finding -> finding.type().name().equals("MRN"))
                .extracting(inspection::normalisedValue)
                .containsExactly("00482913");
    }

    /// What begins like a header may be the first row of a list, or the first sentence of a text.
    @Test
    void theFirstLineOfAListIsReadToo() {
        for (String text :
                List.of(
                        "MRN 48200000, sepsis\nMRN 48200001, sepsis\nMRN 48200002, sepsis",
                        "MRN 48200000, Harold Finch\nplease shorten, thank you")) {
            Inspection inspection = inspect(text);
            assertThat(inspection.findings())
                    .filteredOn(finding -> finding.type().name().equals("MRN"))
                    .extracting(inspection::normalisedValue)
                    .startsWith("48200000")
                    .hasSize(text.endsWith("you") ? 1 : 3);
        }
    }

    @Test
    void brokenJsonIsReadAsText() {
        assertThat(places(inspect("{\"a\": \"x\", \"note\": \"pt Harold Finch, MRN 00482913")))
                .hasSize(2);
        assertThat(places(inspect("[Patient note] pt Harold Finch, MRN 00482913"))).hasSize(2);
    }

    @Test
    void depthIsBoundedAndSaid() {
        String deep = "[".repeat(200) + "\"MRN 00482913\"" + "]".repeat(200);
        Inspection inspection = inspect(deep);
        assertThat(inspection.extent()).isEqualTo(Extent.PARTIAL);
        assertThat(inspection.extentReason()).isEqualTo(Extent.Reason.DEPTH_LIMIT);
    }

    @Test
    void sizeIsBoundedAndSaid() {
        byte[] large = new byte[PhiDetector.MAX_BYTES + 10];
        java.util.Arrays.fill(large, (byte) ' ');
        large[0] = 'x';
        Inspection inspection = inspect(large);
        assertThat(inspection.extentReason()).isEqualTo(Extent.Reason.SIZE_LIMIT);
        assertThat(inspection.bytesInspected()).isEqualTo(PhiDetector.MAX_BYTES);
        assertThat(inspection.decision().answer()).isEqualTo(Decision.Answer.UNDECIDED);
    }

    @Test
    void binaryIsNotInspectedAndNotClean() {
        byte[] png = {
            (byte) 0x89,
            'P',
            'N',
            'G',
            13,
            10,
            26,
            10,
            0,
            0,
            0,
            13,
            'I',
            'H',
            'D',
            'R',
            0,
            0,
            1,
            0,
            0,
            0,
            1,
            0,
            8,
            6,
            0,
            0,
            0
        };
        Inspection inspection = inspect(png);
        assertThat(inspection.extent()).isEqualTo(Extent.NOT_INSPECTED);
        assertThat(inspection.extentReason()).isEqualTo(Extent.Reason.BINARY);
        assertThat(inspection.decision().answer()).isEqualTo(Decision.Answer.UNDECIDED);
    }

    @Test
    void brokenUtf8IsInspectedAndSaid() {
        byte[] bytes = "pt Harold Finch? has asthma, MRN 00482913".getBytes(StandardCharsets.UTF_8);
        bytes[15] = (byte) 0xC0;
        Inspection inspection = inspect(bytes);
        assertThat(inspection.extent()).isEqualTo(Extent.PARTIAL);
        assertThat(inspection.extentReason()).isEqualTo(Extent.Reason.INVALID_UTF8);
        assertThat(inspection.decision().answer()).isEqualTo(Decision.Answer.YES);
    }

    @Test
    void aByteOrderMarkIsNoObstacle() {
        assertThat(places(inspect("\uFEFFMRN 00482913"))).containsExactly("MRN body");
    }

    @Test
    void encodedDataIsNotClean() {
        byte[] noise = new byte[2000];
        new java.util.Random(7).nextBytes(noise);
        String base64 = java.util.Base64.getEncoder().encodeToString(noise);
        Inspection inspection = inspect("{\"image\":\"" + base64 + "\",\"text\":\"what is this\"}");
        assertThat(inspection.extent()).isEqualTo(Extent.PARTIAL);
        assertThat(inspection.extentReason()).isEqualTo(Extent.Reason.ENCODED);
    }

    @Test
    void textsOfOneExchangeAreDecidedTogether() {
        Inspection inspection =
                detector.inspect(
                        List.of(
                                new Text(
                                        "a",
                                        "Patient: Harold Finch".getBytes(StandardCharsets.UTF_8)),
                                new Text(
                                        "b",
                                        "What helps against asthma?"
                                                .getBytes(StandardCharsets.UTF_8))));
        assertThat(inspection.decision().reason()).isEqualTo(Decision.Reason.IDENTITY_AND_HEALTH);
        assertThat(inspection.leaves()).extracting(Leaf::text).contains(0, 1);
    }

    @Test
    void emptyTextsAreFullyInspectedAndEmpty() {
        assertThat(inspect("").decision().reason()).isEqualTo(Decision.Reason.NOTHING_FOUND);
        assertThat(detector.inspect(List.of()).extent()).isEqualTo(Extent.FULL);
    }

    @Test
    void valuesThatAStreamSendsInPiecesAreJoined() {
        String body =
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"MRN 0048\"}}]}\n\n"
                        + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"2913 has ast\"}}]}\n\n"
                        + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hma\"}}]}\n\ndata: [DONE]\n\n";
        Inspection inspection = inspect(body);
        assertThat(places(inspection)).containsExactly("MRN body.choices[0].delta.content");
        assertThat(inspection.places().getFirst().spans())
                .extracting(span -> body.substring(span.start(), span.end()))
                .containsExactly("0048", "2913");
        assertThat(inspection.findings())
                .anyMatch(finding -> finding.type().name().equals("DIAGNOSIS"));
    }

    @Test
    void resentHistoryIsToldFromWhatIsNew() {
        Inspection inspection =
                inspect(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"MRN 00482913\"},{\"role\":\"assistant\",\"content\":"
                                + "\"Noted.\"},{\"role\":\"user\",\"content\":\"and MRN 00771234\"}]}");
        assertThat(places(inspection))
                .containsExactly("MRN body.messages[0].content", "MRN body.messages[2].content");
        assertThat(inspection.newFindings()).hasSize(1);
        assertThat(inspection.leaves().get(inspection.newFindings().getFirst().leaf()).path())
                .isEqualTo("body.messages[2].content");
    }

    @Test
    void geminiSaysContentsAndModel() {
        Inspection inspection =
                inspect(
                        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"MRN 00482913\"}]},{\"role\":\"model\","
                                + "\"parts\":[{\"text\":\"MRN 00482913?\"}]},{\"role\":\"user\",\"parts\":[{\"text\":\"yes\"}]}]}");
        assertThat(inspection.findings()).hasSize(2);
        assertThat(inspection.newFindings()).isEmpty();
    }

    @Test
    void partsOfAFormAreReadByTheirTypes() {
        Inspection inspection =
                inspect(
                        "--x1\r\nContent-Disposition: form-data; name=\"mrn\"\r\n\r\n00482913\r\n--x1\r\nContent-Disposition:"
                                + " form-data; name=\"f\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding:"
                                + " base64\r\n\r\nTVJOIDAwNzcxMjM0IGhhcyBhc3RobWE=\r\n--x1\r\nContent-Disposition: form-data;"
                                + " name=\"p\"\r\nContent-Type: image/jpeg\r\n\r\n\u0000\u0001\u0002\r\n--x1--\r\n");
        assertThat(places(inspection))
                .containsExactly("MRN body.mrn", "MRN body.f", "PHOTO body.p");
        assertThat(inspection.extent()).isEqualTo(Extent.PARTIAL);
        assertThat(inspection.extentReason()).isEqualTo(Extent.Reason.BINARY);
    }

    @Test
    void aZipBombEndsAtItsBoundAndIsSaid() throws java.io.IOException {
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(out)) {
            byte[] blanks = new byte[1 << 20];
            java.util.Arrays.fill(blanks, (byte) 'a');
            for (int i = 0; i < 16; i++) {
                gzip.write(blanks);
            }
        }
        String packed = java.util.Base64.getEncoder().encodeToString(out.toByteArray());
        Inspection inspection = inspect("{\"data\":\"" + packed + "\",\"mrn\":\"00482913\"}");
        assertThat(inspection.extent()).isEqualTo(Extent.PARTIAL);
        assertThat(inspection.extentReason()).isEqualTo(Extent.Reason.SIZE_LIMIT);
        assertThat(places(inspection)).containsExactly("MRN body.mrn");
    }

    @Test
    void utf16IsReadByItsMarkOrItsDeclaredCharset() {
        byte[] marked = "\uFEFFMRN 00482913".getBytes(StandardCharsets.UTF_16LE);
        assertThat(places(inspect(marked))).containsExactly("MRN body");
        byte[] declared = "MRN 00482913".getBytes(StandardCharsets.UTF_16BE);
        Inspection inspection = detector.inspect(List.of(Text.of("body", declared, "utf-16be")));
        assertThat(places(inspection)).containsExactly("MRN body");
        assertThat(inspection.extent()).isEqualTo(Extent.FULL);
    }

    @Test
    void loneSurrogatesAreNoObstacle() {
        assertThat(places(inspect("{\"a\":\"\\ud800 MRN 00482913 \\udc00\"}")))
                .containsExactly("MRN body.a");
    }
}
