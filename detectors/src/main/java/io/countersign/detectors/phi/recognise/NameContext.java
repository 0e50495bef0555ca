package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;

/// What stands beside a candidate for a name: title, role, kinship and key before it; age, number,
/// kinship and what a person does behind it. Each is worth a few points, and leaves its evidence.
///
/// One for each thread: it is begun again for each candidate.
final class NameContext {
    /// Bits of [Evidence] for what was found so far.
    long evidence;

    /// Whether it says that the name is a clinician's.
    boolean clinician;

    void begin() {
        evidence = 0;
        clinician = false;
    }

    /// What a role word right before a name is worth.
    int role(Tokens t, int x, int gap) {
        long b = t.bits(x);
        boolean close =
                (gap
                                & ~(Gap.SPACE | Gap.STOP | Gap.COLON | Gap.COMMA | Gap.OPEN
                                        | Gap.DASH | Gap.QUOTE))
                        == 0;
        if (!close) {
            return 0;
        }
        boolean plain = (gap & ~(Gap.SPACE | Gap.STOP)) == 0;
        boolean stop = (gap & Gap.STOP) != 0;
        if (stop && t.length(x) > 4) {
            return 0;
        }
        if ((b & WordClass.CLINICIAN_TITLE) != 0 && plain) {
            clinician = true;
            evidence |= Evidence.TITLE.bit();
            return 5;
        }
        if ((b & WordClass.PERSON_TITLE) != 0 && plain) {
            evidence |= Evidence.TITLE.bit();
            return 5;
        }
        if (stop) {
            return 0;
        }
        if ((b & WordClass.NAME_KEY) != 0) {
            evidence |= Evidence.CONTEXT_WORD.bit() | relative(t, x);
            return 4;
        }
        if ((b & WordClass.RELATIVE) != 0) {
            evidence |= Evidence.ROLE.bit() | Evidence.RELATIVE.bit();
            return 4;
        }
        if ((b & WordClass.CLINICIAN) != 0 && plain) {
            clinician = true;
            evidence |= Evidence.ROLE.bit();
            return 4;
        }
        if ((b & WordClass.PATIENT) != 0) {
            evidence |= Evidence.ROLE.bit();
            if (newborn(t, x) && plain) {
                return 6;
            }
            return (gap & Gap.COLON) != 0 ? 3 : 4;
        }
        if ((b & WordClass.DEMOGRAPHIC) != 0 && (gap & Gap.DASH) == 0) {
            evidence |= Evidence.DEMOGRAPHIC_BESIDE.bit();
            return 3;
        }
        return 0;
    }

    private static final long CONTACT = Lexicon.hash("contact");
    private static final long KIN = Lexicon.hash("kin");
    private static final long NOK = Lexicon.hash("nok");
    private static final long GUARDIAN = Lexicon.hash("guardian");

    /// Next of kin, emergency contact, guardian: a key for a relative's name.
    private static long relative(Tokens t, int x) {
        long hash = t.hash(x);
        return hash == KIN || hash == NOK || hash == GUARDIAN || hash == CONTACT
                ? Evidence.RELATIVE.bit()
                : 0;
    }

    /// Baby Moss, BB Moss, BG Moss.
    private static boolean newborn(Tokens t, int x) {
        int length = t.length(x);
        return t.capital(x)
                && (t.bytes()[t.start(x)] | 0x20) == 'b'
                && (length == 2 || length == 4);
    }

    private static boolean copula(Tokens t, int x) {
        byte[] b = t.bytes();
        int length = t.length(x);
        int c = b[t.start(x)] | 0x20;
        int last = b[t.end(x) - 1] | 0x20;
        return (length == 2 && ((c == 'i' && last == 's') || (c == 'o' && last == 'f')))
                || (length == 3 && c == 'w' && last == 's');
    }

