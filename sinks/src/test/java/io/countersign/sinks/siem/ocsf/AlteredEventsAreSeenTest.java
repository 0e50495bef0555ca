package io.countersign.sinks.siem.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.schemas.EventEntry;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.Samples;
import io.countersign.sinks.siem.SourceText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// An event that was changed in the SIEM no longer has its fingerprint. Computed here another way:
/// by a JSON library that sorts, from the event as it arrives.
class AlteredEventsAreSeenTest {
    private static final ObjectMapper SORTING =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    @Test
    void everyEventOfAnEntryHasItsFingerprint() throws Exception {
        for (Map.Entry<String, Decoded> sample : OcsfSamples.byCase().entrySet()) {
            JsonNode event = OcsfSamples.json(sample.getValue());
            if (sample.getValue() instanceof Decoded.Entry entry) {
                JsonNode attestation = event.at("/unmapped/attestation_list/0");
                assertThat(attestation.at("/fingerprint/value").asText())
                        .as(sample.getKey())
                        .isEqualTo(fingerprint(event));
                assertThat(attestation.path("chain_uid").asText())
                        .isEqualTo(entry.position().chain());
                assertThat(attestation.at("/prev_event/leaf_hash").asText())
                        .isEqualTo(HexFormat.of().formatHex(entry.entry().getPrev().bytes()));
            } else {
                assertThat(event.at("/unmapped/attestation_list").isMissingNode()).isTrue();
            }
        }
    }

    @Test
    void hostileTextIsCanonicalToo() throws Exception {
        EventEntry event =
                Samples.violationBuilder().setUser("a\"b\\c\u00e9\u20ac\uD83D\uDE00</").build();
        JsonNode json = OcsfSamples.json(Samples.decoded(Samples.event(10, event)));

        assertThat(json.at("/unmapped/attestation_list/0/fingerprint/value").asText())
                .isEqualTo(fingerprint(json));
    }

    @Test
    void aChangedEventHasAnother() throws Exception {
        JsonNode event = OcsfSamples.json(Samples.decoded(Samples.event(10, Samples.violation())));
        String before = event.at("/unmapped/attestation_list/0/fingerprint/value").asText();

        ((ObjectNode) event.at("/actor/user")).put("name", "somebody.else");

        assertThat(fingerprint(event)).isNotEqualTo(before);
    }

    /// The canonical form escapes a control character in another way than others do: an event has
    /// none, and needs no other escape than those of a quote and a backslash.
    @Test
    void everyCharacterIsWrittenAsTheCanonicalFormWritesIt() throws Exception {
        StringBuilder every = new StringBuilder();
        for (char c = 0; c < 0x3000; c++) {
            every.append(c);
        }
        every.append("\uD83D\uDE00\uFFFF\uD800x\uDC00");
        for (int from = 0; from < every.length(); from += 100) {
            String some = every.substring(from, Math.min(from + 100, every.length()));
            EventEntry event = Samples.violationBuilder().setUser(some).build();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new OcsfEncoder(new OcsfOptions("test", false))
                    .encode(Samples.decoded(Samples.event(10, event)), out);
            String text = out.toString(StandardCharsets.UTF_8);
            JsonNode json = new ObjectMapper().readTree(text);

            assertThat(text.replace("\\\"", "").replace("\\\\", "")).doesNotContain("\\");
            assertThat(json.at("/actor/user/name").asText()).isEqualTo(SourceText.limited(some));
            assertThat(json.at("/unmapped/attestation_list/0/fingerprint/value").asText())
                    .isEqualTo(fingerprint(json));
        }
    }

    private static String fingerprint(JsonNode event) throws Exception {
        JsonNode copy = event.deepCopy();
        ((ObjectNode) copy.at("/unmapped/attestation_list/0")).remove("fingerprint");
        // As text first: to bytes this library writes characters beyond U+FFFF as escapes.
        byte[] canonical =
                SORTING.writeValueAsString(SORTING.treeToValue(copy, TreeMap.class))
                        .getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical));
    }
}
