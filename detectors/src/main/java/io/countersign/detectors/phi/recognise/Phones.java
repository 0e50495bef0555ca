package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.Fax;
import io.countersign.detectors.phi.types.Phone;

/// Telephone and fax numbers as they are written at home and abroad, with their extensions.
final class Phones {
    private static final int MAX_EXTENSION_DIGITS = 6;

    private final Chain chain;

    Phones(Chain chain) {
        this.chain = chain;
    }

    /// Returns one past the last token of a telephone number that starts here, or `start`.
    int at(Tokens t, int start, long context, long key, Hits hits) {
        boolean plus = start > 0 && (t.gap(start) & Gap.PLUS) != 0;
        int area = start;
        boolean country = false;
        if ((t.length(start) == 1 && t.value(start) == 1)
                || (t.length(start) == 3 && t.value(start) == 1)) {
            if (start + 1 < t.count() && t.digits(start + 1, 3) && separator(t, start + 1)) {
                area = start + 1;
                country = true;
            }
        }
        long classes = context | (key & (WordClass.PHONE | WordClass.FAX));
        boolean word = (classes & (WordClass.PHONE | WordClass.FAX)) != 0;
        InfoType type = (classes & WordClass.FAX) != 0 ? Fax.TYPE : Phone.TYPE;
        int line;
        boolean spacesOnly = false;
        if (t.digits(area, 3)
                && t.digits(area + 1, 3)
                && t.digits(area + 2, 4)
                && separator(t, area + 1)
                && separator(t, area + 2)) {
            line = area + 2;
            spacesOnly =
                    t.gap(area + 1) == Gap.SPACE
                            && t.gap(area + 2) == Gap.SPACE
                            && !country
                            && !plus;
        } else if (t.digits(area, 3) && t.digits(area + 1, 7) && separator(t, area + 1) && word) {
            line = area + 1;
        } else if (t.digits(area, 3)
                && t.digits(area + 1, 4)
                && separator(t, area + 1)
                && word
                && !country
                && !(t.digits(area + 2) && t.gap(area + 2) == Gap.SPACE)) {
            return local(t, area, type, hits);
        } else if ((t.digits(start, 10)
                        || (t.digits(start, 11) && t.bytes()[t.start(start)] == '1'))
                && (word || plus)) {
            line = start;
            area = start;
        } else if (plus && t.length(start) <= MAX_DIGITS && t.bytes()[t.start(start) - 1] == '+') {
            return international(t, start, type, word, hits);
        } else if (word && t.digits(start) && t.length(start) >= 2 && t.length(start) <= 12) {
            return freeForm(t, start, type, hits);
        } else if (trunk(t, start)) {
            return groups(t, start, type, false, hits);
        } else {
            return start;
        }
        if (line + 1 < t.count()
                && Chain.joins(t, line + 1)
                && (t.digits(line + 1)
                        || (t.gap(line + 1) == 0 && extension(t, line + 1) == line + 1))) {
            return start;
        }
        if (area > 0 && !country && Chain.joins(t, area) && t.digits(area - 1)) {
            return start;
        }
        chain.collect(t, area, line + 1);
        int at = chain.length - 10;
        if (at < 0 || !chain.number()) {
            return start;
        }
        boolean valid = Phone.valid(chain.compact, at);
        if (spacesOnly && !valid && !word) {
            return start;
        }
        int end = extension(t, line + 1);
        long evidence =
                Evidence.SHAPE.bit()
                        | (valid ? Evidence.CHECKSUM_PASSED.bit() : Evidence.CHECKSUM_FAILED.bit());
        Likelihood sure = Likelihood.LIKELY;
        if (word) {
            evidence |= Evidence.CONTEXT_WORD.bit();
            sure = valid ? Likelihood.VERY_LIKELY : Likelihood.LIKELY;
        }
        if (Phone.tollFree(chain.compact, at)) {
            evidence |= Evidence.TOLL_FREE.bit();
            sure = Likelihood.POSSIBLE;
        }
        int from = t.start(country ? start : area);
        if (from > t.from() && t.bytes()[from - 1] == '(') {
            from--;
        }
        if (from > t.from() && t.bytes()[from - 1] == '+') {
            from--;
        }
        hits.add(type, from, t.end(end - 1), sure, evidence);
        return end;
    }

    private static boolean separator(Tokens t, int token) {
        int gap = t.gap(token);
        return (gap & ~(Gap.SPACE | Gap.DASH | Gap.STOP | Gap.OPEN | Gap.CLOSE | Gap.SLASH)) == 0
                && t.gapLength(token) >= 1
                && t.gapLength(token) <= 4
                && gap != (Gap.STOP | Gap.SPACE);
    }

    private static int local(Tokens t, int exchange, InfoType type, Hits hits) {
        if (exchange + 2 < t.count() && Chain.joins(t, exchange + 2) && t.digits(exchange + 2)) {
            return exchange;
        }
        int end = extension(t, exchange + 2);
        hits.add(
                type,
                t.start(exchange),
                t.end(end - 1),
                Likelihood.LIKELY,
                Evidence.SHAPE.bit() | Evidence.CONTEXT_WORD.bit());
        return end;
    }

