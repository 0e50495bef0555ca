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
    private static final long FINGERPRINT = 0xFFFFFFFF00000000L;
    private static final String RESOURCE = "lexicon.tsv.gz";

    /// What the build makes of the word lists; in a jar it is there, in a folder of classes it may
    /// be.
    public static final String COMPILED_RESOURCE = "lexicon.bin";

    static final long HASH_START = 0x9E3779B97F4A7C15L;
    static final long HASH_FACTOR = 0xD6E8FEB86659FD93L;

    private final int mask;

    /// 32 bits of fingerprint, then the number of the class combination; 0 is empty.
    private final long[] slots;

    private final long[] classes;

    /// One bit for each phrase and each beginning of one, so that most pairs of words cost no
    /// look-up.
    private final long[] phraseFilter;

    private Lexicon(Map<Long, Long> entries, Set<Long> phrases) {
        int capacity = Integer.highestOneBit(Math.max(16, entries.size() * 3 / 2)) << 1;
        mask = capacity - 1;
        slots = new long[capacity];
        phraseFilter = new long[FILTER_BITS >> 6];
        for (long phrase : phrases) {
            phraseFilter[filterWord(phrase)] |= 1L << (phrase >>> 50);
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
            slots[slot] = (mixed & FINGERPRINT) | number;
        }
        classes = java.util.Arrays.copyOf(distinct, count);
    }

    private Lexicon(long[] slots, long[] classes, long[] phraseFilter) {
        mask = slots.length - 1;
        this.slots = slots;
        this.classes = classes;
        this.phraseFilter = phraseFilter;
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
        PackedArrays.Reader arrays = new PackedArrays.Reader(in);
        long[] slots = arrays.longs();
        long[] classes = arrays.longs();
        long[] phraseFilter = arrays.longs();
        if (Integer.bitCount(slots.length) != 1 || phraseFilter.length != FILTER_BITS >> 6) {
            throw new IOException("another lexicon than this program reads: build it again");
        }
        return new Lexicon(slots, classes, phraseFilter);
    }

    /// Writes what [#compiled()] reads.
    public void write(OutputStream out) throws IOException {
        PackedArrays.Writer arrays = new PackedArrays.Writer(out);
        arrays.longs(slots);
        arrays.longs(classes);
        arrays.longs(phraseFilter);
    }

    /// Makes the table of the word lists.
    ///
    /// @param more gives further words and phrases, blanks between the words, with their classes
    public static Lexicon load(Consumer<ObjLongConsumer<String>> more) {
        Map<Long, Long> entries = new HashMap<>(1 << 19);
        Set<Long> phrases = new HashSet<>();
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
                    add(entries, phrases, line.substring(0, tab), listClasses(line, tab + 1));
                }
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        more.accept((phrase, bits) -> add(entries, phrases, phrase, bits));
        return new Lexicon(entries, phrases);
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

    private static void add(Map<Long, Long> entries, Set<Long> phrases, String phrase, long bits) {
        String[] words = phrase.split(" ", -1);
        if (words.length > MAX_PHRASE_WORDS) {
            throw new IllegalStateException("phrase longer than " + MAX_PHRASE_WORDS + " words");
        }
        long hash = hash(words[0]);
        for (int i = 1; i < words.length; i++) {
            entries.merge(hash, WordClass.PHRASE_START, (a, b) -> a | b);
            hash = join(hash, hash(words[i]));
            phrases.add(hash);
        }
        entries.merge(hash, bits, (a, b) -> a | b);
    }

    /// The classes of a word or phrase with this hash; 0 where it is not known.
    public long lookup(long hash) {
        long mixed = finish(hash);
        int slot = (int) mixed & mask;
        for (int probes = 0; probes < MAX_PROBES; probes++) {
            long value = slots[slot];
            if (value == 0) {
                return 0;
            }
            if (((value ^ mixed) & FINGERPRINT) == 0) {
                return classes[(int) value & 0xffff];
            }
            slot = (slot + 1) & mask;
        }
        return 0;
    }

    /// Whether a phrase, or the beginning of one, may have this hash; false is certain.
    boolean mayBePhrase(long hash) {
        return (phraseFilter[filterWord(hash)] & (1L << (hash >>> 50))) != 0;
    }

    private static int filterWord(long hash) {
        return (int) (hash >>> 20) & ((FILTER_BITS >> 6) - 1);
    }

    /// The hash of one word; the tokeniser computes the same on bytes.
    public static long hash(String word) {
        long hash = HASH_START;
        for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b | 0x20)) * HASH_FACTOR;
        }
        return hash;
    }

    /// The hash of a phrase that is longer by one word.
    static long join(long phrase, long word) {
        return (phrase ^ Long.rotateLeft(word, 23)) * HASH_FACTOR + 1;
    }

    private static long finish(long hash) {
        return hash ^ (hash >>> 29);
    }
}
