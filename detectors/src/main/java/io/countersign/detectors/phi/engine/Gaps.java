package io.countersign.detectors.phi.engine;

import java.util.Arrays;

/// The classes of [Gap] of what stands between tokens.
final class Gaps {
    /// A gap with bytes beyond ASCII, which need a closer look.
    static final int WIDE = 1 << 31;

    private static final int[] GAP = new int[256];

    static {
        Arrays.fill(GAP, Gap.OTHER);
        Arrays.fill(GAP, 0x80, 256, WIDE);
        GAP[' '] = Gap.SPACE;
        GAP['\n'] = Gap.NEWLINE;
        GAP['\r'] = Gap.NEWLINE;
        GAP['\t'] = Gap.COLUMN;
        GAP['|'] = Gap.COLUMN;
        GAP[','] = Gap.COMMA;
        GAP['.'] = Gap.STOP;
        GAP[':'] = Gap.COLON;
        GAP[';'] = Gap.SEMICOLON;
        GAP['('] = Gap.OPEN;
        GAP[')'] = Gap.CLOSE;
        GAP['/'] = Gap.SLASH;
        GAP['@'] = Gap.AT;
        GAP['-'] = Gap.DASH;
        GAP['\''] = Gap.APOSTROPHE;
        GAP['`'] = Gap.APOSTROPHE;
        GAP['"'] = Gap.QUOTE;
        GAP['['] = Gap.BRACKET_OPEN;
        GAP['<'] = Gap.BRACKET_OPEN;
        GAP['{'] = Gap.BRACKET_OPEN;
        GAP[']'] = Gap.BRACKET_CLOSE;
        GAP['>'] = Gap.BRACKET_CLOSE;
        GAP['}'] = Gap.BRACKET_CLOSE;
        GAP['#'] = Gap.HASH;
        GAP['_'] = Gap.UNDERSCORE;
        GAP['?'] = Gap.MARK;
        GAP['!'] = Gap.MARK;
        GAP['+'] = Gap.PLUS;
        GAP['='] = Gap.EQUALS;
        GAP['^'] = Gap.CARET;
    }

    /// The classes of a byte; [#WIDE] for one beyond ASCII.
    static int of(byte c) {
        return GAP[c & 0xff];
    }

    /// The classes of the gap [from, to).
    ///
    /// @param limit where the leaf ends
    static int between(byte[] b, int from, int to, int limit) {
        int mask = 0;
        int i = from;
        while (i < to) {
            int one = GAP[b[i] & 0xff];
            if (one == WIDE) {
                int symbol = WideCharacters.symbol(b, i, limit);
                mask |= symbol & 0xffffff;
                i += Math.max(1, symbol >>> 28);
            } else {
                mask |= one;
                i++;
            }
        }
        return mask;
    }

    private Gaps() {}
}
