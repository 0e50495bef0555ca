package io.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTextTest {
    @Test
    void plainTextOfAnyLanguageStays() {
        String text = "Señora Müller, 患者, \uD83E\uDE7A \\ \"quoted\"";
        assertThat(TerminalText.line(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1B, <U+1B>",
        "7F, <U+7F>",
        "9B, <U+9B>",
        "8, <U+8>",
        "202E, <U+202E>",
        "2066, <U+2066>",
        "200B, <U+200B>",
        "2028, <U+2028>",
        "E0041, <U+E0041>",
        "D800, <U+D800>",
        "FFFF, <U+FFFF>",
        "A, \\n",
        "D, \\r",
        "9, \\t"
    })
    void whatMovesHidesOrTurnsTextIsShown(String hex, String shown) {
        String text = "a" + Character.toString(Integer.parseInt(hex, 16)) + "b";
        assertThat(TerminalText.line(text)).isEqualTo("a" + shown + "b");
    }

    @Test
    void noCodePointAtAllGivesAControlCharacter() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String line = TerminalText.line(Character.toString(codePoint));
            assertThat(line.codePoints().noneMatch(Character::isISOControl)).isTrue();
        }
    }
}
