package io.countersign.detectors.phi.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.zip.GZIPInputStream;

/// Words and phrases with their classes, in one open-addressing table that is looked up by the hash
/// which the tokeniser computes anyway. Immutable once built, so threads share it.
///
/// A key is the 64-bit hash of the word without regard to ASCII case; 32 bits of it are stored and
/// up to 20 others choose the slot, so that a false hit is a matter of one in 10^12 and cheaper
/// than storing the words. The table is half empty, which bounds the average probe to 1.5 slots;
/// [#MAX_PROBES] bounds the worst.
public final class Lexicon {
    /// Longest phrase in words.
    public static final int MAX_PHRASE_WORDS = 5;

    private static final int MAX_PROBES = 64;
    private static final int FILTER_BITS = 1 << 20;
    private static final int END_BITS = 1 << 20;
    private static final int WAKE_BITS = 1 << 18;
    private static final int START_BITS = 1 << 17;
    private static final int BESIDE_BITS = 1 << 15;

    /// Longest run of the letter X that stands for something taken out.
    private static final int MAX_PLACEHOLDER = 12;

    private static final long FINGERPRINT = 0xFFFFFFFF00000000L;
    private static final long ENDS = 1L << 16;

    /// Bits of [#ENDS] and of the number of a class combination.
    static final int FOUND_BITS = 17;

    private static final String RESOURCE = "lexicon.tsv.gz";

    /// What the build makes of the word lists; in a jar it is there, in a folder of classes it may
    /// be.
    public static final String COMPILED_RESOURCE = "lexicon.bin";

    private static final int MIN_HASHED = 16;
    private static final long BLANKS = 0x2020202020202020L;
    static final long HASH_START = 0x9E3779B97F4A7C15L;
    static final long HASH_FACTOR = 0xD6E8FEB86659FD93L;

    private final int mask;

    /// 32 bits of fingerprint, then whether phrases end with the word ([#ENDS]), then the number of
    /// the class combination; 0 is empty.
    private final long[] slots;

    private final long[] classes;

    /// One bit for each phrase and each beginning of one, so that most pairs of words cost no
    /// look-up.
    private final long[] phraseFilter;

    /// One bit for each pair of words that ends a phrase.
    private final long[] endFilter;

    /// One bit for each word of [WordClass#WAKES] and each of [#startFilter]: small, since every
    /// word of a text is looked up.
    private final long[] wakeFilter;

    /// One bit for each first word of a phrase of [WordClass#WAKES].
    private final long[] startFilter;

    /// Two bits for each word of [WordClass#BESIDE_NUMBERS], and for the first and the last word of
    /// each phrase of them: small, since every number has the words before it looked up.
    private final long[] besideFilter;

