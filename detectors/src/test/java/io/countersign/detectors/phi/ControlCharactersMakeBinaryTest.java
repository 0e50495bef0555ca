package io.countersign.detectors.phi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Which bytes count as control characters, wherever they stand, and how many make a text binary.
class ControlCharactersMakeBinaryTest {
    private static final int LENGTH = 100;

    private static Utf8.Verdict with(int control, int... places) {
        byte[] text = new byte[LENGTH];
        Arrays.fill(text, (byte) 'a');
        for (int place : places) {
            text[place] = (byte) control;
        }
        return Utf8.check(text, 0, LENGTH);
    }

    @Test
    void eachByteBelowABlankButWhiteSpaceAndSeparators() {
        for (int c = 0; c < 0x80; c++) {
            boolean control = c < 32 && !(c >= 9 && c <= 13) && !(c >= 27 && c <= 30);
            for (int place = 0; place < LENGTH - 3; place++) {
                assertThat(with(c, place, place + 1, place + 2))
                        .isEqualTo(control ? Utf8.Verdict.BINARY : Utf8.Verdict.VALID);
            }
        }
    }

    @Test
    void twoAreNotEnough() {
        assertThat(with(0, 3, 50)).isEqualTo(Utf8.Verdict.VALID);
    }
}