    /// What stands before a name that starts at `i`, and the leaf's key, are worth.
    int before(Tokens t, int i, long key) {
        int score = 0;
        if ((key & WordClass.NAME_KEY) != 0) {
            evidence |= Evidence.KEY.bit();
            score = 5;
        }
        if (i == 0) {
            return score;
        }
        int found = role(t, i - 1, t.gap(i));
        if (found == 0
                && copula(t, i - 1)
                && (t.gap(i) & ~(Gap.SPACE | Gap.COLON)) == 0
                && (t.gap(i - 1) & ~Gap.SPACE) == 0) {
            // "name is", "guardian is", "mother of"
            found = role(t, i - 2, Gap.SPACE);
            if (t.bytes()[t.start(i - 1)] == 'o') {
                evidence &= ~Evidence.RELATIVE.bit(); // "mother of": the name is the child's
            }
            if (found != 0
                    && t.is(
                            i - 2,
                            WordClass.DEMOGRAPHIC | WordClass.CLINICIAN | WordClass.PATIENT)) {
                found = 0;
                evidence &= ~(Evidence.ROLE.bit() | Evidence.DEMOGRAPHIC_BESIDE.bit());
                clinician = false;
            }
        }
        return Math.max(score, found);
    }

    /// What stands behind a name that ends before `e` is worth.
    int after(Tokens t, int e) {
        if (e >= t.count()) {
            return 0;
        }
        int gap = t.gap(e);
        int next = e;
        int score = 0;
        if (gap == Gap.APOSTROPHE && t.length(e) == 1) {
            // Moyer's grandmother
            if (t.is(e + 1, WordClass.RELATIVE)) {
                evidence |= Evidence.ROLE.bit(); // the patient, by the relative
                return 3;
            }
            return 1;
        }
        boolean ends =
                (gap & (Gap.MARK | Gap.NEWLINE | Gap.EDGE | Gap.SEMICOLON)) != 0
                        || ((gap & Gap.STOP) != 0 && t.kind(e - 1) != Tokens.INITIAL);
        if (ends) {
            return 0;
        }
        boolean comma = (gap & (Gap.COMMA | Gap.OPEN)) != 0;
        if (comma && t.is(next, WordClass.CLINICIAN) && t.kind(next) == Tokens.UPPER) {
            clinician = true;
            evidence |= Evidence.ROLE.bit();
            return 3;
        }
        if (comma && (gap & Gap.OPEN) != 0 && t.is(next, WordClass.RELATIVE)) {
            evidence |= Evidence.ROLE.bit() | Evidence.RELATIVE.bit();
            return 3;
        }
        // ", a 67-year-old", ", 54yo", "(67F"
        int x = next;
        if (t.length(x) <= 2 && t.is(x, WordClass.FILLER)) {
            x++;
        }
        if (t.digits(x)
                && t.length(x) <= 3
                && x + 1 < t.count()
                && t.gapLength(x + 1) <= 1
                && (t.is(x + 1, WordClass.AGE | WordClass.DEMOGRAPHIC) || age(t, x + 1))) {
            evidence |= Evidence.DEMOGRAPHIC_BESIDE.bit();
            return 3;
        }
        if (t.is(x, WordClass.MRN | WordClass.SSN | WordClass.BIRTH | WordClass.MEMBER)
                && t.gapLength(x) <= 3) {
            evidence |= Evidence.CONTEXT_WORD.bit();
            return 3;
        }
        if (t.is(next, WordClass.PERSON_VERB) && (gap & ~(Gap.SPACE | Gap.STOP | Gap.COMMA)) == 0) {
            evidence |= Evidence.PERSON_VERB.bit();
            score = 2;
        }
        return score;
    }

    /// Week, month, day: ages of children.
    private static boolean age(Tokens t, int x) {
        int length = t.length(x);
        int c = t.bytes()[t.start(x)] | 0x20;
        return (c == 'm' || c == 'w' || c == 'd')
                && length >= 3
                && length <= 6
                && (t.is(x + 1, WordClass.AGE) || t.digits(x + 1));
    }
}
