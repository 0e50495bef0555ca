package io.countersign.sinks.siem.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.schemas.EventEntry;
import io.countersign.sinks.siem.Decoded;
import io.countersign.sinks.siem.Samples;
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

    @Test
    void controlCharactersHaveTheShortestEscape() {
        assertThat(
                        new String(
                                CanonicalJson.of(
                                        "{\"b\":[1,true,\"\\u0001\\u001f\\n\\u0008/\"],\"a\":{}}"
                                                .getBytes(StandardCharsets.UTF_8)),
                                StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":{},\"b\":[1,true,\"\\u0001\\u001f\\n\\b/\"]}");
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
