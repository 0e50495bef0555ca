package io.countersign.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The byte scanner reads what a slow regular expression reads, on damaged lines too.
class SquidAgreesWithNaiveModelTest {
    private static final Pattern LINE =
            Pattern.compile(
                    " *([0-9]{1,11}\\.[0-9]{3}) +(\\S+) +(\\S+) +(\\S*)/([0-9]{3}) +(\\S+) +(\\S+) +(\\S+) +(\\S+) +(\\S+) +(\\S+)( .*)?");

    @Test
    void onMutatedLines() {
        InputFormat squid = InputFormats.builtIn().named("squid").orElseThrow();
        Random random = new Random(99);
        int compared = 0;
        for (Fixture fixture : Fixture.of("squid")) {
            for (int i = 0; i < 500; i++) {
                byte[] bytes = Mutations.mutated(fixture.bytes(), random);
                String line = new String(bytes, StandardCharsets.ISO_8859_1);
                Matcher naive = LINE.matcher(line);
                boolean plain = line.chars().allMatch(c -> c >= ' ' && c < 127);
                if (plain
                        && naive.matches()
                        && squid.parse(bytes) instanceof Parsed.Accepted accepted) {
                    compare(naive, accepted.event());
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(2_000);
    }

    private static void compare(Matcher naive, Event event) {
        BigDecimal millis = new BigDecimal(naive.group(1)).movePointRight(3);
        assertThat(event.time()).contains(Instant.ofEpochMilli(millis.longValueExact()));
        assertThat(event.elapsedMillis().orElse(-1)).isEqualTo(number(naive.group(2)));
        int status = Integer.parseInt(naive.group(5));
        assertThat(event.status().orElse(0)).isEqualTo(status < 100 ? 0 : status);
        assertThat(event.bytesDown().orElse(-1)).isEqualTo(number(naive.group(6)));
        String user = Lenient.text(naive.group(9));
        assertThat(event.user().orElse(""))
                .isEqualTo(user == null ? "" : Lenient.percentDecoded(user));
        assertThat(event.method().orElse(""))
                .isEqualTo(absentAsEmpty(naive.group(7)).toUpperCase(java.util.Locale.ROOT));
        assertThat(event.contentType().orElse("")).isEqualTo(absentAsEmpty(naive.group(11)));
    }

    private static String absentAsEmpty(String column) {
        String text = Lenient.text(column);
        return text == null ? "" : text;
    }

    private static long number(String column) {
        return column.matches("[0-9]{1,18}") ? Long.parseLong(column) : -1;
    }
}
