package io.countersign.detectors.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.phi.PhiDetector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a redacted text looks like, and what one who writes texts can do against it.
class RedactionExamplesTest {
    private final PhiDetector detector = PhiDetector.standard();
    private final Surrogates surrogates = new Surrogates(key(1));

    private static byte[] key(int seed) {
        byte[] key = new byte[Surrogates.KEY_BYTES];
        new Random(seed).nextBytes(key);
        return key;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String byType(String text) {
        return text(Redactor.byType(detector).redact(utf8(text)).text());
    }

    private String withSurrogates(String text) {
        return text(Redactor.withSurrogates(detector, surrogates).redact(utf8(text)).text());
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    @Test
    void aTypeStandsInAValuesPlace() {
        assertThat(byType("Pt Harold Finch, MRN 00482913, asthma."))
                .isEqualTo("Pt [NAME], MRN [MRN], asthma.");
    }

    @Test
    void aMaskKeepsTheShape() {
        assertThat(text(Redactor.masking(detector).redact(utf8("SSN 219-09-9999")).text()))
                .isEqualTo("SSN ***-**-****");
    }

    @Test
    void aJsonNumberBecomesAStringAtAnyDepth() {
        assertThat(byType("{\"mrn\":48213377,\"n\":1}")).isEqualTo("{\"mrn\":\"[MRN]\",\"n\":1}");
        assertThat(byType("{\"arguments\":\"{\\\"mrn\\\":48213377}\"}"))
                .isEqualTo("{\"arguments\":\"{\\\"mrn\\\":\\\"[MRN]\\\"}\"}");
    }

    @Test
    void xmlStaysAsItIsAroundItsValues() {
        assertThat(
                        byType(
                                "<r v=\"1\">\n <p mrn='48213377' x=\"&lt;\"/><name>Harold Finch</name></r>"))
                .isEqualTo("<r v=\"1\">\n <p mrn='[MRN]' x=\"&lt;\"/><name>[NAME]</name></r>");
    }

    @Test
    void aFormFieldStaysEncoded() {
        assertThat(byType("a=1&q=patient+MRN+482%3133%37%37&b=2"))
                .isEqualTo("a=1&q=patient+MRN+%5BMRN%5D&b=2");
    }

    @Test
    void theSameValueHasTheSameSurrogateAndItsSpellingsShareTheHandle() {
        String redacted = withSurrogates("MRN: UCSF-43210\nMRN: UCSF-43210\nMRN: ucsf 43210\n");
        List<String> lines = redacted.lines().toList();

        assertThat(lines.get(0)).startsWith("MRN: MRN_").isEqualTo(lines.get(1));
        assertThat(withSurrogates("MRN: UCSF-43210\n").strip()).isEqualTo(lines.get(0));
        assertThat(new Surrogates(key(2)).surrogate("MRN", "UCSF43210", utf8("UCSF-43210"), false))
                .isNotEqualTo(lines.get(0).substring(5));
        String handle = lines.get(0).substring(9, 15);
        assertThat(surrogates.surrogate("MRN", "UCSF43210", utf8("UCSF 43210"), false))
                .contains("_" + handle + "_");
    }

    @Test
    void anotherKeyRestoresNothing() {
        byte[] redacted = utf8(withSurrogates("Pt Harold Finch, MRN 00482913, asthma."));

        Surrogates.Restored restored = new Surrogates(key(2)).restore(redacted);

        assertThat(restored.count()).isZero();
        assertThat(restored.text()).isEqualTo(redacted);
    }

    /// Whoever writes a look-alike must neither hide a value in it nor have it turned into
    /// something.
    @Test
    void aLookAlikeIsReplacedAndComesBackAsItWas() {
        String genuine = new Surrogates(key(2)).surrogate("MRN", "X", utf8("00482913"), false);
        String text = "MRN 00482913 and " + genuine + " and " + genuine + "_7";

        String redacted = withSurrogates(text);

        assertThat(redacted).doesNotContain(genuine);
        assertThat(text(surrogates.restore(utf8(redacted)).text())).isEqualTo(text);
        assertThat(byType(text)).doesNotContain(genuine);
    }

    @Test
    void aLookAlikeThatReachesOverAGenuineSurrogateDoesNotSwallowIt() {
        String genuine = withSurrogates("MRN 00482913").substring(4);
        // Says that 300 bytes follow, and only a genuine surrogate does.
        String text = "NAME_000000_000" + genuine + "0".repeat(600);

        String redacted = withSurrogates(text);

        assertThat(text(surrogates.restore(utf8(redacted)).text()))
                .isEqualTo(text.replace(genuine, "00482913"));
    }

    @Test
    void genuineSurrogatesStayAndAreCounted() {
        String once = withSurrogates("Pt Harold Finch, MRN 00482913, asthma.");

        Redaction twice =
                Redactor.withSurrogates(detector, surrogates).redact(utf8(once + " MRN 7654321"));

        assertThat(text(twice.text())).startsWith(once);
        assertThat(twice.surrogatesKept()).isEqualTo(2);
        assertThat(twice.replaced()).containsOnlyKeys("MRN");
    }

    @Test
    void anEncodedValueIsReplacedAsAWholeByBase64() {
        byte[] image = new byte[900];
        new Random(5).nextBytes(image);
        String encoded = java.util.Base64.getEncoder().encodeToString(image);
        String text = "{\"image\":\"data:image/png;base64," + encoded + "\"}";

        String redacted = withSurrogates(text);

        String head = "{\"image\":\"data:image/png;base64,";
        assertThat(redacted).startsWith(head).endsWith("\"}").doesNotContain(encoded);
        String inside = redacted.substring(head.length(), redacted.length() - 2);
        assertThat(java.util.Base64.getDecoder().decode(inside)).isNotEmpty();
        assertThat(text(surrogates.restore(utf8(redacted)).text())).isEqualTo(text);
    }

    /// Its letters are replaced by groups, and whatever alphabet, padding and line breaks they had
    /// come back.
    @Test
    void surrogatesInBase64LeadBackByteForByte() {
        String note = "Patient Harold Finch, MRN 00482913, phone (212) 555-0142, asthma. \u00e9\n";
        String numbers = "{\"mrn\":48213377,\"phone\":2125550142}";
        for (String part : java.util.List.of(note, note + note, numbers, "\u00e9" + note)) {
            for (java.util.Base64.Encoder encoder :
                    java.util.List.of(
                            java.util.Base64.getEncoder(),
                            java.util.Base64.getMimeEncoder(),
                            java.util.Base64.getUrlEncoder().withoutPadding())) {
                String once = encoder.encodeToString(utf8(part));
                String twice = encoder.encodeToString(utf8(once));
                for (String text :
                        java.util.List.of(
                                once,
                                twice,
                                "{\"data\":\"" + once.replace("\r\n", "\\r\\n") + "\"}")) {
                    Redaction redaction =
                            Redactor.withSurrogates(detector, surrogates).redact(utf8(text));
                    assertThat(redaction.complete()).isTrue();
                    assertThat(redaction.replaced()).isNotEmpty();
                    assertThat(text(surrogates.restore(redaction.text()).text())).isEqualTo(text);
                }
            }
        }
    }

    /// The letters of one group hold the end of a value and the begin of the next.
    @Test
    void valuesThatShareAGroupOfBase64GoBoth() {
        for (String before : java.util.List.of("", ".", "..")) {
            String note = before + "MRN 00482913,219-09-9999 and nothing more of the patient";
            String text = java.util.Base64.getEncoder().encodeToString(utf8(note));
            String redacted = byType(text);
            assertThat(text(java.util.Base64.getDecoder().decode(redacted)))
                    .doesNotContainPattern("[0-9]");
            assertThat(text(surrogates.restore(utf8(withSurrogates(text))).text())).isEqualTo(text);
        }
    }

    /// What a part holds already is told, since restoring turns it back too.
    @Test
    void genuineSurrogatesInBase64AreCounted() {
        String part = java.util.Base64.getEncoder().encodeToString(utf8("MRN 00482913 has asthma"));
        Redaction again =
                Redactor.withSurrogates(detector, surrogates).redact(utf8(withSurrogates(part)));
        assertThat(again.surrogatesKept()).isEqualTo(1);
        assertThat(again.replaced()).isEmpty();
    }

    @Test
    void nothingShowsTheTextOrTheKey() {
        Redaction redaction =
                Redactor.byType(detector).redact(utf8("Pt Harold Finch, MRN 00482913"));
        assertThat(redaction.toString()).doesNotContain("Finch").doesNotContain("00482913");
        assertThat(surrogates).hasToString("Surrogates[redacted]");
        assertThat(surrogates.restore(utf8("Finch")).toString()).doesNotContain("Finch");
    }
}
