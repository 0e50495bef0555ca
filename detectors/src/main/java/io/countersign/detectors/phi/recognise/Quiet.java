package io.countersign.detectors.phi.recognise;

import java.util.Arrays;

/// Tells from the bytes alone that a leaf holds nothing to find when neither health words nor names
/// are looked for. Each recogniser of that set needs one of these:
///
/// - a digit: numbers, dates, ages, chains, long runs of Base64;
/// - `@`: e-mail; `=`: a URL that carries a person;
/// - a bracket: a placeholder, and words that stand in one;
/// - a colon with no blank after it: an image's data, a MAC address of letters;
/// - two dashes with two characters between: such an address again.
///
/// Whoever adds a recogniser to that set adds its byte here; `QuietLeavesHoldNothingTest` compares.
final class Quiet {
    private static final byte ALWAYS = 1;
    private static final byte BEFORE_NO_BLANK = 2;
    private static final byte PAIR = 3;
    private static final int PAIR_DISTANCE = 3;

    private static final byte[] ROUSES = new byte[256];

    static {
        Arrays.fill(ROUSES, '0', '9' + 1, ALWAYS);
        for (char c : new char[] {'@', '=', '[', ']', '<', '>', '{', '}'}) {
            ROUSES[c] = ALWAYS;
        }
        ROUSES[':'] = BEFORE_NO_BLANK;
        ROUSES['-'] = PAIR;
    }

    private Quiet() {}

    /// Whether something may be found; false is certain.
    static boolean rouses(byte[] b, int from, int to) {
        int i = from;
        while (true) {
            while (i < to && ROUSES[b[i] & 0xff] == 0) {
                i++;
            }
            if (i == to) {
                return false;
            }
            byte why = ROUSES[b[i] & 0xff];
            if (why == ALWAYS
                    || (why == BEFORE_NO_BLANK && i + 1 < to && b[i + 1] != ' ')
                    || (why == PAIR && i + PAIR_DISTANCE < to && b[i + PAIR_DISTANCE] == '-')) {
                return true;
            }
            i++;
        }
    }
}
