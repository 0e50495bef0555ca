package io.countersign.detectors.phi.engine;

import java.util.Arrays;

/// A window of tokens over the UTF-8 bytes of one leaf, in primitive arrays that are reused.
///
/// A token is a maximal run of letters or of digits (`54yo` is two tokens with an empty gap). One
/// pass over the bytes finds the ends, the case and the hash of each word; the lexicon gives its
/// classes. Recognisers then work on token indexes and look a bounded number of tokens back and
/// ahead, which makes the whole linear. A long leaf is read in windows of [#CAPACITY] tokens that
/// overlap by [#LOOK_BACK] and [#LOOK_AHEAD], so memory does not grow with the text.
public final class Tokens {
    /// Tokens in one window.
    public static final int CAPACITY = 8192;

    /// How far a recogniser may look back.
    public static final int LOOK_BACK = 64;

    /// How far a recogniser may look ahead.
    public static final int LOOK_AHEAD = 64;

    public static final byte DIGITS = 0;
    public static final byte LOWER = 1;

    /// First letter upper case, the rest lower.
    public static final byte CAPITAL = 2;

    /// All upper case, two letters or more.
    public static final byte UPPER = 3;

    /// One upper case letter.
    public static final byte INITIAL = 4;

    /// Starts upper case, mixed after that: McDonald.
    public static final byte MIXED = 5;

    /// Starts lower case, mixed after that: iPhone.
    public static final byte MIXED_LOWER = 6;

    // Byte kinds of the tokeniser.
    private static final byte K_GAP = 0;
    private static final byte K_LOWER = 1;
    private static final byte K_UPPER = 2;
    private static final byte K_DIGIT = 3;
    private static final byte K_WIDE = 4;

    private static final byte[] KIND = new byte[256];
    private static final int[] GAP = new int[256];

    static {
        Arrays.fill(GAP, Gap.OTHER);
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
        for (int b = 0; b < 256; b++) {
            if (b >= 'a' && b <= 'z') {
                KIND[b] = K_LOWER;
            } else if (b >= 'A' && b <= 'Z') {
                KIND[b] = K_UPPER;
            } else if (b >= '0' && b <= '9') {
                KIND[b] = K_DIGIT;
            } else if (b >= 0x80) {
                KIND[b] = K_WIDE;
            }
        }
    }

    /// Words remembered with their classes: most of a text is a few hundred words, and the lexicon
    /// is larger than the cache.
    private static final int RECENT = 8192;

    private final Lexicon lexicon;
    private final long[] recentHash = new long[RECENT];
    private final long[] recentBits = new long[RECENT];
    private final int[] start = new int[CAPACITY + 1];
    private final int[] end = new int[CAPACITY + 1];
    private final int[] gap = new int[CAPACITY + 1];
    private final byte[] kind = new byte[CAPACITY + 1];
    private final byte[] phraseWords = new byte[CAPACITY + 1];
    private final long[] hash = new long[CAPACITY + 1];
    private final long[] bits = new long[CAPACITY + 1];

    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    private int position;
    private int count;
    private int first;
    private int last;
    private long steps;

