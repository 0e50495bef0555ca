package io.countersign.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsAreScrubbedTest {
    private static String scrub(String text) {
        return new String(
                Scrubber.scrub(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"access_token\":\"abc\",\"x\":1} ~ {\"access_token\":\"scrubbed\",\"x\":1}",
                "https://u:p@a.example.org/b?access_token=abc&q=hello%20there&key=zz ~ https://scrubbed@a.example.org/b?access_token=scrubbed&q=hello%20there&key=scrubbed",
                "[Cookie:%20a=b;%20lastActiveOrg=org-1;%20c=d%0D%0AHost:%20x] ~ [Cookie:%20a=scrubbed;%20lastActiveOrg=org-1;%20c=scrubbed%0D%0AHost:%20x]",
                "{\"Cookie\":\"a=b; lastActiveOrg=org-1; c=d\"} ~ {\"Cookie\":\"a=scrubbed; lastActiveOrg=org-1; c=scrubbed\"}",
                "{\"set-cookie\":[\"s=1; Path=/; HttpOnly\"]} ~ {\"set-cookie\":[\"s=scrubbed; Path=/; HttpOnly\"]}",
                "{\"b\":\"{\\\"authorization\\\":\\\"Bearer xyz\\\"}\"} ~ {\"b\":\"{\\\"authorization\\\":\\\"Bearer scrubbed\\\"}\"}",
                "{\"name\":\"Cookie\",\"value\":\"s=1\"} ~ {\"name\":\"Cookie\",\"value\":\"s=scrubbed\"}",
                "Authorization: Basic Zm9v ~ Authorization: Basic scrubbed",
                "proxy-authorization=Negotiate YII ~ proxy-authorization=Negotiate scrubbed",
                "redirect%3Faccess_token%3Dabc%26b%3Dc ~ redirect%3Faccess_token%3Dscrubbed%26b%3Dc",
                "x bearer abcdefghijklmnopqrst y ~ x bearer scrubbed y",
                "k sk-ant-api03-abcdefghijklmnop ~ k scrubbed",
                "j eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-_d ~ j scrubbed"
            })
    void secretsGo(String record, String without) {
        assertThat(scrub(record)).isEqualTo(without);
        assertThat(scrub(without)).as("a second time changes nothing").isEqualTo(without);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{\"authorization\":\"Prior authorization approved for Rosa Example\"}",
                "{\"prompt\":\"cookie: MRN 12345678 is hers\"}",
                "{\"token\":\"Hello\",\"session_id\":\"5f1d9e3a-1111-2222-3333-444455556666\",\"key\":7}",
                "{\"password\":null,\"total_tokens\":12,\"api_key\":{\"id\":\"k1\"}}",
                "1763802001.000 120 10.0.0.1 TCP_MISS/200 POST https://a.example.org/v1?q=token%20ring r"
            })
    void textStays(String record) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        assertThat(Scrubber.scrub(bytes)).isSameAs(bytes);
    }

    @Test
    void anyBytesAreScrubbedInLinearTime() {
        String[] pieces = {
            "cookie", "authorization", "=", ":", "\"", "\\\"", " ", "password", "%3d", "%20", ";",
            "Bearer ", "://", "@", "value", "eyJ", ".", "sk-", "[", "a", "%", "\n"
        };
        Random random = new Random(1);
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            scrub(text.toString());
        }
        for (String piece : pieces) {
            byte[] many = piece.repeat(2_000_000 / piece.length()).getBytes(StandardCharsets.UTF_8);
            org.junit.jupiter.api.Assertions.assertTimeout(
                    Duration.ofSeconds(20), () -> Scrubber.scrub(many));
        }
    }
}
