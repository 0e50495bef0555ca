package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.Detail;

/// What the words before a number say it is: the nearest context word within a few words of the
/// same line, or the key of the leaf.
///
/// A context is one `long`: the classes of [WordClass], and in the bits that those do not use for
/// numbers whether words stand between ([#FAR]) and which of several types is meant ([Detail]).
final class Context {
    private static final int MAX_TOKENS = 9;
    private static final int MAX_BYTES = 64;

    /// Words other than "no", "number", "is" that may stand between.
    private static final int MAX_OTHER_WORDS = 3;

    /// Words before the context word that may tell which type is meant: "driver's license number".
    private static final int DETAIL_LOOK_BACK = 3;

    /// Marks that other words stand between the context word and the number.
    static final long FAR = 1L;

    private static final int DETAIL_SHIFT = 1;
    private static final long DETAIL_MASK = 31L;
    private static final long S = Lexicon.hash("s");
    private static final long N = Lexicon.hash("n");
    private static final long MR = Lexicon.hash("mr");
    private static final long ID = Lexicon.hash("id");
    private static final int TAG = Gap.BRACKET_OPEN;

    private final Keys keys;

    Context(Keys keys) {
        this.keys = keys;
    }

    static long detailBits(int detail) {
        return (long) detail << DETAIL_SHIFT;
    }

    static int detail(long context) {
        return (int) (context >>> DETAIL_SHIFT & DETAIL_MASK);
    }

    /// The number classes of the nearest context word before a token, or 0; with [#FAR] where words
    /// stand between, and with the detail.
    long number(Tokens t, int token) {
        int others = 0;
        boolean assignment = (t.gap(token) & Gap.EQUALS) != 0 && (t.gap(token) & Gap.SPACE) == 0;
        for (int i = token - 1; i >= 0 && i >= token - MAX_TOKENS; i--) {
            if (t.digits(i) && t.length(i) <= 2 && t.is(i - 1, WordClass.DIAGNOSIS_KEY)) {
                // ICD-10
                return WordClass.DIAGNOSIS_KEY | (others > 0 ? FAR : 0);
            }
            if (breaks(t, i, token)
                    || (assignment && i + 1 < token && (t.gap(i + 1) & Gap.SPACE) != 0)) {
                return 0;
            }
            long found = t.bits(i, WordClass.NUMBER_CONTEXT);
            if (found == WordClass.OTHER_ID) {
                int id = t.hash(i) == ID ? i : i - 1;
                long whose = whose(t, id);
                if (whose != 0) {
                    found = whose;
                    i = id - 1;
                }
            }
            if (found != 0) {
                return found | (others > 0 ? FAR : 0) | detailBits(detail(t, i, token, found));
            }
            if (others == 0) {
                long own = attached(t, i);
                if (own != 0) {
                    return own;
                }
            }
            if (!t.is(i, WordClass.FILLER) && t.kind(i) != Tokens.INITIAL) {
                others++;
                if (others > MAX_OTHER_WORDS || (t.gap(i + 1) & Gap.SEMICOLON) != 0) {
                    return 0;
                }
            }
        }
        return 0;
    }

    /// "member ID number": the word before the "ID" says whose, which says more.
    private static long whose(Tokens t, int id) {
        return id > 0 && t.hash(id) == ID && t.gap(id) == Gap.SPACE
                ? t.bits(id - 1, WordClass.NUMBER_CONTEXT)
                : 0;
    }

    /// What only the word right before a number can be: a camelCase key of a log line or an
    /// element, S/N, Grp #.
    private long attached(Tokens t, int i) {
        byte kind = t.kind(i);
        if (kind == Tokens.MIXED_LOWER || kind == Tokens.MIXED) {
            return keys.classes(t.bytes(), t.start(i), t.end(i))
                    & (WordClass.NUMBER_CONTEXT | DETAIL_MASK << DETAIL_SHIFT);
        }
        if (t.hash(i) == N && t.gap(i) == Gap.SLASH && t.hash(i - 1) == S) {
            return WordClass.DEVICE | detailBits(Detail.SERIAL);
        }
        if ((t.gap(i + 1) & Gap.HASH) != 0) {
            if (t.hash(i) == MR) {
                return WordClass.MRN;
            }
            int detail = Detail.of(t.hash(i), WordClass.MEMBER | WordClass.CLAIM);
            if (detail != Detail.NONE) {
                return (detail == Detail.GROUP ? WordClass.MEMBER : WordClass.CLAIM)
                        | detailBits(detail);
            }
        }
        return 0;
    }

    /// The word itself, those up to the number, then those before it.
    private static int detail(Tokens t, int found, int token, long classes) {
        for (int i = found; i < token; i++) {
            int detail = Detail.of(t.hash(i), classes);
            if (detail != Detail.NONE) {
                return detail;
            }
        }
        for (int i = found - 1; i >= 0 && i >= found - DETAIL_LOOK_BACK; i--) {
            if ((t.gap(i + 1) & Gap.SENTENCE_END) != 0 || t.digits(i)) {
                return Detail.NONE;
            }
            int detail = Detail.of(t.hash(i), classes);
            if (detail != Detail.NONE) {
                return detail;
            }
        }
        return Detail.NONE;
    }

    /// Whether a line, sentence, cell, element or another number stands between a word and a token.
    private static boolean breaks(Tokens t, int i, int token) {
        int gap = t.gap(i + 1);
        if ((gap & (Gap.NEWLINE | Gap.COLUMN | Gap.MARK)) != 0 && (gap & Gap.COLON) == 0) {
            return true;
        }
        if ((gap & TAG) != 0 && (i + 1 < token || t.bytes()[t.start(token) - 1] == '<')) {
            return true;
        }
        if ((gap & Gap.STOP) != 0 && (gap & (Gap.SPACE | Gap.EDGE)) != 0 && !abbreviation(t, i)) {
            return true;
        }
        return t.start(token) - t.end(i) > MAX_BYTES || t.digits(i);
    }

    /// The classes of the nearest word of these before a token, or 0; with [#FAR] where words stand
    /// between.
    static long before(Tokens t, int token, long classes) {
        int others = 0;
        for (int i = token - 1; i >= 0 && i >= token - MAX_TOKENS; i--) {
            if (breaks(t, i, token)) {
                return 0;
            }
            long found = t.bits(i, classes);
            if (found != 0) {
                return found | (others > 0 ? FAR : 0);
            }
            if (!t.is(i, WordClass.FILLER) && t.kind(i) != Tokens.INITIAL) {
                others++;
                if (others > MAX_OTHER_WORDS || (t.gap(i + 1) & Gap.SEMICOLON) != 0) {
                    return 0;
                }
            }
        }
        return 0;
    }

    /// A full stop after these ends no sentence: No. 12, Apt. 3, Tel. 555.
    private static boolean abbreviation(Tokens t, int token) {
        return t.length(token) <= 4
                && t.is(token, WordClass.FILLER | WordClass.NUMBER_CONTEXT | WordClass.UNIT);
    }

    /// The classes of the word right after a number, as in "212-555-0142 (cell)"; 0 where a
    /// sentence ends between.
    static long after(Tokens t, int token, long classes) {
        if (token >= t.count() || (t.gap(token) & Gap.SENTENCE_END) != 0) {
            return 0;
        }
        return (t.gap(token) & Gap.OPEN) != 0 ? t.bits(token, classes) : 0;
    }
}
