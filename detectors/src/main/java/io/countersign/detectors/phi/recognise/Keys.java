package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.phi.engine.EightBytes;
import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.Detail;

/// The classes of the words of a key: `patientName`, `date_of_birth`, `PID.5`. A body repeats its
/// keys, so what was found is kept by the hash of the key's bytes.
final class Keys {
    /// Classes that a key may hand to its value.
    static final long CLASSES =
            WordClass.NUMBER_CONTEXT
                    | WordClass.NAME_KEY
                    | WordClass.ADDRESS
                    | WordClass.DATE_WORD
                    | WordClass.BIRTH
                    | WordClass.AGE
                    | WordClass.CARE;

    private static final int MAX_KEY = 128;
    private static final int SLOTS = 2048;

    /// Words that mean a name only as a key: FHIR's family and given among them.
    private static final long[] NAME_KEYS = {
        Lexicon.hash("family"),
        Lexicon.hash("given"),
        Lexicon.hash("firstname"),
        Lexicon.hash("lastname"),
        Lexicon.hash("fullname"),
        Lexicon.hash("patientname")
    };

    private static final long IDENTIFIER = Lexicon.hash("identifier");
    private static final long RECORD = Lexicon.hash("record");
    private static final long TEXT = Lexicon.hash("text");
    private static final long EFFECTIVE = Lexicon.hash("effective");
    private static final long RECORDED = Lexicon.hash("recorded");

    private final Tokens tokens;
    private final byte[] split = new byte[MAX_KEY * 2];
    private final long[] hashes = new long[SLOTS];
    private final long[] found = new long[SLOTS];

    Keys(Lexicon lexicon) {
        tokens = new Tokens(lexicon, false, false);
    }

    /// The classes, with the [Detail] in the bits that [Context#detail] reads.
    long classes(byte[] key, int from, int to) {
        int limit = Math.min(to, from + MAX_KEY);
        long hash = (long) limit - from + 1;
        int at = from;
        for (; at + Long.BYTES <= limit; at += Long.BYTES) {
            hash = mixed(hash ^ EightBytes.at(key, at));
        }
        long rest = 0;
        for (; at < limit; at++) {
            rest = rest << Byte.SIZE | (key[at] & 0xff);
        }
        hash = mixed(hash ^ rest);
        int slot = (int) (hash >>> 40) & (SLOTS - 1);
        if (hashes[slot] == hash) {
            return found[slot];
        }
        long classes = read(key, from, limit);
        hashes[slot] = hash;
        found[slot] = classes;
        return classes;
    }

    private static long mixed(long bits) {
        long hash = bits * 0x9E3779B97F4A7C15L;
        return hash ^ hash >>> 29;
    }

    private long read(byte[] key, int from, int limit) {
        Tokens t = tokens;
        t.open(split, 0, splitCamelCase(key, from, limit));
        long classes = 0;
        int count = Math.min(t.count(), Tokens.LOOK_AHEAD);
        for (int i = 0; i < count; i++) {
            classes |= t.bits(i);
            for (long name : NAME_KEYS) {
                classes |= name == t.hash(i) ? WordClass.NAME_KEY : 0;
            }
        }
        if (count == 1 && t.hash(0) == IDENTIFIER) {
            classes |= WordClass.MRN;
        }
        // A wrapper's and a message's key, whatever the words mean in prose.
        if (count == 1 && (t.hash(0) == RECORD || t.hash(0) == TEXT)) {
            classes = 0;
        }
        if (count > 1 && (t.hash(0) == EFFECTIVE || t.hash(0) == RECORDED)) {
            classes |= WordClass.DATE_WORD;
        }
        classes &= CLASSES;
        int detail = Detail.NONE;
        for (int i = 0; i < count && detail == Detail.NONE; i++) {
            detail = Detail.of(t.hash(i), classes);
        }
        return classes | Context.detailBits(detail);
    }

    /// Writes the key with a blank where a word begins; returns its length.
    private int splitCamelCase(byte[] key, int from, int limit) {
        int n = 0;
        for (int i = from; i < limit; i++) {
            boolean upper = key[i] >= 'A' && key[i] <= 'Z';
            boolean lowerBefore = i > from && key[i - 1] >= 'a' && key[i - 1] <= 'z';
            if (upper && lowerBefore) {
                split[n++] = ' ';
            }
            split[n++] = key[i] == '_' || key[i] == '-' ? (byte) ' ' : key[i];
        }
        return n;
    }
}
