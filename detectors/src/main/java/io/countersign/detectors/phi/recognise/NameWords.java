package io.countersign.detectors.phi.recognise;

import static io.countersign.detectors.phi.engine.WordClass.english;
import static io.countersign.detectors.phi.engine.WordClass.firstName;
import static io.countersign.detectors.phi.engine.WordClass.surname;

import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;

/// Words that begin no name, are none, or only stand in a name's place.
final class NameWords {
    private static final int MAX_ACRONYM = 4;

    private NameWords() {}

    /// A word that may stand at the head of a capitalised run but begins no name.
    static boolean leading(Tokens t, int x) {
        long b = t.bits(x);
        if ((b
                                & (WordClass.CLINICIAN_TITLE
                                        | WordClass.PERSON_TITLE
                                        | WordClass.RELATIVE
                                        | WordClass.PATIENT
                                        | WordClass.CLINICIAN
                                        | WordClass.NAME_KEY
                                        | WordClass.DEMOGRAPHIC))
                        != 0
                && firstName(b) < 3
                && t.kind(x) != Tokens.INITIAL) {
            return true;
        }
        if ((b
                                & (WordClass.VISIT
                                        | WordClass.CARE
                                        | WordClass.FILLER
                                        | WordClass.PERSON_VERB
                                        | WordClass.PHONE
                                        | WordClass.DRUG))
                        != 0
                && firstName(b) < 3) {
            return true;
        }
        return english(b) >= 2 && firstName(b) < 2 && surname(b) < 2;
    }

    /// What no name is, whatever stands beside it.
    static boolean refused(Tokens t, int s, int e) {
        for (int x = s; x < e; x++) {
            if (t.is(x, WordClass.ORGANISATION | WordClass.FACILITY_HEAD | WordClass.STREET_SUFFIX)
                    && firstName(t.bits(x)) < 2
                    && surname(t.bits(x)) < 2) {
                return true;
            }
            if (t.phraseWords(x) > 1 && t.is(x, WordClass.DISEASE | WordClass.HOSPITAL)) {
                return true;
            }
        }
        int next = e;
        if (next < t.count() && t.gap(next) == Gap.APOSTROPHE && t.length(next) == 1) {
            next++;
        }
        boolean owner = next > e;
        if (next < t.count()
                && (t.gap(next) == Gap.SPACE || t.gap(next) == Gap.DASH)
                && t.is(
                        next,
                        owner
                                ? WordClass.EPONYM_HEAD
                                : WordClass.EPONYM_HEAD | WordClass.FACILITY_HEAD)) {
            return true;
        }
        return false;
    }

    /// "Will I": a last letter I without a full stop is the writer.
    static boolean pronoun(Tokens t, int x) {
        int end = t.end(x);
        boolean stop = end < t.to() && t.bytes()[end] == '.';
        return t.kind(x) == Tokens.INITIAL && t.bytes()[t.start(x)] == 'I' && !stop;
    }

    /// Dr. X, Dr. XYZ, Mr. ABC, Dr. A B C: letters that stand in a name's place.
    static boolean masked(Tokens t, int s, int e) {
        byte[] b = t.bytes();
        for (int x = s; x < e; x++) {
            if (t.kind(x) == Tokens.INITIAL) {
                continue;
            }
            if (t.kind(x) != Tokens.UPPER || t.length(x) > 4) {
                return false;
            }
            for (int i = t.start(x) + 1; i < t.end(x); i++) {
                if (b[i] != b[i - 1] + 1 && b[i] != b[i - 1]) {
                    return false;
                }
            }
        }
        return true;
    }

    /// IBAN, VIN, SKU; AJ-9900: capitals that no list knows as a name, or a word that digits are
    /// tied to.
    static boolean code(Tokens t, int s) {
        boolean capitals =
                t.kind(s) == Tokens.UPPER
                        && t.length(s) <= MAX_ACRONYM
                        && firstName(t.bits(s)) < 2
                        && surname(t.bits(s)) < 2;
        return capitals || (t.digits(s - 1) && tied(t, s)) || (t.digits(s + 1) && tied(t, s + 1));
    }

    private static boolean tied(Tokens t, int x) {
        return t.gap(x) == 0 || t.joined(x, Gap.DASH) || t.joined(x, Gap.UNDERSCORE);
    }
}
