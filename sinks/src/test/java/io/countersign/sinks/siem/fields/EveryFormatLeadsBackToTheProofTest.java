package io.countersign.sinks.siem.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.schemas.EventEntry;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder.Detail;
import io.countersign.sinks.siem.Samples;
import io.countersign.sinks.siem.ocsf.OcsfSamples;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// Chain, number and leaf hash are in every event of every format, shortened or not; patients'
/// tokens only where the configuration says so.
class EveryFormatLeadsBackToTheProofTest {
    /// What a syslog receiver takes, less header and structured data.
    private static final int SYSLOG_ROOM = 7_500;

    @Test
    void everyKindOfEntryAndAlert() {
        for (Detail detail : Detail.values()) {
            OcsfSamples.byCase()
                    .forEach((name, sample) ->
                            Formats.all(false)
                                    .forEach((format, encoder) -> {
                                        Decoded.Known known = (Decoded.Known) sample;
                                        assertThat(Formats.text(encoder, sample, detail))
                                                .as("%s of %s", format, name)
                                                .contains(known.eventId())
                                                .contains(known.position().chain())
                                                .contains(Long.toString(known.position().seq()))
                                                .contains(known.position().leafHash())
                                                .doesNotContain("\n", "\r")
                                                .doesNotContain(Samples.TOKEN_HEX)
                                                .doesNotContain(Samples.DIGEST_HEX);
                                    }));
        }
    }

    @Test
    void verdictEvidenceReasonsAndCounts() {
        Decoded violation = Samples.decoded(Samples.event(10, Samples.violation()));
        Formats.all(false)
                .forEach((format, encoder) ->
                        assertThat(
                                        Formats.text(encoder, violation, Detail.FULL)
                                                .replace("\\=", "="))
                                .as(format)
                                .contains(
                                        "VIOLATION",
                                        "NOT_COVERED",
                                        "ACCOUNT_PERSONAL",
                                        "baa-row-12")
                                .contains(
                                        "ORG_IN_PATH=org-1201(LIKELY)",
                                        "MRN=2",
                                        "DIAGNOSIS=1",
                                        "HIV"));
    }

    @Test
    void tokensWhereTheConfigurationSaysSo() {
        Decoded violation = Samples.decoded(Samples.event(10, Samples.violation()));
        Formats.all(true)
                .forEach((format, encoder) ->
                        assertThat(Formats.text(encoder, violation, Detail.FULL))
                                .as(format)
                                .contains(Samples.TOKEN_HEX));
    }

    @Test
    void theLargestEventInBriefFitsWhereMessagesAreShort() {
        String text = "\u00e9=\\|^".repeat(40);
        EventEntry.Builder event = Samples.everyField().setUser(text).setDevice(text);
        event.setReasons(Collections.nCopies(100, text));
        event.getCoverage().put("reasons", Collections.nCopies(100, text));
        Decoded decoded = Samples.decoded(Samples.event(10, event.build()));
        Formats.all(true)
                .forEach((format, encoder) -> {
                    String brief = Formats.text(encoder, decoded, Detail.BRIEF);
                    assertThat(brief.getBytes(StandardCharsets.UTF_8).length)
                            .as(format)
                            .isLessThan(SYSLOG_ROOM);
                    assertThat(brief.toLowerCase(Locale.ROOT)).as(format).contains("truncated");
                    assertThat(Formats.text(encoder, decoded, Detail.FULL).toLowerCase(Locale.ROOT))
                            .as(format)
                            .contains("truncated");
                });
        assertThat(
                        Formats.text(
                                Formats.named("CEF"),
                                Samples.decoded(Samples.event(10, Samples.violation())),
                                Detail.FULL))
                .doesNotContain("Truncated");
    }
}
