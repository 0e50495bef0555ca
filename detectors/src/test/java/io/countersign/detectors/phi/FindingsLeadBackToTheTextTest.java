package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A finding in a decoded value has its place in the bytes that were sent.
class FindingsLeadBackToTheTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            textBlock =
                    """
                    patient MRN 48213377 seen ~ 48213377
                    {"note":"patient\\nMRN 48213377 seen"} ~ 48213377
                    {"note":"\\u00e9\\ud83d\\ude00 MRN 4821\\u0033377 seen"} ~ 4821\\u0033377
                    {"mrn":48213377} ~ 48213377
                    {"body":"{\\"mrn\\":48213377}"} ~ 48213377
                    {"body":"[{\\"note\\":\\"caf\\\\u00e9 MRN 482133\\\\u00377\\"}]"} ~ 482133\\\\u00377
                    a=1&note=MRN+4821%33377+seen&b=2 ~ 4821%33377
                    """)
    void theSpanCoversWhatWasSent(String text, String sent) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        Inspection inspection = PhiDetector.standard().inspect(List.of(new Text("text", utf8)));

        List<Place> places = inspection.places();

        assertThat(places).hasSameSizeAs(inspection.findings());
        int mrn = 0;
        for (int i = 0; i < places.size(); i++) {
            Finding finding = inspection.findings().get(i);
            if (finding.type().name().equals("MRN")) {
                mrn++;
                Place place = places.get(i);
                assertThat(
                                new String(
                                        utf8,
                                        place.span().start(),
                                        place.span().length(),
                                        StandardCharsets.UTF_8))
                        .isEqualTo(sent);
            }
        }
        assertThat(mrn).isEqualTo(1);
    }
}
