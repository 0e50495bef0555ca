package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.AgeOver89;

/// Ages: over 89 an identifier, below a sign that the text speaks of somebody.
final class Ages {
    private static final int FIRST = 90;
    private static final int OLDEST = 120;

    private Ages() {}

    /// Whether an age over 89 starts here; notes it.
    static boolean over89(Tokens t, int first, long key, Hits hits) {
        int value = t.value(first);
        if (value < FIRST || value >= OLDEST || t.length(first) > 3) {
            return false;
        }
        int next = first + 1;
        boolean after =
                next < t.count()
                        && t.gapLength(next) <= 1
                        && (t.gap(next) & ~(Gap.SPACE | Gap.DASH)) == 0
                        && t.is(next, WordClass.AGE)
                        // 99Y2385R2 goes on
                        && !(next + 1 < t.count() && t.gap(next + 1) == 0)
                        && (t.length(next) > 1 || t.gapLength(next) == 0 || oldFollows(t, next));
        // "95 years" may be a duration: it needs old, a person or nothing more than yo.
        boolean old =
                after
                        && (t.length(next) <= 3
                                || oldFollows(t, next)
                                || t.is(next + 1, WordClass.DEMOGRAPHIC));
        boolean before =
                t.is(first - 1, WordClass.AGE)
                        && aged(t, first - 1)
                        && t.length(first - 1) >= 3
                        && (t.gap(first)
                                        & ~(Gap.SPACE
                                                | Gap.COLON
                                                | Gap.EQUALS
                                                | Gap.COLUMN
                                                | Gap.DASH
                                                | Gap.BRACKET_CLOSE))
                                == 0;
        boolean field = (key & WordClass.AGE) != 0 && first == 0 && next == t.count();
        boolean copula =
                t.is(first - 1, WordClass.FILLER)
                        && t.is(first - 2, WordClass.AGE)
                        && aged(t, first - 2)
                        && t.length(first - 2) >= 3
                        && (t.gap(first) & ~(Gap.SPACE | Gap.COMMA)) == 0
                        && t.gap(first - 1) == Gap.SPACE;
        boolean named = t.kind(first - 1) == Tokens.MIXED_LOWER && endsWithAge(t, first - 1);
        if (old || before || field || copula || named) {
            hits.add(
                    AgeOver89.TYPE,
                    t.start(first),
                    t.end(first),
                    Likelihood.VERY_LIKELY,
                    Evidence.SHAPE.bit() | Evidence.CONTEXT_WORD.bit());
            return true;
        }
        return false;
    }

    /// `67-year-old`, `54yo`: somebody's age, as against a duration.
    static boolean ofSomebody(Tokens t, int number) {
        int next = number + 1;
        if (next >= t.count()
                || !t.is(next, WordClass.AGE)
                || t.gapLength(next) > 1
                || (t.gap(next) & ~(Gap.SPACE | Gap.DASH)) != 0) {
            return false;
        }
        boolean attached = t.gap(next) == 0 && t.length(next) <= 2;
        return attached
                || oldFollows(t, next)
                || (t.length(next) == 2 && t.is(next, WordClass.DEMOGRAPHIC));
    }

    /// `patientAge=94`
    private static boolean endsWithAge(Tokens t, int token) {
        byte[] b = t.bytes();
        int end = t.end(token);
        return t.length(token) > 3 && b[end - 3] == 'A' && b[end - 2] == 'g' && b[end - 1] == 'e';
    }

    private static boolean aged(Tokens t, int token) {
        int c = t.bytes()[t.start(token)] | 0x20;
        return c == 'a';
    }

    private static boolean oldFollows(Tokens t, int token) {
        for (int i = token + 1; i < t.count() && i <= token + 2; i++) {
            if ((t.gap(i) & Gap.SENTENCE_END) != 0) {
                return false;
            }
            int c = t.bytes()[t.start(i)] | 0x20;
            if (c == 'o' && t.is(i, WordClass.AGE)) {
                return true;
            }
            if (t.length(i) == 1 && c == 'o') {
                return true;
            }
        }
        return false;
    }
}