    private Lexicon(Words words) {
        Map<Long, Long> entries = words.entries;
        int capacity = Integer.highestOneBit(Math.max(16, entries.size() * 3 / 2)) << 1;
        mask = capacity - 1;
        slots = new long[capacity];
        phraseFilter = new long[FILTER_BITS >> 6];
        endFilter = new long[END_BITS >> 6];
        wakeFilter = new long[WAKE_BITS >> 6];
        startFilter = new long[START_BITS >> 6];
        besideFilter = new long[BESIDE_BITS >> 6];
        for (long phrase : words.phrases) {
            phraseFilter[filterWord(phrase)] |= 1L << (phrase >>> 50);
        }
        for (long pair : words.phraseEnds) {
            endFilter[filterWord(pair)] |= 1L << (pair >>> 50);
        }
        for (long word : words.waking) {
            wakeFilter[(int) (word >>> 52)] |= wakeBits(word);
        }
        for (long word : words.besideNumbers) {
            besideFilter[(int) (word >>> 55)] |= wakeBits(word);
        }
        for (long word : words.wakingStarts) {
            startFilter[(int) (word >>> 53)] |= 1L << (word >>> 47);
        }
        Map<Long, Character> numbers = new HashMap<>();
        long[] distinct = new long[1 << 16];
        int count = 1; // 0 means empty
        for (Map.Entry<Long, Long> entry : entries.entrySet()) {
            Character number = numbers.get(entry.getValue());
            if (number == null) {
                if (count == distinct.length) {
                    throw new IllegalStateException("more class combinations than a char counts");
                }
                number = (char) count;
                distinct[count++] = entry.getValue();
                numbers.put(entry.getValue(), number);
            }
            long mixed = finish(entry.getKey());
            int slot = (int) mixed & mask;
            int probes = 0;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
                if (++probes == MAX_PROBES) {
                    throw new IllegalStateException("lexicon too dense");
                }
            }
            slots[slot] =
                    (mixed & FINGERPRINT)
                            | number
                            | (words.lastWords.contains(entry.getKey()) ? ENDS : 0);
        }
        classes = java.util.Arrays.copyOf(distinct, count);
    }

    private Lexicon(PackedArrays.Reader arrays) throws IOException {
        slots = arrays.longs();
        classes = arrays.longs();
        phraseFilter = arrays.longs();
        endFilter = arrays.longs();
        wakeFilter = arrays.longs();
        startFilter = arrays.longs();
        besideFilter = arrays.longs();
        mask = slots.length - 1;
        if (Integer.bitCount(slots.length) != 1
                || phraseFilter.length != FILTER_BITS >> 6
                || endFilter.length != END_BITS >> 6
                || wakeFilter.length != WAKE_BITS >> 6
                || startFilter.length != START_BITS >> 6
                || besideFilter.length != BESIDE_BITS >> 6) {
            throw new IOException("another lexicon than this program reads: build it again");
        }
    }

    /// The table that the build made of the word lists and of every info type's words: read in a
    /// few milliseconds, where [#load] takes some hundred. Empty where no build has made one.
    public static Optional<Lexicon> compiled() {
        try (InputStream in = Lexicon.class.getResourceAsStream(COMPILED_RESOURCE)) {
            return in == null ? Optional.empty() : Optional.of(read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Lexicon read(InputStream in) throws IOException {
        return new Lexicon(new PackedArrays.Reader(in));
    }

    /// Writes what [#compiled()] reads.
    public void write(OutputStream out) throws IOException {
        PackedArrays.Writer arrays = new PackedArrays.Writer(out);
        arrays.longs(slots);
        arrays.longs(classes);
        arrays.longs(phraseFilter);
        arrays.longs(endFilter);
        arrays.longs(wakeFilter);
        arrays.longs(startFilter);
        arrays.longs(besideFilter);
    }

    /// Makes the table of the word lists.
    ///
    /// @param more gives further words and phrases, blanks between the words, with their classes
    public static Lexicon load(Consumer<ObjLongConsumer<String>> more) {
        Words words = new Words();
        try (InputStream in = Lexicon.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource missing: " + RESOURCE);
            }
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    new GZIPInputStream(in, 1 << 16), StandardCharsets.UTF_8));
            String line = lines.readLine();
            while (line != null) {
                if (!line.startsWith("#")) {
                    int tab = line.indexOf('\t');
                    words.add(line.substring(0, tab), listClasses(line, tab + 1));
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        more.accept(words::add);
        for (int length = 3; length <= MAX_PLACEHOLDER; length++) {
            words.waking.add(hash("x".repeat(length)));
        }
        return new Lexicon(words);
    }

    /// The letters of the resource: f, s, e with a digit are levels, the others sets.
    private static long listClasses(String line, int from) {
        long bits = 0;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean level = c == 'f' || c == 's' || c == 'e';
            long amount = level ? line.charAt(++i) - '0' : 0;
            bits |=
                    switch (c) {
                        case 'f' -> amount << WordClass.FIRST_NAME_SHIFT;
                        case 's' -> amount << WordClass.SURNAME_SHIFT;
                        case 'e' -> amount << WordClass.ENGLISH_SHIFT;
                        case 'M' -> WordClass.MEDICAL;
                        case 'D' -> WordClass.DRUG;
                        case 'E' -> WordClass.EPONYM;
                        case 'A' -> WordClass.ABBREVIATION;
                        case 'I' -> WordClass.DISEASE;
                        case 'C' -> WordClass.CITY;
                        case 'P' -> WordClass.SMALL_PLACE;
                        case 'N' -> WordClass.COUNTRY;
                        case 'S' -> WordClass.STATE;
                        case 'K' -> WordClass.STATE_CODE;
                        case 'T' -> WordClass.STREET_SUFFIX;
                        case 'H' -> WordClass.HOSPITAL;
                        default ->
                                throw new IllegalStateException(
                                        "unknown list letter in " + RESOURCE);
                    };
        }
        return bits;
    }

    /// What is gathered before the tables are laid out.
    private static final class Words {
        private final Map<Long, Long> entries = new HashMap<>(1 << 19);
        private final Set<Long> phrases = new HashSet<>();
        private final Set<Long> phraseEnds = new HashSet<>();
        private final Set<Long> lastWords = new HashSet<>();
        private final Set<Long> waking = new HashSet<>();
        private final Set<Long> wakingStarts = new HashSet<>();
        private final Set<Long> besideNumbers = new HashSet<>();

        private void add(String phrase, long bits) {
            String[] words = phrase.split(" ", -1);
            if (words.length > MAX_PHRASE_WORDS) {
                throw new IllegalStateException(
                        "phrase longer than " + MAX_PHRASE_WORDS + " words");
            }
            boolean wakes = (bits & WordClass.WAKES) != 0;
            long before = 0;
            long latest = hash(words[0]);
            long hash = latest;
            for (int i = 1; i < words.length; i++) {
                entries.merge(hash, WordClass.PHRASE_START, (a, b) -> a | b);
                before = latest;
                latest = hash(words[i]);
                hash = join(hash, latest);
                phrases.add(hash);
            }
            entries.merge(hash, bits, (a, b) -> a | b);
            if ((bits & WordClass.BESIDE_NUMBERS) != 0) {
                besideNumbers.add(hash(words[0]));
                besideNumbers.add(latest);
            }
            if (words.length > 1) {
                phraseEnds.add(join(before, latest));
                lastWords.add(latest);
                entries.putIfAbsent(latest, 0L);
                if (wakes) {
                    wakingStarts.add(hash(words[0]));
                    waking.add(hash(words[0]));
                }
            } else if (wakes) {
                waking.add(hash);
            }
        }
    }

    /// The classes of a word or phrase with this hash; 0 where it is not known.
    public long lookup(long hash) {
        return classes(find(hash));
    }

    /// What the table has of a word or phrase: for [#classes] and [#ends]. 0 where it is not known.
    long find(long hash) {
        long mixed = finish(hash);
        int slot = (int) mixed & mask;
        for (int probes = 0; probes < MAX_PROBES; probes++) {
            long value = slots[slot];
            if (value == 0 || ((value ^ mixed) & FINGERPRINT) == 0) {
                return value;
            }
            slot = (slot + 1) & mask;
        }
        return 0;
    }

    /// The lowest [#FOUND_BITS] of [#find], all that [#classes] and [#ends] look at.
    long found(long hash) {
        return find(hash) & ((1L << FOUND_BITS) - 1);
    }

    long classes(long found) {
        return classes[(int) found & 0xffff];
    }

    /// Whether phrases end with the word.
    static boolean ends(long found) {
        return (found & ENDS) != 0;
    }

    /// Whether a phrase, or the beginning of one, may have this hash; false is certain.
    boolean mayBePhrase(long hash) {
        return (phraseFilter[filterWord(hash)] & (1L << (hash >>> 50))) != 0;
    }

    /// Whether a phrase may end with two words of this joint hash; false is certain.
    boolean mayEndPhrase(long hash) {
        return (endFilter[filterWord(hash)] & (1L << (hash >>> 50))) != 0;
    }

    /// Whether a word with this hash may be of [WordClass#WAKES], or a phrase of them start with
    /// it; false is certain.
    boolean mayWake(long hash) {
        long bits = wakeBits(hash);
        return (wakeFilter[(int) (hash >>> 52)] & bits) == bits;
    }

    /// Whether a word with this hash may be of [WordClass#BESIDE_NUMBERS], alone or in a phrase;
    /// false is certain.
    boolean mayStandBesideNumbers(long hash) {
        long bits = wakeBits(hash);
        return (besideFilter[(int) (hash >>> 55)] & bits) == bits;
    }

    /// Two bits of one `long`: a third of the false hits of one bit, and no second look into
    /// memory.
    private static long wakeBits(long hash) {
        return 1L << (hash >>> 46) | 1L << (hash >>> 40);
    }

    /// Whether a phrase of [WordClass#WAKES] may start with this word; false is certain.
    boolean mayStartWakingPhrase(long hash) {
        return (startFilter[(int) (hash >>> 53)] & (1L << (hash >>> 47))) != 0;
    }

    private static int filterWord(long hash) {
        return (int) (hash >>> 20) & ((FILTER_BITS >> 6) - 1);
    }

    /// The hash of one word, without regard to the case of ASCII letters.
    public static long hash(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Tokens.MAX_WORD) {
            throw new IllegalStateException("word longer than " + Tokens.MAX_WORD + " bytes");
        }
        return hash(bytes, 0, bytes.length);
    }

    /// The hash of a word: its bytes in steps of eight, two at least, filled up with zeros. Nearly
    /// all words are shorter than two steps, and then no branch depends on the length.
    static long hash(byte[] bytes, int from, int to) {
        long hash = HASH_START;
        for (int at = from; at < to || at < from + MIN_HASHED; at += 8) {
            int rest = Math.clamp((long) to - at, 0, 8);
            long inside = rest == 0 ? 0 : -1L >>> (64 - 8 * rest);
            long block = 0;
            if (at + 8 <= bytes.length) {
                block = EightBytes.at(bytes, at) & inside;
            } else {
                for (int i = 0; i < rest; i++) {
                    block |= (bytes[at + i] & 0xffL) << (8 * i);
                }
            }
            hash = step(hash, block | (BLANKS & inside));
        }
        return hash;
    }

    static long step(long hash, long block) {
        long mixed = (hash ^ block) * HASH_FACTOR;
        return mixed ^ (mixed >>> 32);
    }

    /// The hash of a phrase that is longer by one word.
    static long join(long phrase, long word) {
        return (phrase ^ Long.rotateLeft(word, 23)) * HASH_FACTOR + 1;
    }

    private static long finish(long hash) {
        return hash ^ (hash >>> 29);
    }
}
