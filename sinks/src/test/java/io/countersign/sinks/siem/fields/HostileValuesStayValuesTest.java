package io.countersign.sinks.siem.fields;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.schemas.Alert;
import io.countersign.schemas.EventEntry;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.EventEncoder;
import io.countersign.sinks.siem.EventEncoder.Detail;
import io.countersign.sinks.siem.Samples;
import io.countersign.sinks.siem.SourceText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a source wrote makes no field, no header and no line of its own in any format.
class HostileValuesStayValuesTest {
    private static final List<String> HOSTILE =
            List.of(
                    "a|b|c",
                    "x externalId=forged cs1=PERMITTED",
                    "x^eventId=forged",
                    "x\teventId=forged",
                    "line\nCEF:0|Evil|Evil|1|1|forged|1|",
                    "line\r\n<13>1 - - - - - - forged",
                    "back\\slash\\",
                    "\\=|\\|",
                    "\",\"event\":{\"id\":\"forged\"},\"x\":\"",
                    "] [forged@1 a=\"b\"]",
                    "\u202Etxt\u0000\u001b[31m\uD800\uFEFF",
                    "comma,separated,values=3");

    @Test
    void theyComeBackAsTheyAreInCef() {
        EventEncoder encoder = Formats.named("CEF");
        for (String hostile : HOSTILE) {
            for (Decoded decoded : everywhere(hostile)) {
                FlatLine line = FlatLine.cef(Formats.text(encoder, decoded, Detail.FULL));
                assertThat(line.header().get(0)).isEqualTo("CEF:0");
                assertThat(line.header().get(3)).isEqualTo("1.0|2=x");
                assertThat(line.values())
                        .containsEntry("externalId", ((Decoded.Known) decoded).eventId())
                        .containsEntry("cs1", "VIOLATION")
                        .containsEntry("suser", SourceText.limited(hostile))
                        .containsEntry("CountersignAccountOrg", SourceText.limited(hostile));
                assertThat(line.values().keySet()).allMatch(HostileValuesStayValuesTest::isCefKey);
            }
        }
    }

    @Test
    void theyComeBackWithoutDelimitersInLeef() {
        for (String version : List.of("LEEF 1.0", "LEEF 2.0")) {
            EventEncoder encoder = Formats.named(version);
            for (String hostile : HOSTILE) {
                for (Decoded decoded : everywhere(hostile)) {
                    FlatLine line = FlatLine.leef(Formats.text(encoder, decoded, Detail.FULL));
                    String expected = SourceText.limited(hostile);
                    assertThat(line.header().get(3)).isEqualTo("1.0_2=x");
                    assertThat(line.values())
                            .containsEntry("eventId", ((Decoded.Known) decoded).eventId())
                            .containsEntry("disposition", "VIOLATION")
                            .containsEntry(
                                    "usrName",
                                    version.endsWith("2.0")
                                            ? expected.replace('^', '_')
                                            : expected);
                }
            }
        }
    }

    @Test
    void theyAreStringsInEcs() throws Exception {
        EventEncoder encoder = Formats.named("ECS");
        for (String hostile : HOSTILE) {
            for (Decoded decoded : everywhere(hostile)) {
                JsonNode document =
                        new ObjectMapper().readTree(Formats.text(encoder, decoded, Detail.FULL));
                assertThat(document.at("/event/id").asText())
                        .isEqualTo(((Decoded.Known) decoded).eventId());
                assertThat(document.at("/user/name").asText())
                        .isEqualTo(SourceText.limited(hostile));
            }
        }
    }

    @Test
    void aSourceAddressThatIsNoneIsNotWritten() {
        Map<String, String> none =
                FlatLine.cef(cef(Samples.violationBuilder().setSourceIp("10.0.0.1 cs1=x")))
                        .values();
        Map<String, String> six =
                FlatLine.cef(cef(Samples.violationBuilder().setSourceIp("2001:db8::17"))).values();

        assertThat(none).doesNotContainKeys("src", "c6a2");
        assertThat(six)
                .doesNotContainKey("src")
                .containsEntry("c6a2", "2001:db8::17")
                .containsEntry("c6a2Label", "Source IPv6 Address");
    }

    private static String cef(EventEntry.Builder event) {
        return Formats.text(
                Formats.named("CEF"),
                Samples.decoded(Samples.event(10, event.build())),
                Detail.FULL);
    }

    private static List<Decoded> everywhere(String hostile) {
        EventEntry.Builder event =
                Samples.violationBuilder()
                        .setUser(hostile)
                        .setDevice(hostile)
                        .setSourceIp(hostile)
                        .setHost(hostile)
                        .setMethod(hostile)
                        .setApplication(hostile)
                        .setModel(hostile)
                        .setDepartment(hostile)
                        .setReasons(List.of(hostile, hostile));
        event.getDestination().put("org", hostile);
        Alert alert = Samples.alert(event.build());
        alert.put("about", hostile);
        alert.put("sentence", hostile);
        alert.put("alertClass", hostile);
        return List.of(Samples.decoded(Samples.event(10, event.build())), Samples.decoded(alert));
    }

    private static boolean isCefKey(String key) {
        return key.matches("[A-Za-z0-9]+");
    }
}
