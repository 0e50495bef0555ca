package io.countersign.detectors.phi.recognise;

import static io.countersign.detectors.phi.engine.WordClass.english;
import static io.countersign.detectors.phi.engine.WordClass.firstName;
import static io.countersign.detectors.phi.engine.WordClass.surname;

import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;

/// What the words of a candidate for a name are worth by themselves: points for what the name lists
/// say of them, less points for what they are otherwise.
final class NameScore {
    private NameScore() {}

    /// One past the last word of [s, e) that is part of the name and not of how it is written.
    static int end(Tokens t, int s, int e) {
        int end = e;
        while (end > s + 1 && generation(t, end - 1)) {
            end--;
        }
        return end;
    }

    /// What the lists of first names and surnames say of [s, e).
    static int lists(Tokens t, int s, int e) {
        int words = e - s;
        long first = t.bits(s);
        long last = t.bits(e - 1);
        int f = firstName(first);
        int sn = surname(last);
        if (words == 2 && t.kind(e - 1) == Tokens.INITIAL) {
            int lists = f >= 2 ? 5 : f == 1 ? 3 : 1;
            return english(first) > 0 && f < 3 ? lists - 4 : lists;
        }
        if (words == 2 && t.kind(s) == Tokens.INITIAL) {
            return sn >= 2 ? 2 : 0;
        }
        if (words == 1) {
            int lists = f == 3 && english(first) == 0 ? 2 : f >= 2 || sn >= 2 ? 1 : 0;
            return english(first) == 3 && f < 3 && sn < 3 ? lists - 2 : lists;
        }
        boolean strange = last == 0 && t.kind(e - 1) == Tokens.CAPITAL && words == 2;
        return f >= 2
                ? (sn >= 1 ? 5 : strange ? 4 : 3)
                : f == 1 ? (sn >= 1 ? 4 : 2) : sn >= 2 ? 1 : 0;
    }

    /// What speaks against [s, e).
    ///
    /// @param lists what [#lists] said
    /// @param context what stands beside it
    /// @param titled whether a title stands before it
    static int penalty(Tokens t, int s, int e, int lists, int context, boolean titled) {
        int words = e - s;
        int penalty = 0;
        int eponyms = 0;
        for (int x = s; x < e; x++) {
            if (t.kind(x) == Tokens.INITIAL) {
                continue;
            }
            long b = t.bits(x);
            penalty += plain(t, s, x, words, titled) + other(t, x) + capitals(t, x, context);
            if ((b & WordClass.EPONYM) != 0 && firstName(b) < 2) {
                eponyms++;
            }
        }
        if (words == 1 && lists == 0 && t.kind(s) != Tokens.CAPITAL && !titled) {
            penalty += 3;
        }
        if (words == 1 && context <= 3) {
            penalty += 1;
        }
        if (eponyms == words && context == 0) {
            penalty += 3;
        }
        return penalty;
    }

    /// For a word that is plain English.
    private static int plain(Tokens t, int s, int x, int words, boolean titled) {
        long b = t.bits(x);
        if (english(b) > 0 && firstName(b) < 2 && surname(b) < 2) {
            return titled && words == 1 && english(b) < 3 ? 1 : 3;
        }
        if (english(b) >= 2 && firstName(b) < 3 && surname(b) < 3) {
            long first = t.bits(s);
            boolean carried = x > s && firstName(first) == 3 && english(first) < 2;
            return carried || titled ? 1 : 2;
        }
        return english(b) == 3 && firstName(b) < 3 && x == s ? 2 : 0;
    }

    /// For a word of medicine, of a place or of a facility.
    private static int other(Tokens t, int x) {
        long b = t.bits(x);
        int penalty = 0;
        if ((b & WordClass.MEDICAL) != 0 && firstName(b) < 2 && surname(b) < 2) {
            penalty += 2;
        }
        if ((b & WordClass.DRUG) != 0 && firstName(b) < 3) {
            penalty += 4;
        }
        if ((b & WordClass.DISEASE) != 0 && firstName(b) < 3) {
            penalty += 3;
        }
        if ((b & (WordClass.COUNTRY | WordClass.STATE)) != 0 && firstName(b) < 3) {
            penalty += 3;
        }
        if ((b & WordClass.CITY) != 0 && t.phraseWords(x) > 1) {
            penalty += 5;
        }
        if ((b & WordClass.FACILITY_PART) != 0 && firstName(b) < 2 && surname(b) < 3) {
            penalty += 3;
        }
        return penalty;
    }

    /// For a word in capitals, which may be an abbreviation.
    private static int capitals(Tokens t, int x, int context) {
        if (t.kind(x) != Tokens.UPPER) {
            return 0;
        }
        long b = t.bits(x);
        int penalty = 0;
        if (context < 4) {
            penalty += (b & WordClass.ABBREVIATION) != 0 ? 4 : 2;
        }
        if ((b & (WordClass.ABBREVIATION | WordClass.DISEASE)) != 0 && t.length(x) <= 4) {
            penalty += 3;
        }
        return penalty;
    }

    /// Jr, Sr, II, III, IV, DVM: part of how a name is written, not of the name.
    private static boolean generation(Tokens t, int x) {
        int length = t.length(x);
        if (length < 2 || length > 3 || english(t.bits(x)) > 1) {
            return false;
        }
        byte[] b = t.bytes();
        int c = b[t.start(x)] | 0x20;
        int d = b[t.start(x) + 1] | 0x20;
        return ((c == 'j' || c == 's') && d == 'r' && length == 2)
                || (c == 'i' && (d == 'i' || d == 'v'))
                || (length == 3 && c == 'd' && d == 'v');
    }
}
