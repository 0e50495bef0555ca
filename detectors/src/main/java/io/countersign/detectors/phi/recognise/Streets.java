package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.StreetAddress;

/// Street lines and post boxes, from their numbers.
final class Streets {
    private static final int MAX_STREET_WORDS = 5;

    private Streets() {}

    /// At digits: `4780 Arroyo Neck Apt. 3`. Returns one past the last token, or `i`.
    static int at(Tokens t, int i, long key, Hits hits) {
        if (t.length(i) > 6 || i + 1 >= t.count() || t.value(i) <= 0) {
            return i;
        }
        if ((t.gap(i + 1) != Gap.SPACE && !(t.gap(i + 1) == 0 && t.length(i + 1) <= 2))
                || ((t.gap(i) & Gap.STOP) != 0 && t.gapLength(i) == 1)) {
            return i;
        }
        boolean address =
                (key & WordClass.ADDRESS) != 0 || t.is(i - 1, WordClass.ADDRESS) || from(t, i);
        int x = i + 1;
        int suffix = -1;
        int words = 0;
        while (x < t.count()
                && x <= i + MAX_STREET_WORDS
                && (t.capital(x) || t.digits(x) || ordinal(t, x) || (address && t.word(x)))) {
            int gap = t.gap(x);
            if (x > i + 1 && (gap & ~(Gap.SPACE | Gap.STOP | Gap.DASH | Gap.APOSTROPHE)) != 0) {
                break;
            }
            if (gap == (Gap.STOP | Gap.SPACE) && t.length(x - 1) > 3 && suffix >= 0) {
                break;
            }
            boolean follows = suffix < 0 || suffix == x - 1;
            if (words >= 1 && follows && t.is(x, WordClass.STREET_SUFFIX) && t.length(x) > 1) {
                suffix = x;
            }
            if (t.is(x, WordClass.UNIT) && suffix >= 0) {
                break;
            }
            if (t.word(x) && !t.is(x, WordClass.AGE | WordClass.DRUG)) {
                words++;
            } else if (t.word(x)) {
                return i;
            }
            x++;
        }
        int end;
        Likelihood sure;
        if (suffix >= 0
                && (t.capital(i + 1)
                        || t.digits(i + 1)
                        || (key & WordClass.ADDRESS) != 0
                        || t.gap(i + 1) == 0)
                && (address
                        || (!t.is(i + 1, WordClass.MONTH | WordClass.NUMBER_CONTEXT)
                                && t.length(i) >= 2))) {
            end = suffix + 1;
            sure = address ? Likelihood.VERY_LIKELY : Likelihood.LIKELY;
        } else if (address
                && words >= 1
                && t.capital(i + 1)
                && t.length(i) >= 2
                && !t.is(i + 1, WordClass.MONTH)) {
            end = x;
            sure = Likelihood.LIKELY;
        } else {
            return i;
        }
        end = unit(t, end);
        hits.add(
                StreetAddress.TYPE,
                t.start(i),
                t.end(end - 1),
                sure,
                (suffix >= 0 ? Evidence.STREET_SUFFIX.bit() : 0)
                        | (address ? Evidence.CONTEXT_WORD.bit() : 0));
        return end;
    }

    private static boolean from(Tokens t, int i) {
        return i > 0
                && t.length(i - 1) == 4
                && t.is(i - 1, WordClass.PLACE_PREPOSITION)
                && (t.bytes()[t.start(i - 1)] | 0x20) == 'f'
                && t.length(i) >= 3
                && t.capital(i + 1);
    }

    private static boolean ordinal(Tokens t, int x) {
        return t.gap(x) == 0 && t.length(x) == 2 && t.digits(x - 1);
    }

    private static int unit(Tokens t, int end) {
        if (end + 1 < t.count()
                && t.is(end, WordClass.UNIT)
                && t.gapLength(end) <= 3
                && (t.gap(end) & ~(Gap.SPACE | Gap.COMMA | Gap.STOP | Gap.NEWLINE)) == 0
                && (t.digits(end + 1) || t.kind(end + 1) == Tokens.INITIAL)
                && t.gapLength(end + 1) <= 3) {
            return end + 2;
        }
        return end;
    }

    /// At "box": P.O. Box 123, PSC 6477, Box 2981.
    static int box(Tokens t, int i, Hits hits) {
        if (!t.digits(i + 1)
                || t.gap(i + 1) != Gap.SPACE
                || t.length(i) != 3
                || (t.bytes()[t.start(i)] | 0x20) != 'b') {
            return i;
        }
        int s = i;
        boolean post = false;
        for (int x = i - 1;
                x >= 0 && x >= i - 2 && t.length(x) <= 2 && t.word(x) && t.gapLength(x + 1) <= 2;
                x--) {
            int c = t.bytes()[t.start(x)] | 0x20;
            if (c == 'o' || c == 'p') {
                s = x;
                post = true;
            }
        }
        boolean militaryUnit =
                t.digits(i - 1)
                        && i >= 2
                        && (t.kind(i - 2) == Tokens.UPPER || t.is(i - 2, WordClass.UNIT))
                        && t.gapLength(i) <= 2;
        if (militaryUnit) {
            s = i - 2;
        }
        if (!post && !militaryUnit) {
            return i;
        }
        hits.add(
                StreetAddress.TYPE,
                t.start(s),
                t.end(i + 1),
                Likelihood.VERY_LIKELY,
                Evidence.SHAPE.bit());
        return i + 2;
    }
}
