package io.countersign.detectors.phi.engine;

/// Characters beyond ASCII, as far as a tokeniser needs to know them: which are letters, which are
/// signs, and what kind of sign.
final class WideCharacters {
    private WideCharacters() {}

    /// 0 for a letter beyond ASCII (or a stray byte, which is harmless as one); else the gap
    /// classes, with the width in bytes in the top four bits.
    static int symbol(byte[] b, int i, int limit) {
        int lead = b[i] & 0xff;
        int second = i + 1 < limit ? b[i + 1] & 0xff : 0;
        int third = i + 2 < limit ? b[i + 2] & 0xff : 0;
        return switch (lead) {
            case 0xC2 -> sized(2, i, limit, latin(second));
            case 0xE2 -> sized(3, i, limit, i + 2 < limit ? general(second, third) : Gap.OTHER);
            case 0xE3 -> second == 0x80 ? mark(ideographic(third)) : 0;
            case 0xEF ->
                    second == 0xBB && third == 0xBF
                            ? 3 << WIDTH_SHIFT // byte order mark
                            : mark(fullWidth(second, third));
            default -> lead >= 0xF0 ? sized(4, i, limit, Gap.OTHER) : 0;
        };
    }

    private static final int WIDTH_SHIFT = 28;

    private static int sized(int width, int i, int limit, int classes) {
        return Math.min(width, limit - i) << WIDTH_SHIFT | classes;
    }

    /// A sign of three bytes; 0, a letter's, where it has no class.
    private static int mark(int classes) {
        return classes == 0 ? 0 : 3 << WIDTH_SHIFT | classes;
    }

    /// U+0080 to U+00BF: no-break space, soft hyphen, signs.
    private static int latin(int second) {
        return second == 0xA0 ? Gap.SPACE : second == 0xAD ? 0 : Gap.OTHER;
    }

    /// U+2000 to U+2FFF: punctuation and symbols.
    private static int general(int second, int third) {
        if (second == 0x81) {
            // U+205F is a blank, U+2060 to U+2064 have no width.
            return third == 0x9F ? Gap.SPACE : third >= 0xA0 && third <= 0xA4 ? 0 : Gap.OTHER;
        }
        if (second != 0x80) {
            return Gap.OTHER;
        }
        if (third <= 0x8A || third == 0xAF) {
            return Gap.SPACE;
        }
        if (third <= 0x8D) {
            return 0; // zero width
        }
        if (third >= 0x90 && third <= 0x95) {
            return Gap.DASH;
        }
        if (third >= 0x98 && third <= 0x9B) {
            return Gap.APOSTROPHE;
        }
        if (third >= 0x9C && third <= 0x9F) {
            return Gap.QUOTE;
        }
        return third == 0xA8 || third == 0xA9 ? Gap.NEWLINE : Gap.OTHER;
    }

    /// U+3000 to U+3011: the blank, comma, full stop and brackets of Chinese and Japanese.
    private static int ideographic(int third) {
        if (third >= 0x88 && third <= 0x91) {
            return Gap.QUOTE;
        }
        return switch (third) {
            case 0x80 -> Gap.SPACE;
            case 0x81 -> Gap.COMMA | Gap.SPACE;
            case 0x82 -> Gap.STOP | Gap.SPACE;
            default -> 0;
        };
    }

    /// U+FF01 to U+FF5E are the signs, digits and letters of ASCII in full width. No blank follows
    /// a comma or semicolon there, and brackets quote.
    private static int fullWidth(int second, int third) {
        int ascii = second == 0xBC ? third - 0x60 : second == 0xBD ? third - 0x20 : 0;
        if (ascii <= ' ' || ascii > '~' || Character.isLetterOrDigit(ascii)) {
            return 0;
        }
        int classes = Gaps.of((byte) ascii);
        if ((classes & (Gap.BRACKET_OPEN | Gap.BRACKET_CLOSE)) != 0) {
            return Gap.QUOTE;
        }
        return ascii == ',' || ascii == ';' ? classes | Gap.SPACE : classes;
    }

    /// Bytes that a lead byte announces.
    static int width(byte lead) {
        int value = lead & 0xff;
        return value >= 0xE0 ? 3 : value >= 0xC0 ? 2 : 1;
    }

    /// Good enough for Latin, Greek and Cyrillic: whether the letter is upper case.
    static boolean upper(byte[] b, int i, int limit) {
        int lead = b[i] & 0xff;
        int second = i + 1 < limit ? b[i + 1] & 0xff : 0;
        return switch (lead) {
            case 0xC3 -> second < 0x9F;
            case 0xC4, 0xC5 -> (second & 1) == 0;
            case 0xCE -> second >= 0x86 && second <= 0xAB;
            case 0xD0 -> second >= 0x80 && second <= 0xAF;
            default -> false;
        };
    }
}
