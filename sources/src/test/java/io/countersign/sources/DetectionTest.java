package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// `--format auto`: a record's format shows in the record.
class DetectionTest {
    @Test
    void everyAcceptedFixtureIsDetectedAsItsOwnFormat() {
        for (Fixture fixture : Fixture.all()) {
            if (fixture.parse() instanceof Parsed.Accepted) {
                assertThat(InputFormats.builtIn().detect(fixture.bytes()).map(InputFormat::name))
                        .as(fixture.toString())
                        .contains(fixture.format());
            }
        }
    }

    @Test
    void aRecordThatIsCutAtTheLimitIsStillDetected() {
        String record =
                "{\"call_type\":\"c\",\"model_group\":\"g\",\"startTime\":1,\"messages\":\""
                        + "a".repeat(Limits.MAX_DETECT_BYTES)
                        + "\"}";
        assertThat(
                        InputFormats.builtIn()
                                .detect(record.getBytes(StandardCharsets.UTF_8))
                                .map(InputFormat::name))
                .contains("litellm");
    }

    @Test
    void whatLooksLikeNothingIsNotGuessed() {
        for (String record :
                Arrays.asList(
                        "",
                        "   ",
                        "hello world",
                        "{}",
                        "{\"a\":1}",
                        "[1]",
                        "{\"messages\":[]}",
                        "\u0000\u0001")) {
            assertThat(InputFormats.builtIn().detect(record.getBytes(StandardCharsets.UTF_8)))
                    .isEmpty();
        }
    }
}
