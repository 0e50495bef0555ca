package io.countersign.detectors.phi.engine;

/// Characters beyond ASCII, as far as a tokeniser needs to know them: which are letters, which are
/// signs, and what kind of sign.
final class WideCharacters {
    private WideCharacters() {}

    /// 0 for a letter beyond ASCII (or a stray byte, which is harmless as one); else the gap
    /// classes, with the width in bytes in the top four bits.
    static int symbol(byte[] b, int i, int limit) {
        int lead = b[i] & 0xff;
        if (lead == 0xC2) {
            // U+0080 to U+00BF: no-break space, signs.
            int second = i + 1 < limit ? b[i + 1] & 0xff : 0;
            return (Math.min(2, limit - i) << 28) | (second == 0xA0 ? Gap.SPACE : Gap.OTHER);
        }
        if (lead == 0xE2) {
            // U+2000 to U+2FFF: punctuation and symbols.
            int width = Math.min(3, limit - i);
            int mask = Gap.OTHER;
            if (i + 2 < limit && (b[i + 1] & 0xff) == 0x80) {
                int third = b[i + 2] & 0xff;
                if (third <= 0x8A || third == 0xAF) {
                    mask = Gap.SPACE;
                } else if (third <= 0x8D) {
                    mask = 0; // zero width
                } else if (third >= 0x90 && third <= 0x95) {
                    mask = Gap.DASH;
                } else if (third >= 0x98 && third <= 0x9B) {
                    mask = Gap.APOSTROPHE;
                } else if (third >= 0x9C && third <= 0x9F) {
                    mask = Gap.QUOTE;
                } else if (third == 0xA8 || third == 0xA9) {
                    mask = Gap.NEWLINE;
                }
            }
            return (width << 28) | mask;
        }
        if (lead >= 0xF0) {
            return (Math.min(4, limit - i) << 28) | Gap.OTHER;
        }
        if (lead == 0xEF
                && i + 2 < limit
                && (b[i + 1] & 0xff) == 0xBB
                && (b[i + 2] & 0xff) == 0xBF) {
            return 3 << 28; // byte order mark
        }
        return 0;
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
