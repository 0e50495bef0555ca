package io.countersign.audit.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nobody hides a disclosure behind the words of a drill: they need the token key, and end soon.
class OnlyTheKeyMakesADrillTest {
    private static final Instant NOW = Instant.parse("2026-11-26T20:00:30Z");

    @TempDir Path folder;
    private Optional<TokenKeys> keys = Optional.empty();
    private final DrillMark mark = DrillMark.draw(NOW, new SecureRandom());

    @BeforeEach
    void draw() throws IOException {
        keys =
                Optional.of(
                        TokenKeys.loadOrCreate(folder.resolve("tokens.key"), new SecureRandom()));
    }

    @Test
    void theWordsAreFoundAnywhereInAText() {
        String words = mark.words(keys.orElseThrow());
        assertThat(found(words, NOW)).contains(mark);
        assertThat(found("{\"prompt\":\"CSDRILL-CSDRILL-x " + words + ".\"}", NOW)).contains(mark);
        assertThat(found("CSDRILL-", NOW)).isEmpty();
        assertThat(found("", NOW)).isEmpty();
    }

    @Test
    void theyCountForFifteenMinutes() {
        String words = mark.words(keys.orElseThrow());
        assertThat(found(words, NOW.plus(Duration.ofMinutes(14)))).isPresent();
        assertThat(found(words, NOW.plus(Duration.ofMinutes(16)))).isEmpty();
        assertThat(found(words, NOW.minus(Duration.ofMinutes(6)))).isEmpty();
    }

    @Test
    void anyOtherDigitIsNoProof() throws IOException {
        String words = mark.words(keys.orElseThrow());
        for (int at = "CSDRILL-".length(); at < words.length(); at++) {
            char other = words.charAt(at) == '0' ? '1' : '0';
            assertThat(found(words.substring(0, at) + other + words.substring(at + 1), NOW))
                    .as("digit %d", at)
                    .isEmpty();
        }
        TokenKeys others = TokenKeys.loadOrCreate(folder.resolve("others.key"), new SecureRandom());
        assertThat(found(mark.words(others), NOW)).isEmpty();
    }

    private Optional<DrillMark> found(String text, Instant received) {
        return DrillMark.in(text.getBytes(StandardCharsets.UTF_8), keys.orElseThrow(), received);
    }
}
