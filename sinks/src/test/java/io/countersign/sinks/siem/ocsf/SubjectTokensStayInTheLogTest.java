package io.countersign.sinks.siem.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.AuditEntry;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.Samples;
import org.junit.jupiter.api.Test;

/// Tokens and keyed digests are derived from PHI; they leave only where the configuration says so
/// in a long word.
class SubjectTokensStayInTheLogTest {
    private static final OcsfOptions INCLUDED = new OcsfOptions("test", true);

    @Test
    void byDefaultNoEventHoldsOne() {
        OcsfSamples.byCase()
                .forEach((name, sample) ->
                        assertThat(OcsfSamples.json(sample).toString())
                                .as(name)
                                .doesNotContain(Samples.TOKEN_HEX)
                                .doesNotContain("subject_tokens"));
    }

    @Test
    void whereTheConfigurationSaysSoTheyAreThere() {
        Decoded violation = Samples.decoded(Samples.event(10, Samples.violation()));
        Decoded alert = Samples.decoded(Samples.alert(Samples.violation()));

        assertThat(
                        OcsfSamples.json(violation, INCLUDED)
                                .at("/unmapped/countersign/subject_tokens_which_are_phi/0/token")
                                .asText())
                .isEqualTo(Samples.TOKEN_HEX);
        assertThat(OcsfSamples.json(alert, INCLUDED).toString()).contains(Samples.TOKEN_HEX);
    }

    @Test
    void theKeyedDigestOfARejectedPayloadIsNeverThere() {
        for (AuditEntry entry : Samples.ofEachKind()) {
            entry.getRejection()
                    .ifPresent(rejection ->
                            assertThat(
                                            OcsfSamples.json(Samples.decoded(entry), INCLUDED)
                                                    .toString())
                                    .doesNotContain(Samples.DIGEST_HEX));
        }
    }
}
