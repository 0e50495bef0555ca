package io.countersign.detectors.phi.engine;

import java.util.Arrays;

/// A window of tokens over the UTF-8 bytes of one leaf, in primitive arrays that are reused.
///
/// A token is a maximal run of letters or of digits (`54yo` is two tokens with an empty gap).
/// Recognisers work on token indexes and look a bounded number of tokens back and ahead, which
/// makes the whole linear. A long leaf is read in windows of about [#CAPACITY] tokens that overlap
/// by [#LOOK_BACK] and [#LOOK_AHEAD], so memory does not grow with the text.
///
/// What makes it fast, in the order of the bytes:
/// 1. 64 bytes at a time become two bit sets, letters and digits, eight bytes in one `long` and
///    without a branch; where a set changes, a token starts or ends. A loop over bytes would
///    mispredict once a word, which costs more than all the rest.
/// 2. The gap before each token becomes its set of classes, from its first and last byte.
/// 3. With words asked for, each word is hashed eight bytes at a step and looked up in two small
///    bit sets that stay in the first-level cache: words that wake a recogniser, and first words of
///    phrases that do. Only what passes is looked up in the lexicon.
/// 4. A token is *awake* where a recogniser may have something to do at it: digits, before digits,
///    before `@ : - _ ]`, without a gap, capitals and waking words where asked for. The others are
///    never visited; their case, hash and classes are worked out when a recogniser looks back at
///    them, and then kept.
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

    /// A recogniser may have something to do because of what stands around the token.
    private static final byte AWAKE = 1;

    /// A recogniser may have something to do because of the word itself.
    private static final byte WAKES = 2;

    /// Somebody asked for it to be visited.
    private static final byte CALLED = 4;

    /// The small filter of waking words has it, rightly or not. Not visited for that alone.
    private static final byte ROUSED = 8;

    private static final byte VISITED = AWAKE | WAKES | CALLED;
    private static final byte WORD_WAKES = WAKES | ROUSED;

    /// A word that was not read yet: its kind and hash are unknown.
    private static final byte UNREAD = -1;

    /// Longest word that is read to its end. Longer ones are in no list.
    static final int MAX_WORD = 64;

    /// Bytes of one step of the tokeniser.
    private static final int BLOCK = 64;

    /// What a gap after a token must hold so that an address, a URL, a chain or a placeholder may
    /// be there.
    private static final int WAKING =
            Gap.AT | Gap.COLON | Gap.DASH | Gap.UNDERSCORE | Gap.BRACKET_CLOSE;

    /// Letters and digits that a block must have to look at it as Base64.
    private static final int MIN_DENSE = 54;

    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long BLANKS = 0x2020202020202020L;
    private static final long FROM_A = 0x1f1f1f1f1f1f1f1fL;
    private static final long PAST_Z = 0x0505050505050505L;
    private static final long FROM_0 = 0x5050505050505050L;
    private static final long PAST_9 = 0x4646464646464646L;

    /// Gathers the lowest bits of eight bytes into the highest byte of the product.
    private static final long GATHER = 0x0102040810204080L;

    /// Words remembered with their classes: most of a text is a few hundred words, and the lexicon
    /// is larger than the cache.
    private static final int RECENT = 1 << 15;

    private static final int RECENT_SHIFT = 32;
    private static final long HASH_KEPT = -1L << Lexicon.FOUND_BITS;

    private final Lexicon lexicon;
    private final boolean wordsWake;
    private final boolean capitalsWake;

    /// The upper bits of a word's hash, then what the lexicon has of it: one `long` a word, since
    /// what matters is how many of them stay in the cache.
    private final long[] recent = new long[RECENT];

    private final int[] start = new int[CAPACITY + BLOCK];
    private final int[] end = new int[CAPACITY + BLOCK];
    private final int[] exception = new int[CAPACITY + BLOCK];
    private final int[] gap = new int[CAPACITY + 2];
    private final byte[] kind = new byte[CAPACITY + 2];
    private final byte[] awake = new byte[CAPACITY + 2];

    /// Words of the phrase that starts at a token; 0 where its classes are not known yet.
    private final byte[] phraseWords = new byte[CAPACITY + 2];

    private final long[] hash = new long[CAPACITY + 2];
    private final long[] bits = new long[CAPACITY + 2];
    private final byte[] tail = new byte[BLOCK];

    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    private int position;
    private int count;
    private int first;
    private int last;
    private long steps;

    // State of the tokeniser between blocks.
    private int openStart;
    private boolean openDigits;
    private int wideTo;
    private boolean wideLetter;
    private int encodedChecked;
    private boolean encoded;

    /// @param wordsWake whether words of [WordClass#WAKES] are visited
    /// @param capitalsWake whether capitalised words are
    public Tokens(Lexicon lexicon, boolean wordsWake, boolean capitalsWake) {
        this.lexicon = lexicon;
        this.wordsWake = wordsWake;
        this.capitalsWake = capitalsWake;
    }

    /// Starts on a leaf and reads its first window.
    public void open(byte[] leaf, int leafFrom, int leafTo) {
        bytes = leaf;
        from = leafFrom;
        to = leafTo;
        position = leafFrom;
        count = 0;
        first = 0;
        openStart = -1;
        wideTo = leafFrom;
        encodedChecked = leafFrom;
        encoded = false;
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
        System.arraycopy(awake, keepFrom, awake, 0, kept);
        System.arraycopy(phraseWords, keepFrom, phraseWords, 0, kept);
        System.arraycopy(hash, keepFrom, hash, 0, kept);
        System.arraycopy(bits, keepFrom, bits, 0, kept);
        int done = last - keepFrom;
        // What was looked up near the window's end did not see the words beyond it.
        Arrays.fill(phraseWords, Math.max(0, kept - Lexicon.MAX_PHRASE_WORDS), kept, (byte) 0);
        count = kept;
        fill(done);
        return true;
    }

    private void fill(int firstToRecognise) {
        int before = count;
        tokenise();
        boolean ended = position >= to;
        last = ended ? count : Math.max(firstToRecognise, count - LOOK_AHEAD);
        for (int past = count; past < count + 2; past++) {
            start[past] = to;
            end[past] = to;
            gap[past] = Gap.OTHER;
            kind[past] = LOWER;
            bits[past] = 0;
            hash[past] = 0;
            phraseWords[past] = 1;
            awake[past] = 0;
        }
        first = firstToRecognise;
        if (ended) {
            gap[count] = gapAtEnd() | Gap.EDGE;
            if (count > 0 && (gap[count] & WAKING) != 0) {
                awake[count - 1] = AWAKE;
            }
        }
        if (wordsWake) {
            words(before);
        } else if (capitalsWake) {
            capitals(before);
        }
        steps += count - before;
    }

    private int gapAtEnd() {
        int mask = 0;
        int at = count == 0 ? from : end[count - 1];
        for (int i = at; i < to && i < at + LOOK_AHEAD; i++) {
            int one = Gaps.of(bytes[i]);
            mask |= one == Gaps.WIDE ? Gap.OTHER : one;
        }
        return mask;
    }

    // ---- where tokens start and end ----

    private void tokenise() {
        int n = count;
        int opened = n;
        int at = position;
        if (openStart >= 0) {
            start[opened++] = openStart;
        }
        long letterBefore = openStart >= 0 && !openDigits ? 1 : 0;
        long digitBefore = openStart >= 0 && openDigits ? 1 : 0;
        int exceptions = 0;
        if (openStart >= 0) {
            exception[exceptions++] = opened - 1;
        }
        long spaceBefore = 0;
        long lettersBefore = 0;
        while (at < to && opened <= CAPACITY - BLOCK) {
            int width = Math.min(BLOCK, to - at);
            byte[] b = bytes;
            int offset = at;
            if (at + BLOCK > b.length) {
                System.arraycopy(b, at, tail, 0, width);
                b = tail;
                offset = 0;
            }
            long letters = 0;
            long digits = 0;
            long spaces = 0;
            long wide = 0;
            for (int k = 0; k < width; k += 8) {
                long x = EightBytes.at(b, offset + k);
                long y = x & LOW_BITS;
                long z = y | BLANKS;
                long ascii = ~x & HIGH_BITS;
                long letter = (z + FROM_A) & ~(z + PAST_Z) & ascii;
                long digit = (y + FROM_0) & ~(y + PAST_9) & ascii;
                long space = ~((y ^ BLANKS) + LOW_BITS) & ascii;
                letters |= (((letter >>> 7) * GATHER) >>> 56) << k;
                digits |= (((digit >>> 7) * GATHER) >>> 56) << k;
                spaces |= (((space >>> 7) * GATHER) >>> 56) << k;
                wide |= x;
            }
            if (digits != 0
                    && at >= encodedChecked
                    && Long.bitCount(letters | digits) >= MIN_DENSE
                    && width == BLOCK) {
                int runEnd = EncodedRun.end(bytes, at, to);
                encodedChecked = Math.abs(runEnd);
                if (runEnd > at) {
                    // One word, however long: what it encodes was not read.
                    encoded = true;
                    if (digitBefore != 0) {
                        end[n++] = at;
                    }
                    if (letterBefore == 0) {
                        exception[exceptions++] = opened;
                        start[opened++] = at;
                    }
                    letterBefore = 1;
                    digitBefore = 0;
                    spaceBefore = 0;
                    lettersBefore = 0;
                    at = runEnd;
                    continue;
                }
            }
            long inside = -1L >>> (BLOCK - width);
            letters &= inside;
            digits &= inside;
            if ((wide & HIGH_BITS) != 0 || wideTo > at) {
                long gaps = wideGaps(at, width);
                digits &= ~gaps;
                letters = (letters & ~gaps) | wideLetters;
                spaces &= ~gaps;
            }
            long lettersShifted = (letters << 1) | letterBefore;
            long digitsShifted = (digits << 1) | digitBefore;
            long starts = (letters & ~lettersShifted) | (digits & ~digitsShifted);
            long ends = (~letters & lettersShifted) | (~digits & digitsShifted);
            long plain =
                    letters
                            & ((spaces << 1) | spaceBefore)
                            & ((lettersShifted << 1) | lettersBefore);
            long exceptional = starts & ~plain;
            while (exceptional != 0) {
                long one = exceptional & -exceptional;
                exception[exceptions++] = opened + Long.bitCount(starts & (one - 1));
                exceptional ^= one;
            }
            lettersBefore = lettersShifted >>> 63;
            letterBefore = letters >>> 63;
            digitBefore = digits >>> 63;
            spaceBefore = spaces >>> 63;
            write(start, opened, starts, at);
            opened += Long.bitCount(starts);
            write(end, n, ends, at);
            n += Long.bitCount(ends);
            at += width;
        }
        steps += at - position;
        position = at;
        openStart = -1;
        if (opened > n) {
            if (at >= to) {
                end[n++] = to;
            } else {
                openStart = start[n];
                openDigits = digitBefore != 0;
            }
        }
        forget(count, n);
        count = n;
        gaps(exceptions);
    }

    private void forget(int first, int past) {
        if (past - first <= 8) {
            for (int i = first; i < past; i++) {
                gap[i] = Gap.SPACE;
                kind[i] = UNREAD;
                awake[i] = 0;
                phraseWords[i] = 0;
            }
            return;
        }
        Arrays.fill(gap, first, past, Gap.SPACE);
        Arrays.fill(kind, first, past, UNREAD);
        Arrays.fill(awake, first, past, (byte) 0);
        Arrays.fill(phraseWords, first, past, (byte) 0);
    }

    /// Places of the bits, from the lowest on. A dozen at once, since a loop that ends at each
    /// place now and then costs more; what is written past the last is overwritten later.
    private static void write(int[] places, int first, long bits, int at) {
        int i = first;
        long rest = bits;
        if (Long.bitCount(rest) <= WRITTEN_FEW) {
            for (int k = 0; k < WRITTEN_FEW; k++) {
                places[i + k] = at + Long.numberOfTrailingZeros(rest);
                rest &= rest - 1;
            }
            return;
        }
        do {
            for (int k = 0; k < WRITTEN_AT_ONCE; k++) {
                places[i + k] = at + Long.numberOfTrailingZeros(rest);
                rest &= rest - 1;
            }
            i += WRITTEN_AT_ONCE;
        } while (rest != 0);
    }

    private static final int WRITTEN_AT_ONCE = 12;
    private static final int WRITTEN_FEW = 3;

    private long wideLetters;

    /// Looks at the characters beyond ASCII of a block. Returns the bytes that are gaps because of
    /// them, and leaves those that are letters in [#wideLetters].
    private long wideGaps(int at, int width) {
        byte[] b = bytes;
        long letters = 0;
        long gaps = 0;
        int blockEnd = at + width;
        if (wideTo > at) {
            long mask = places(at, at, Math.min(wideTo, blockEnd));
            letters = wideLetter ? mask : 0;
            gaps = wideLetter ? 0 : mask;
        }
        int i = Math.max(at, wideTo);
        while (i < blockEnd) {
            if (b[i] >= 0) {
                i++;
                continue;
            }
            int symbol = WideCharacters.symbol(b, i, to);
            int next;
            if (symbol != 0) {
                next = i + (symbol >>> 28);
                gaps |= places(at, i, Math.min(next, blockEnd));
            } else {
                next = i + 1;
                int most = i + WideCharacters.width(b[i]);
                while (next < most && next < to && (b[next] & 0xc0) == 0x80) {
                    next++;
                }
                letters |= places(at, i, Math.min(next, blockEnd));
            }
            wideLetter = symbol == 0;
            i = next;
        }
        wideTo = i;
        wideLetters = letters;
        return gaps;
    }

    private static long places(int at, int first, int past) {
        return (-1L >>> (BLOCK - (past - first))) << (first - at);
    }

    // ---- what stands between them ----

    /// Looks at the tokens before which something else than one blank after a word stands.
    private void gaps(int exceptions) {
        byte[] b = bytes;
        for (int x = 0; x < exceptions; x++) {
            int n = exception[x];
            if (n >= count) {
                break;
            }
            int gapEnd = start[n];
            boolean digits = (b[gapEnd] ^ '0') < 10 && b[gapEnd] >= '0';
            if (digits) {
                kind[n] = DIGITS;
                awake[n] = AWAKE;
            }
            if (n == 0) {
                gap[0] = Gaps.between(bytes, from, gapEnd, to) | Gap.EDGE;
                continue;
            }
            int gapStart = end[n - 1];
            int mask;
            if ((gapEnd - gapStart - 1) >>> 1 == 0) {
                mask = Gaps.of(b[gapStart]) | Gaps.of(b[gapEnd - 1]);
                if (mask < 0) {
                    mask = Gaps.between(b, gapStart, gapEnd, to);
                }
            } else {
                mask = Gaps.between(b, gapStart, gapEnd, to);
            }
            gap[n] = mask;
            if (digits || (mask & WAKING) != 0 || mask == 0 || mask == Gap.STOP) {
                awake[n - 1] = AWAKE;
            }
        }
    }

    // ---- words ----

    private void words(int fromToken) {
        byte[] b = bytes;
        boolean phraseMay = false;
        long before = 0;
        for (int n = Math.max(0, fromToken - Lexicon.MAX_PHRASE_WORDS); n < count; n++) {
            if (kind[n] == DIGITS) {
                phraseMay = false;
                continue;
            }
            read(n);
            long h = hash[n];
            byte k = kind[n];
            if (capitalsWake && k >= CAPITAL && k <= MIXED) {
                awake[n] |= WORD_WAKES;
            }
            if (phraseMay && lexicon.mayBePhrase(Lexicon.join(before, h))) {
                int words = phraseAt(n - 1);
                if ((phraseFound & WordClass.WAKES) != 0) {
                    awake[n - 1] |= WORD_WAKES;
                    awake[n - 2 + words] |= WORD_WAKES;
                }
            }
            phraseMay = false;
            if (lexicon.mayWake(h)) {
                phraseMay = lexicon.mayStartWakingPhrase(h);
                if ((k != LOWER && !phraseMay)
                        || (lexicon.classes(recent(h)) & WordClass.WAKES) != 0
                        || (b[start[n]] | 0x20) == 'x') {
                    awake[n] |= WORD_WAKES;
                } else if (!phraseMay) {
                    awake[n] |= ROUSED;
                }
            }
            before = h;
        }
    }

    private void capitals(int fromToken) {
        for (int n = fromToken; n < count; n++) {
            if (kind[n] != DIGITS && capital(n)) {
                awake[n] |= WORD_WAKES;
            }
        }
    }

    /// Works out the kind and the hash of a word. Most are ASCII and shorter than two steps of the
    /// hash: then without a loop.
    private void read(int n) {
        int s = start[n];
        int length = end[n] - s;
        if (length >= 2 * Long.BYTES || s > bytes.length - 2 * Long.BYTES) {
            readBytes(n);
            return;
        }
        long insideFirst = -1L >>> (64 - 8 * Math.min(length, 8));
        long insideSecond = (1L << (8 * Math.max(length - 8, 0))) - 1;
        long x = EightBytes.at(bytes, s) & insideFirst;
        long y = EightBytes.at(bytes, s + 8) & insideSecond;
        if (((x | y) & HIGH_BITS) != 0) {
            readBytes(n);
            return;
        }
        long h = Lexicon.step(Lexicon.HASH_START, x | (BLANKS & insideFirst));
        hash[n] = Lexicon.step(h, y | (BLANKS & insideSecond));
        long upperFirst = ~x & BLANKS & insideFirst;
        long upperSecond = ~y & BLANKS & insideSecond;
        kind[n] =
                (upperFirst | upperSecond) == 0
                        ? LOWER
                        : letterCase(
                                (upperFirst & 0xff) != 0,
                                Long.bitCount(upperFirst) + Long.bitCount(upperSecond),
                                length);
    }

    private void readBytes(int n) {
        byte[] b = bytes;
        int s = start[n];
        int e = end[n];
        if (e - s > MAX_WORD) {
            hash[n] = 1;
            e = s + MAX_WORD;
        } else {
            hash[n] = Lexicon.hash(b, s, e);
        }
        int upper = 0;
        int letters = 0;
        int i = s;
        while (i < e) {
            byte c = b[i];
            if (c >= 0) {
                upper += (c & 0x20) == 0 ? 1 : 0;
                i++;
            } else {
                upper += WideCharacters.upper(b, i, to) ? 1 : 0;
                int most = i + WideCharacters.width(c);
                i++;
                while (i < most && i < e && (b[i] & 0xc0) == 0x80) {
                    i++;
                }
            }
            letters++;
        }
        boolean firstUpper = b[s] >= 0 ? (b[s] & 0x20) == 0 : WideCharacters.upper(b, s, to);
        kind[n] = letterCase(firstUpper, upper, letters);
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

    // ---- classes ----

    /// What the lexicon has of a word: for [Lexicon#classes] and [Lexicon#ends].
    private long recent(long h) {
        int slot = (int) (h >>> RECENT_SHIFT) & (RECENT - 1);
        long known = recent[slot];
        if ((known ^ h) >>> Lexicon.FOUND_BITS != 0) {
            known = (h & HASH_KEPT) | lexicon.found(h);
            recent[slot] = known;
        }
        return known;
    }

    /// Works out the classes of a token: its own, those of the longest phrase that starts with it,
    /// and those of phrases that end with it.
    private long resolve(int n) {
        if (kind[n] == DIGITS) {
            bits[n] = 0;
            phraseWords[n] = 1;
            return 0;
        }
        long h = hash(n);
        long found = recent(h);
        long own = lexicon.classes(found);
        boolean ends = Lexicon.ends(found);
        int words = 1;
        if ((own & WordClass.PHRASE_START) != 0) {
            words = phraseAt(n);
            own |= phraseFound;
        }
        if (ends && insidePhrase(n)) {
            long wordBefore = hash(n - 1);
            if (wordBefore != 0 && lexicon.mayEndPhrase(Lexicon.join(wordBefore, h))) {
                for (int x = n - 1; x >= 0 && x > n - Lexicon.MAX_PHRASE_WORDS; x--) {
                    if (kind[x] == DIGITS) {
                        break;
                    }
                    if ((lexicon.classes(recent(hash(x))) & WordClass.PHRASE_START) != 0
                            && phraseAt(x) == n - x + 1) {
                        own |= phraseFound;
                    }
                    if (!insidePhrase(x)) {
                        break;
                    }
                }
            }
        }
        bits[n] = own;
        phraseWords[n] = (byte) words;
        return own;
    }

    /// Whether the gap before a token is one that stands inside phrases.
    private boolean insidePhrase(int n) {
        return n > 0
                && (gap[n] & ~(Gap.SPACE | Gap.DASH | Gap.STOP | Gap.APOSTROPHE | Gap.UNDERSCORE))
                        == 0
                && start[n] - end[n - 1] <= 2;
    }

    private long phraseFound;

    /// Words of the longest phrase of the lexicon that starts at a token, 1 for none; its classes
    /// are left in [#phraseFound].
    private int phraseAt(int n) {
        long h = hash(n);
        int words = 1;
        phraseFound = 0;
        for (int j = n + 1; j < count && j < n + Lexicon.MAX_PHRASE_WORDS; j++) {
            if (!insidePhrase(j) || kind[j] == DIGITS) {
                break;
            }
            h = Lexicon.join(h, hash(j));
            if (!lexicon.mayBePhrase(h)) {
                break;
            }
            long phrase = lexicon.classes(recent(h));
            if (phrase == 0) {
                break;
            }
            if ((phrase & ~WordClass.PHRASE_START) != 0) {
                phraseFound = phrase & ~WordClass.PHRASE_START;
                words = j - n + 1;
            }
        }
        return words;
    }

    /// Whether what a word is may have woken the token, and not only what stands around it. True
    /// for a few words more than those that are visited: what a filter of two bits a word says.
    public boolean wakes(int token) {
        return (awake[token] & ROUSED) != 0;
    }

    /// Whether a token is awake because of what the word is alone, and a lower-case word: nothing
    /// but words and plain gaps stands around it.
    public boolean plainWord(int token) {
        return (awake[token] & VISITED) == WAKES && kind[token] == LOWER;
    }

    /// Has a token visited, whatever it is.
    public void wake(int token) {
        awake[token] |= CALLED;
    }

    /// The next token from this one on that a recogniser may start at; [#last()] where there is
    /// none.
    public int nextAwake(int token) {
        int n = token;
        int limit = last;
        while (n < limit && (awake[n] & VISITED) == 0) {
            n++;
        }
        return n;
    }

    /// The next token from this one on that is awake or that [#wakes] is true of; [#count()] where
    /// there is none.
    public int nextStirring(int token) {
        int n = token;
        int limit = count;
        while (n < limit && awake[n] == 0) {
            n++;
        }
        return n;
    }

    /// The classes of a word alone, without those of phrases that it is part of: a part of [#bits].
    public long ownBits(int token) {
        return kind[token] == DIGITS ? 0 : lexicon.classes(recent(hash(token)));
    }

    /// The first token of this window that was not given to recognisers yet.
    public int first() {
        return first;
    }

    /// One past the last token that recognisers may start at in this window.
    public int last() {
        return last;
    }

    /// Whether a long run of Base64 was passed over in the leaf so far.
    public boolean encoded() {
        return encoded;
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
        if (token < 0) {
            return LOWER;
        }
        if (kind[token] == UNREAD) {
            read(token);
        }
        return kind[token];
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
        byte k = kind(token);
        return k >= CAPITAL && k <= MIXED;
    }

    public long bits(int token) {
        if (token < 0) {
            return 0;
        }
        return phraseWords[token] == 0 ? resolve(token) : bits[token];
    }

    /// Those of the given classes that a token is of.
    public long bits(int token, long classes) {
        if (token >= 0
                && phraseWords[token] == 0
                && (classes & ~WordClass.BESIDE_NUMBERS) == 0
                && !lexicon.mayStandBesideNumbers(hash(token))) {
            return 0;
        }
        return bits(token) & classes;
    }

    public boolean is(int token, long classes) {
        return bits(token, classes) != 0;
    }

    /// The hash of a word without regard to case; 0 for digits.
    public long hash(int token) {
        if (token < 0 || kind[token] == DIGITS) {
            return 0;
        }
        if (kind[token] == UNREAD) {
            read(token);
        }
        return hash[token];
    }

    public int phraseWords(int token) {
        if (phraseWords[token] == 0) {
            resolve(token);
        }
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