    private static int international(Tokens t, int start, InfoType type, boolean word, Hits hits) {
        int total = 0;
        int end = start;
        while (end < t.count()
                && end < start + 8
                && t.digits(end)
                && (end == start || separator(t, end))) {
            total += t.length(end);
            end++;
        }
        if (total < 8 || total > 15) {
            return start;
        }
        hits.add(
                type,
                t.start(start),
                t.end(end - 1),
                word ? Likelihood.VERY_LIKELY : Likelihood.LIKELY,
                Evidence.SHAPE.bit() | (word ? Evidence.CONTEXT_WORD.bit() : 0));
        return end;
    }

    /// Groups of digits right after a telephone word, in whatever way another country writes them.
    private static int freeForm(Tokens t, int start, InfoType type, Hits hits) {
        long before = t.bits(start - 1);
        boolean after =
                (before & (WordClass.PHONE | WordClass.FAX | WordClass.FILLER)) != 0
                        || ((before & WordClass.PLACE_PREPOSITION) != 0
                                && (t.bits(start - 2) & ROOM) == 0);
        return after ? groups(t, start, type, true, hits) : start;
    }

    /// Words that a room's or an order's number follows, not a telephone's.
    private static final long ROOM = WordClass.UNIT | WordClass.NO_PERSON;

    private static final int MAX_GROUPS = 6;
    private static final int MIN_DIGITS = 7;
    private static final int MAX_DIGITS = 15;
    private static final int MIN_WHOLE = 9;
    private static final int MAX_WHOLE = 12;

    private static int groups(Tokens t, int start, InfoType type, boolean word, Hits hits) {
        int total = 0;
        int end = start;
        boolean pairs = true;
        while (end < t.count()
                && end < start + MAX_GROUPS
                && t.digits(end)
                && (end == start
                        || (separator(t, end)
                                && t.gapLength(end) <= 2
                                && (t.gap(end) & Gap.SLASH) == 0))) {
            total += t.length(end);
            pairs &= t.length(end) == 2;
            end++;
        }
        int groups = end - start;
        boolean fits =
                word
                        ? groups == 1
                                ? total >= MIN_WHOLE && total <= MAX_WHOLE
                                : total >= MIN_DIGITS && total <= MAX_DIGITS
                        : groups >= 2
                                && total >= MIN_WHOLE
                                && total <= MAX_WHOLE - 1
                                && (pairs ? groups == 5 : groups <= 4);
        if (!fits || (end < t.count() && Chain.joins(t, end))) {
            return start;
        }
        int from = t.start(start);
        if (from > t.from() && t.bytes()[from - 1] == '(') {
            from--;
        }
        hits.add(
                type,
                from,
                t.end(end - 1),
                Likelihood.LIKELY,
                word ? Evidence.CONTEXT_WORD.bit() : Evidence.SHAPE.bit());
        return end;
    }

    /// A first group with the 0 of a trunk call, which half of the world writes before an area:
    /// 0441 496 0123, (08) 5550 1234, 01 23 45 67 89. Not where a sign or a digit stands before.
    private static boolean trunk(Tokens t, int start) {
        int length = t.length(start);
        if (length < 2 || length > 5 || t.bytes()[t.start(start)] != '0') {
            return false;
        }
        byte second = t.bytes()[t.start(start) + 1];
        return second != '0'
                && t.digits(start + 1)
                && t.length(start + 1) >= 2
                && (t.gap(start) & (Gap.STOP | Gap.DASH | Gap.SLASH)) == 0
                && t.gap(start) != Gap.COMMA
                && (start == 0 || t.gap(start) != 0)
                && (t.gap(start + 1) & ~(Gap.SPACE | Gap.CLOSE)) == 0
                && (t.gap(start + 2) & ~(Gap.SPACE | Gap.SENTENCE_END | Gap.COMMA | Gap.CLOSE))
                        == 0;
    }

    /// Takes in `x1234`, `ext. 1234`.
    private static int extension(Tokens t, int next) {
        if (next + 1 < t.count()
                && t.word(next)
                && t.digits(next + 1)
                && t.length(next + 1) <= MAX_EXTENSION_DIGITS
                && (t.bytes()[t.start(next)] | 0x20) == (t.length(next) == 1 ? 'x' : 'e')
                && (t.length(next) == 1 || (t.bytes()[t.start(next) + 1] | 0x20) == 'x')
                && t.gapLength(next) <= 2
                && (t.gap(next) & ~(Gap.SPACE | Gap.COMMA | Gap.STOP)) == 0
                && t.gapLength(next + 1) <= 2
                && (t.gap(next + 1) & ~(Gap.SPACE | Gap.STOP | Gap.COLON)) == 0) {
            return next + 2;
        }
        return next;
    }
}
