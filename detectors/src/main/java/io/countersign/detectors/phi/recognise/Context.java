package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;

/// What the words before a number say it is: the nearest context word within a few words of the
/// same line, or the key of the leaf.
final class Context {
    private static final int MAX_TOKENS = 9;
    private static final int MAX_BYTES = 64;

    /// Words other than "no", "number", "is" that may stand between.
    private static final int MAX_OTHER_WORDS = 3;

    private Context() {}

    /// Marks that other words stand between the context word and the number.
    static final long FAR = 1L;

    /// The number classes of the nearest context word before a token, or 0; with [#FAR] where words
    /// stand between.
    static long before(Tokens t, int token, long classes) {
        int others = 0;
        for (int i = token - 1; i >= 0 && i >= token - MAX_TOKENS; i--) {
            int gap = t.gap(i + 1);
            if ((gap & (Gap.NEWLINE | Gap.COLUMN | Gap.MARK)) != 0 && (gap & Gap.COLON) == 0) {
                return 0;
            }
            if ((gap & Gap.STOP) != 0
                    && (gap & (Gap.SPACE | Gap.EDGE)) != 0
                    && !abbreviation(t, i)) {
                return 0;
            }
            if (t.start(token) - t.end(i) > MAX_BYTES || t.digits(i)) {
                return 0;
            }
            long found = t.bits(i) & classes;
            if (found != 0) {
                return found | (others > 0 ? FAR : 0);
            }
            if ((t.bits(i) & WordClass.FILLER) == 0 && t.kind(i) != Tokens.INITIAL) {
                others++;
                if (others > MAX_OTHER_WORDS || (gap & Gap.SEMICOLON) != 0) {
                    return 0;
                }
            }
        }
        return 0;
    }

    /// A full stop after these ends no sentence: No. 12, Apt. 3, Tel. 555.
    private static boolean abbreviation(Tokens t, int token) {
        return t.length(token) <= 4
                && (t.bits(token) & (WordClass.FILLER | WordClass.NUMBER_CONTEXT | WordClass.UNIT))
                        != 0;
    }

    /// The classes of the word right after a number, as in "212-555-0142 (cell)"; 0 where a
    /// sentence ends between.
    static long after(Tokens t, int token, long classes) {
        if (token >= t.count() || (t.gap(token) & Gap.SENTENCE_END) != 0) {
            return 0;
        }
        return (t.gap(token) & Gap.OPEN) != 0 ? t.bits(token) & classes : 0;
    }
}
