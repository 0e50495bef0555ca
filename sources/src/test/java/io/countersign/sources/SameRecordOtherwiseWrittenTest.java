package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a transport or a model does to a record without changing what it says must not change the
/// event.
class SameRecordOtherwiseWrittenTest {
    private static final List<String> HEADERS =
            List.of(
                    "<134>",
                    "<134>Nov 22 09:31:12 relay ",
                    "Nov  2 09:31:12 relay prog[17]: ",
                    "<134>Nov 22 2026 09:31:12 relay prog: ",
                    "<134>1 2026-11-22T09:31:12.123456Z relay prog 17 id - ",
                    "<134>1 2026-11-22T09:31:12+01:00 relay prog - - [a@1 b=\"c d\"][e@1] ",
                    "2026-11-22T09:31:12Z relay prog[17]: ",
                    "prog[17]: ",
                    "\ufeff");

    @Test
    void aSyslogHeaderInFrontChangesNothing() {
        int compared = 0;
        for (Fixture fixture : Fixture.all()) {
            if (SyslogHeader.end(fixture.bytes()) > 0
                    || fixture.parse() instanceof Parsed.Rejected) {
                continue;
            }
            for (String header : HEADERS) {
                assertThat(EventText.of(parse(fixture.format(), header + fixture.raw())))
                        .as("%s behind <%s>", fixture, header)
                        .isEqualTo(fixture.golden());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(500);
    }

    @Test
    void aLineEndChangesNothing() {
        for (Fixture fixture : Fixture.all()) {
            if (fixture.parse() instanceof Parsed.Accepted) {
                assertThat(EventText.of(parse(fixture.format(), fixture.raw() + "\r\n")))
                        .as(fixture.toString())
                        .isEqualTo(fixture.golden());
            }
        }
    }

    @Test
    void whereAStreamIsCutIntoPiecesChangesNothing() {
        String answer = "Dear Dana Quill, your visit on 4 December, MRN 5550142, is confirmed.";
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<String> pieces = new ArrayList<>();
            for (int at = 0; at < answer.length(); ) {
                int to = Math.min(answer.length(), at + 1 + random.nextInt(9));
                pieces.add(
                        "{\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"text\":\""
                                + answer.substring(at, to)
                                + "\"}}}");
                at = to;
            }
            String record =
                    "{\"modelId\":\"m\",\"region\":\"us-east-1\",\"output\":{\"outputBodyJson\":["
                            + String.join(",", pieces)
                            + "]}}";
            assertThat(EventText.of(parse("bedrock-invocation", record)))
                    .contains(" = " + answer + "\n");
        }
    }

    @Test
    void aTwinInObfuscatedNumbersChangesNothing() {
        String plain =
                "{\"host\":\"h.example.org\",\"login\":\"jo\",\"dlpdict\":\"A|B\",\"dlpdicthitcount\":\"1|2\"";
        String twins =
                ",\"ologin\":\"11\",\"odlpdict\":\"22\",\"odlpdicthitcount\":\"33\",\"ohost\":\"44\"";
        assertThat(EventText.of(parse("zscaler-nss-web", plain + twins + "}")))
                .isEqualTo(EventText.of(parse("zscaler-nss-web", plain + "}")));
    }

    private static Parsed parse(String format, String record) {
        return InputFormats.builtIn()
                .named(format)
                .orElseThrow()
                .parse(record.getBytes(StandardCharsets.UTF_8));
    }
}