    public Tokens(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /// Starts on a leaf and reads its first window.
    public void open(byte[] leaf, int leafFrom, int leafTo) {
        bytes = leaf;
        from = leafFrom;
        to = leafTo;
        position = leafFrom;
        count = 0;
        first = 0;
        fill(0);
    }

    /// Moves to the next window; false where the leaf has ended.
    public boolean advance() {
        if (position >= to && last == count) {
            return false;
        }
        int keepFrom = Math.max(0, last - LOOK_BACK);
        int kept = count - keepFrom;
        System.arraycopy(start, keepFrom, start, 0, kept);
        System.arraycopy(end, keepFrom, end, 0, kept);
        System.arraycopy(gap, keepFrom, gap, 0, kept);
        System.arraycopy(kind, keepFrom, kind, 0, kept);
        System.arraycopy(phraseWords, keepFrom, phraseWords, 0, kept);
        System.arraycopy(hash, keepFrom, hash, 0, kept);
        System.arraycopy(bits, keepFrom, bits, 0, kept);
        int done = last - keepFrom;
        count = kept;
        fill(done);
        first = done;
        return true;
    }

    private void fill(int firstToRecognise) {
        int before = count;
        tokenise();
        boolean ended = position >= to;
        last = ended ? count : count - LOOK_AHEAD;
        gap[count] = ended ? gapAtEnd() | Gap.EDGE : gap[count];
        start[count] = to;
        end[count] = to;
        kind[count] = LOWER;
        bits[count] = 0;
        hash[count] = 0;
        phraseWords[count] = 1;
        first = firstToRecognise;
        joinPhrases(Math.max(0, before - Lexicon.MAX_PHRASE_WORDS));
    }

    private int gapAtEnd() {
        int mask = 0;
        int at = count == 0 ? from : end[count - 1];
        for (int i = at; i < to && i < at + LOOK_AHEAD; i++) {
            mask |= GAP[bytes[i] & 0xff];
        }
        return mask;
    }

    private void tokenise() {
        byte[] b = bytes;
        int i = position;
        int limit = to;
        int n = count;
        long worked = 0;
        while (n < CAPACITY) {
            int mask = n == 0 && i == from ? Gap.EDGE : 0;
            int k = K_GAP;
            int gapFrom = i;
            while (i < limit) {
                k = KIND[b[i] & 0xff];
                if (k == K_GAP) {
                    mask |= GAP[b[i] & 0xff];
                    i++;
                } else if (k == K_WIDE) {
                    int symbol = wideSymbol(b, i, limit);
                    if (symbol == 0) {
                        break;
                    }
                    mask |= symbol & 0xffffff;
                    i += symbol >>> 28;
                } else {
                    break;
                }
            }
            worked += i - gapFrom;
            if (i >= limit) {
                break;
            }
            gap[n] = mask;
            start[n] = i;
            phraseWords[n] = 1;
            if (k == K_DIGIT) {
                do {
                    i++;
                } while (i < limit && KIND[b[i] & 0xff] == K_DIGIT);
                kind[n] = DIGITS;
                hash[n] = 0;
                bits[n] = 0;
            } else {
                long h = Lexicon.HASH_START;
                int upper = 0;
                int letters = 0;
                boolean firstUpper = k == K_UPPER || (k == K_WIDE && wideUpper(b, i, limit));
                while (i < limit) {
                    byte c = b[i];
                    int ck = KIND[c & 0xff];
                    if (ck == K_LOWER) {
                        h = (h ^ c) * Lexicon.HASH_FACTOR;
                        letters++;
                        i++;
                        continue;
                    }
                    if (ck == K_UPPER) {
                        upper++;
                    } else if (ck == K_WIDE) {
                        if (wideSymbol(b, i, limit) != 0) {
                            break;
                        }
                        int width = wideWidth(c);
                        if (wideUpper(b, i, limit)) {
                            upper++;
                        }
                        for (int x = 1;
                                x < width && i + 1 < limit && (b[i + 1] & 0xc0) == 0x80;
                                x++) {
                            h = (h ^ (c | 0x20)) * Lexicon.HASH_FACTOR;
                            i++;
                            c = b[i];
                        }
                    } else {
                        break;
                    }
                    h = (h ^ (c | 0x20)) * Lexicon.HASH_FACTOR;
                    letters++;
                    i++;
                }
                hash[n] = h;
                int recent = (int) (h >>> 33) & (RECENT - 1);
                long classes;
                if (recentHash[recent] == h) {
                    classes = recentBits[recent];
                } else {
                    classes = lexicon.lookup(h);
                    recentHash[recent] = h;
                    recentBits[recent] = classes;
                }
                bits[n] = classes;
                kind[n] = letterCase(firstUpper, upper, letters);
            }
            end[n] = i;
            worked += i - start[n];
            n++;
        }
        count = n;
        position = i;
        steps += worked;
    }

    private static byte letterCase(boolean firstUpper, int upper, int letters) {
        if (upper == 0) {
            return LOWER;
        }
        if (!firstUpper) {
            return MIXED_LOWER;
        }
        if (letters == 1) {
            return INITIAL;
        }
        if (upper == 1) {
            return CAPITAL;
        }
        return upper == letters ? UPPER : MIXED;
    }

    /// 0 for a letter beyond ASCII (or a stray byte, which is harmless as one); else the gap
    /// classes, with the width in bytes in the top four bits.
    private static int wideSymbol(byte[] b, int i, int limit) {
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

    private static int wideWidth(byte lead) {
        int value = lead & 0xff;
        return value >= 0xE0 ? 3 : value >= 0xC0 ? 2 : 1;
    }

    /// Good enough for Latin, Greek and Cyrillic: whether the letter is upper case.
    private static boolean wideUpper(byte[] b, int i, int limit) {
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

    /// Gives the first and the last word of each phrase of the lexicon the phrase's classes.
    private void joinPhrases(int fromToken) {
        for (int i = fromToken; i < count; i++) {
            if ((bits[i] & WordClass.PHRASE_START) == 0 || phraseWords[i] != 1) {
                continue;
            }
            long h = hash[i];
            int words = 1;
            long found = 0;
            for (int j = i + 1; j < count && j < i + Lexicon.MAX_PHRASE_WORDS; j++) {
                if ((gap[j] & ~(Gap.SPACE | Gap.DASH | Gap.STOP | Gap.APOSTROPHE | Gap.UNDERSCORE))
                                != 0
                        || start[j] - end[j - 1] > 2
                        || hash[j] == 0) {
                    break;
                }
                h = Lexicon.join(h, hash[j]);
                if (!lexicon.mayBePhrase(h)) {
                    break;
                }
                long phrase = lexicon.lookup(h);
                if (phrase == 0) {
                    break;
                }
                if ((phrase & ~WordClass.PHRASE_START) != 0) {
                    found = phrase & ~WordClass.PHRASE_START;
                    words = j - i + 1;
                }
            }
            if (words > 1) {
                phraseWords[i] = (byte) words;
                bits[i] |= found;
                bits[i + words - 1] |= found;
            }
        }
    }

    /// The first token of this window that was not given to recognisers yet.
    public int first() {
        return first;
    }

    /// One past the last token that recognisers may start at in this window.
    public int last() {
        return last;
    }

    /// Tokens in the window. Index [#count()] may be read: an empty token at the end of the leaf.
    public int count() {
        return count;
    }

    public byte[] bytes() {
        return bytes;
    }

    /// First byte of the leaf in [#bytes()].
    public int from() {
        return from;
    }

    /// One past the last byte of the leaf.
    public int to() {
        return to;
    }

    public int start(int token) {
        return start[token];
    }

    public int end(int token) {
        return end[token];
    }

    public int length(int token) {
        return end[token] - start[token];
    }

    public byte kind(int token) {
        return token < 0 ? LOWER : kind[token];
    }

    public boolean digits(int token) {
        return token >= 0 && token < count && kind[token] == DIGITS;
    }

    /// Digits, and this many.
    public boolean digits(int token, int length) {
        return digits(token) && length(token) == length;
    }

    public boolean word(int token) {
        return token >= 0 && token < count && kind[token] != DIGITS;
    }

    /// Starts with an upper case letter.
    public boolean capital(int token) {
        if (token < 0 || token >= count) {
            return false;
        }
        byte k = kind[token];
        return k >= CAPITAL && k <= MIXED;
    }

    public long bits(int token) {
        return token < 0 ? 0 : bits[token];
    }

    public boolean is(int token, long classes) {
        return token >= 0 && (bits[token] & classes) != 0;
    }

    public long hash(int token) {
        return token < 0 ? 0 : hash[token];
    }

    public int phraseWords(int token) {
        return phraseWords[token];
    }

    /// The gap before a token.
    public int gap(int token) {
        return token < 0 ? Gap.EDGE : gap[token];
    }

    /// Bytes between the token before and this one.
    public int gapLength(int token) {
        if (token <= 0) {
            return token == 0 ? start[0] - from : 0;
        }
        return start[token] - end[token - 1];
    }

    /// Whether the gap before is one character of this class.
    public boolean joined(int token, int gapClass) {
        return token > 0
                && token < count
                && gap[token] == gapClass
                && (gapLength(token) == 1 || gapClass != Gap.DASH || wideDash(token));
    }

    private boolean wideDash(int token) {
        return gapLength(token) == 3 && bytes[end[token - 1]] == (byte) 0xE2;
    }

    /// The number that a token of at most nine digits stands for; -1 where it is none.
    public int value(int token) {
        if (!digits(token) || length(token) > 9) {
            return -1;
        }
        int value = 0;
        for (int i = start[token]; i < end[token]; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }

    /// Bytes and tokens touched since construction: the measure by which tests show that work is
    /// linear.
    public long steps() {
        return steps;
    }

    void step(int work) {
        steps += work;
    }
}
