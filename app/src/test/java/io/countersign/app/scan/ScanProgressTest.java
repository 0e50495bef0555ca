package io.countersign.app.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.app.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScanProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /// One second later at each look.
    private final Clock seconds =
            new Clock() {
                private Instant now = Instant.parse("2026-11-26T12:00:00Z");

                @Override
                public java.time.ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(java.time.ZoneId zone) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Instant instant() {
                    now = now.plus(Duration.ofSeconds(1));
                    return now;
                }
            };

    @Test
    void itShowsHowMuchOfTheInputHowFastTheTextAndHowMany() throws IOException {
        ScanProgress progress = new ScanProgress(terminal(Set.of("err")));
        progress.expect(400_000);
        InputStream input = progress.counted(new ByteArrayInputStream(new byte[400_000]));
        assertThat(input.readNBytes(100_000)).hasSize(100_000);
        progress.advance(100_000_000, 1);
        assertThat(shown())
                .contains("[######------------------] 100.0 kB of 400.0 kB, 100 MB/s, 1 finding");
        assertThat(input.readAllBytes()).hasSize(300_000);
        progress.advance(300_000_000, 6);
        assertThat(shown()).contains("[########################] 400.0 kB", "200 MB/s, 7 findings");
    }

    @Test
    void withoutAKnownSizeThereIsNoBar() {
        ScanProgress progress = new ScanProgress(terminal(Set.of("err")));
        progress.advance(999, 0);
        assertThat(shown()).contains("999 B, 0 MB/s, 0 findings").doesNotContain("[#", "[-");
    }

    @Test
    void nothingWhereNobodyWatches() {
        ScanProgress progress = new ScanProgress(terminal(Set.of("out")));
        progress.advance(1_000_000, 0);
        assertThat(shown()).isEmpty();
    }

    private Terminal terminal(Set<String> terminals) {
        return new Terminal(
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                err,
                Map.of(),
                terminals,
                seconds);
    }

    private String shown() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
