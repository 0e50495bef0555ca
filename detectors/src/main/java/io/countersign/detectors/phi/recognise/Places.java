package io.countersign.detectors.phi.recognise;

import static io.countersign.detectors.phi.engine.WordClass.english;
import static io.countersign.detectors.phi.engine.WordClass.firstName;
import static io.countersign.detectors.phi.engine.WordClass.surname;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.City;
import io.countersign.detectors.phi.types.Facility;
import io.countersign.detectors.phi.types.StreetAddress;

/// What facilities, street lines and cities have in common: geography below the state, since states
/// and countries are free under Safe Harbor. Runs of capitalised words, and what stands before
/// them.
final class Places {
    /// Words of one run.
    static final int MAX_RUN = 9;

    private static final int CARE_LOOK_BACK = 10;

    private Places() {}

    static boolean isPlace(InfoType type) {
        return type.equals(City.TYPE)
                || type.equals(StreetAddress.TYPE)
                || type.equals(Facility.TYPE);
    }

    /// One past the capitalised run that starts at a capital token.
    static int runEnd(Tokens t, int i) {
        int j = i + 1;
        while (j < t.count() && j < i + MAX_RUN && continues(t, j)) {
            j++;
        }
        return j;
    }

    private static boolean continues(Tokens t, int j) {
        int gap = t.gap(j);
        if (t.capital(j)) {
            if (gap == Gap.SPACE) {
                return t.gapLength(j) <= 2;
            }
            if (gap == Gap.DASH || gap == Gap.APOSTROPHE) {
                return t.joined(j, gap) || t.gapLength(j) == 3;
            }
            // J. Smith, St. Mary, Dr. Jones
            return gap == (Gap.STOP | Gap.SPACE)
                    && t.gapLength(j) == 2
                    && ((t.kind(j - 1) == Tokens.INITIAL && english(t.bits(j)) < 3)
                            || (t.length(j - 1) <= 3
                                    && t.is(
                                            j - 1,
                                            WordClass.CLINICIAN_TITLE
                                                    | WordClass.PERSON_TITLE
                                                    | WordClass.FACILITY_PART
                                                    | WordClass.STATE_CODE)));
        }
        if (gap == Gap.SPACE && t.is(j, WordClass.PARTICLE) && t.kind(j) == Tokens.LOWER) {
            return t.capital(j + 1)
                    && t.gap(j + 1) == Gap.SPACE
                    && !t.is(j - 1, WordClass.FACILITY_HEAD);
        }
        // St. Mary's Hospital
        return gap == Gap.APOSTROPHE
                && t.length(j) == 1
                && t.capital(j + 1)
                && t.gap(j + 1) == Gap.SPACE
                && t.is(j + 1, WordClass.FACILITY_HEAD | WordClass.FACILITY_PART);
    }

    static boolean leading(Tokens t, int x) {
        long b = t.bits(x);
        if ((b
                        & (WordClass.FILLER
                                | WordClass.PERSON_VERB
                                | WordClass.CARE
                                | WordClass.VISIT
                                | WordClass.PLACE_PREPOSITION
                                | WordClass.PATIENT
                                | WordClass.RELATIVE
                                | WordClass.DEMOGRAPHIC))
                != 0) {
            return true;
        }
        return english(b) >= 2
                && firstName(b) < 2
                && surname(b) < 2
                && (b & WordClass.FACILITY_HEAD) == 0;
    }

    static boolean allEnglish(Tokens t, int s, int end) {
        for (int x = s; x < end; x++) {
            long b = t.bits(x);
            if ((english(b) == 0 && (b & (WordClass.MEDICAL | WordClass.DRUG)) == 0)
                    || (english(b) == 1 && (firstName(b) >= 2 || surname(b) >= 2))
                    || surname(b) == 3) {
                return false;
            }
        }
        return true;
    }

    /// A preposition of place right before, "the" and "our" left out.
    static boolean preposition(Tokens t, int s) {
        int x = prepositionAt(t, s);
        return x >= 0;
    }

    static int prepositionAt(Tokens t, int s) {
        if (s == 0 || (t.gap(s) & ~Gap.SPACE) != 0) {
            return -1;
        }
        int x = s - 1;
        if (x > 0
                && t.kind(x) == Tokens.LOWER
                && t.length(x) == 3
                && !t.is(x, WordClass.PLACE_PREPOSITION)
                && t.gap(x) == Gap.SPACE) {
            x--;
        }
        return t.is(x, WordClass.PLACE_PREPOSITION) && t.length(x) <= 4 ? x : -1;
    }

    static boolean careBefore(Tokens t, int s) {
        for (int x = s - 1; x >= 0 && x >= s - CARE_LOOK_BACK; x--) {
            if (t.is(x, WordClass.CARE)) {
                return true;
            }
            if ((t.gap(x) & (Gap.MARK | Gap.NEWLINE)) != 0) {
                return false;
            }
        }
        return false;
    }

    /// Takes in ", CA", " CA", ", California". Returns one past the state, or `end`.
    static int state(Tokens t, int end) {
        if (end >= t.count() || !t.capital(end)) {
            return end;
        }
        int gap = t.gap(end);
        boolean comma = gap == (Gap.COMMA | Gap.SPACE) || gap == Gap.COMMA;
        if (t.is(end, WordClass.STATE_CODE)
                && t.kind(end) == Tokens.UPPER
                && t.length(end) == 2
                && (comma || gap == Gap.SPACE)) {
            // "Smith, MD" and "seen OR": the codes that are words need the comma and no clinician.
            boolean word = t.is(end, WordClass.CLINICIAN) || t.is(end, WordClass.FILLER);
            return word ? end : end + 1;
        }
        if (t.is(end, WordClass.STATE) && comma) {
            return end + t.phraseWords(end);
        }
        return end;
    }
}
