package io.countersign.sinks.siem.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.schemas.EventEntry;
import io.countersign.sinks.siem.Samples;
import io.countersign.sinks.siem.SourceText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/// What a source wrote cannot break a line, colour a terminal, reorder text or fill a SIEM.
class SourceTextIsMadeSafeTest {
    private static final char REPLACEMENT = '\uFFFD';

    @Test
    void anEventIsOneLineOfPlainText() throws IOException {
        String hostile = "a\nb\r\u001b[31m\u0000\u2028\u202Eevil\u200B\"\\<script>\uD800";
        EventEntry event = Samples.violationBuilder().setUser(hostile).setDevice(hostile).build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new OcsfEncoder(new OcsfOptions("test", false))
                .encode(Samples.decoded(Samples.event(1, Samples.violation())), out);
        JsonNode clean = new ObjectMapper().readTree(out.toByteArray());
        assertThat(clean.at("/metadata/is_truncated").isMissingNode()).isTrue();

        assertThat(SourceText.limited(hostile))
                .isEqualTo(
                        "a\uFFFDb\uFFFD\uFFFD[31m\uFFFD\uFFFD\uFFFDevil\uFFFD\"\\<script>\uFFFD");
        JsonNode json = OcsfSamples.json(Samples.decoded(Samples.event(1, event)));
        assertThat(json.toString()).doesNotContain("\n", "\u001b", "\u202E", "\u2028");
        assertThat(json.at("/actor/user/name").asText())
                .contains("<script>")
                .contains(REPLACEMENT + "evil");
    }

    @Test
    void aLongTextIsCutBetweenCharactersAndSaidSo() {
        EventEntry event = Samples.violationBuilder().setUser("\uD83D\uDE00".repeat(1_000)).build();

        JsonNode json = OcsfSamples.json(Samples.decoded(Samples.event(1, event)));

        String name = json.at("/actor/user/name").asText();
        assertThat(name.length()).isLessThanOrEqualTo(SourceText.MAX_CHARS);
        assertThat(name).endsWith("\uD83D\uDE00\u2026");
        assertThat(json.at("/metadata/is_truncated").asBoolean()).isTrue();
    }

    @Test
    void theLargestEventIsBounded() {
        String text = "\u0001\u00e9".repeat(150);
        EventEntry.Builder builder =
                Samples.everyField().setUser(text).setDevice(text).setApplication(text);
        builder.setReasons(Collections.nCopies(100, text));
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        new OcsfEncoder(new OcsfOptions("test", true))
                .encode(Samples.decoded(Samples.event(1, builder.build())), out);

        assertThat(out.size()).isLessThan(256 * 1024);
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\n");
    }
}
