package io.countersign.sinks.siem.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder.Detail;
import io.countersign.sinks.siem.Samples;
import io.countersign.sinks.siem.fields.FormatOptions;
import io.countersign.sinks.siem.ocsf.OcsfSamples;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

/// Header and structured data by the grammar of RFC 5424 section 6, for every kind of event; no
/// byte order mark; nothing a source wrote is in them.
class SyslogMessagesFollowTheStandardTest {
    private static final Pattern MESSAGE =
            Pattern.compile(
                    "<(\\d{1,3})>1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z log\\.example\\.org countersign - [A-Z]{1,32}"
                            + " \\[countersign@32473( [!-~&&[^=\\]\"]]{1,32}=\"(\\\\[\"\\\\\\]]|[^\"\\\\\\]])*\")+\\] \\S.*");

    @Test
    void everyKindInEveryFormat() {
        for (Payload payload : Payload.values()) {
            OcsfSamples.byCase()
                    .forEach((name, sample) -> {
                        String message = message(payload, (Decoded.Known) sample);
                        assertThat(message).as(name).matches(MESSAGE).doesNotContain("\uFEFF");
                    });
        }
    }

    @Test
    void severityAndFacilityMakeThePriority() {
        assertThat(message(Payload.CEF, Samples.decoded(Samples.event(10, Samples.violation()))))
                .startsWith("<107>1 2026-")
                .contains(
                        "[countersign@32473 eventId=\"audit.entry.v1/0@1#10\" chain=\"audit.entry.v1/0@1\" seq=\"10\" leafHash=\"");
    }

    @Test
    void structuredDataIsEscaped() {
        assertThat(SyslogEncoder.escaped("a\"b\\c]d\n")).isEqualTo("a\\\"b\\\\c\\]d_");
    }

    @Test
    void aHostNameThatBreaksTheHeaderIsRefused() {
        assertThatThrownBy(() ->
                        SyslogConfig.parse(
                                SyslogConfig.SYSLOG,
                                Map.of("host", "siem.example.org", "hostname", "a b"),
                                "test"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("hostname");
    }

    @Test
    void clearTextIsALongWord() {
        Map<String, String> host = Map.of("host", "siem.example.org");
        assertThat(SyslogConfig.parse(SyslogConfig.RELP, host, "test").receiver().tls())
                .isPresent();
        assertThat(
                        SyslogConfig.parse(
                                        SyslogConfig.RELP,
                                        Map.of(
                                                "host",
                                                "siem.example.org",
                                                "send-without-tls",
                                                "true"),
                                        "test")
                                .receiver()
                                .tls())
                .isEmpty();
    }

    private static String message(Payload payload, Decoded.Known decoded) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SyslogEncoder(
                        payload.encoder(new FormatOptions("test", false)),
                        13,
                        "log.example.org",
                        32_473)
                .encode(decoded, Detail.FULL, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
