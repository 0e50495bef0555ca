package io.countersign.app.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextCursorTest {
    @Test
    void itCountsLikeTheLibrary() {
        Random random = new Random(5);
        int[] some = {
            'a', '\n', 0x7F, 0x80, 0xE9, 0x7FF, 0x800, 0x20AC, 0xFFFD, 0x1F600, 0x0B, 0x8A, '\n'
        };
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(60); length > 0; length--) {
                text.appendCodePoint(some[random.nextInt(some.length)]);
            }
            String before =
                    text.substring(
                            0,
                            text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2));
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            TextCursor cursor = new TextCursor(bytes, 0);
            cursor.advance(before.getBytes(StandardCharsets.UTF_8).length);
            assertThat(cursor.codePoints()).isEqualTo(before.codePointCount(0, before.length()));
            cursor.advance(bytes.length);
            assertThat(cursor.codePoints()).isEqualTo(text.codePointCount(0, text.length()));
            assertThat(cursor.lines()).isEqualTo(text.chars().filter(c -> c == '\n').count());
        }
    }
}
