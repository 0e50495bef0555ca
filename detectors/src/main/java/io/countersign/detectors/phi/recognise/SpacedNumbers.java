package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.Card;
import io.countersign.detectors.phi.types.Iban;
import io.countersign.detectors.phi.types.Itin;
import io.countersign.detectors.phi.types.Ssn;
import io.countersign.detectors.phi.types.Udi;

/// Numbers in groups that blanks or brackets may separate, so that they reach over chains: SSN and
/// ITIN, card, IBAN, UDI. Each method returns one past its last token, or its first token where it
/// is none.
final class SpacedNumbers {
    private static final int MAX_UDI_TOKENS = 24;
    private static final int MAX_CARD = 19;
    private static final int MIN_CARD = 13;
    private static final int MAX_CARD_GROUPS = 5;
    private static final int MIN_IBAN = 15;
    private static final int MAX_IBAN_TOKENS = 20;

    private final Chain chain;

    SpacedNumbers(Chain chain) {
        this.chain = chain;
    }

    /// 3-2-4 digits.
    int ssn(Tokens t, int start, int end, long context, boolean near, Hits hits) {
        if (!t.digits(start, 3)
                || !t.digits(start + 1, 2)
                || !t.digits(start + 2, 4)
                || end > start + 3) {
            return start;
        }
        int gap = t.gap(start + 1);
        if (gap != t.gap(start + 2)) {
            return start;
        }
        boolean dashes = gap == Gap.DASH;
        boolean blanks = gap == Gap.SPACE && t.gapLength(start + 1) == 1;
        boolean word = (context & WordClass.SSN) != 0;
        boolean other =
                near
                        && (context
                                        & WordClass.NUMBER_CONTEXT
                                        & ~(WordClass.SSN
                                                | WordClass.PHONE
                                                | WordClass.FAX
                                                | WordClass.BIRTH))
                                != 0;
        if (other || !(dashes || ((blanks || gap == Gap.STOP) && word))) {
            return start;
        }
        chain.collect(t, start, start + 3);
        boolean itin = Itin.valid(chain.compact, 0);
        boolean valid = Ssn.valid(chain.compact, 0) || itin;
        Likelihood sure = word ? Likelihood.CERTAIN : Likelihood.VERY_LIKELY;
        hits.add(
                itin ? Itin.TYPE : Ssn.TYPE,
                chain.from,
                chain.to,
                valid ? sure : sure.lower(),
                Shapes.check(valid) | Shapes.word(word) | Evidence.SHAPE.bit());
        return start + 3;
    }

    /// 4-4-4-4, 4-6-5 with blanks or dashes.
    int card(Tokens t, int start, long context, Hits hits) {
        if (!t.digits(start, 4)
                || !t.digits(start + 1)
                || (t.gap(start + 1) != Gap.SPACE && t.gap(start + 1) != Gap.DASH)) {
            return start;
        }
        int last = start;
        int separator = t.gap(start + 1);
        int total = 4;
        while (last + 1 < t.count()
                && last < start + MAX_CARD_GROUPS - 1
                && t.digits(last + 1)
                && t.gap(last + 1) == separator
                && t.gapLength(last + 1) == 1
                && total + t.length(last + 1) <= MAX_CARD) {
            last++;
            total += t.length(last);
        }
        if (total < MIN_CARD || last - start < 2) {
            return start;
        }
        chain.collect(t, start, last + 1);
        boolean word = (context & WordClass.CARD) != 0;
        boolean valid = Card.valid(chain.compact, 0, chain.length);
        if (!valid && !word) {
            return start;
        }
        hits.add(
                Card.TYPE,
                chain.from,
                chain.to,
                !valid ? Likelihood.LIKELY : word ? Likelihood.CERTAIN : Likelihood.VERY_LIKELY,
                Shapes.check(valid) | Shapes.word(word));
        return last + 1;
    }

    /// GB82 WEST 1234 5698 7654 32.
    int iban(Tokens t, int start, Hits hits) {
        if (t.kind(start) != Tokens.UPPER
                || t.length(start) != 2
                || !t.digits(start + 1, 2)
                || t.gap(start + 1) != 0
                || start + 2 >= t.count()
                || t.gap(start + 2) != Gap.SPACE) {
            return start;
        }
        int end = start + 2;
        int longest = start;
        while (end < t.count()
                && end < start + MAX_IBAN_TOKENS
                && (t.gap(end) == 0 || (t.gap(end) == Gap.SPACE && t.gapLength(end) == 1))
                && t.length(end) <= 4) {
            end++;
            boolean groupEnds = end == t.count() || t.gap(end) != 0;
            if (groupEnds) {
                chain.collect(t, start, end);
                if (chain.length >= Chain.MAX_COMPACT) {
                    break;
                }
                if (chain.length >= MIN_IBAN && Iban.valid(chain.compact, 0, chain.length)) {
                    longest = end;
                }
            }
        }
        if (longest > start) {
            hits.add(
                    Iban.TYPE,
                    t.start(start),
                    t.end(longest - 1),
                    Likelihood.CERTAIN,
                    Evidence.CHECKSUM_PASSED.bit());
        }
        return longest;
    }

    /// GS1: (01), a GTIN of 14 digits, then further numbered parts.
    int udi(Tokens t, int first, Hits hits) {
        if (!t.digits(first, 2)
                || t.value(first) != 1
                || !bracketed(t, first)
                || !t.digits(first + 1, 14)) {
            return first;
        }
        chain.collect(t, first + 1, first + 2);
        boolean valid = Udi.gtin(chain.compact, 0);
        int end = first + 2;
        while (end + 1 < t.count()
                && end < first + MAX_UDI_TOKENS
                && t.digits(end, 2)
                && bracketed(t, end)) {
            end++;
            while (end < t.count()
                    && t.gap(end) == (t.digits(end - 1, 2) && bracketed(t, end - 1) ? Gap.CLOSE : 0)
                    && end < first + MAX_UDI_TOKENS) {
                end++;
            }
        }
        hits.add(
                Udi.TYPE,
                t.start(first) - 1,
                t.end(end - 1),
                valid ? Likelihood.CERTAIN : Likelihood.LIKELY,
                Evidence.SHAPE.bit() | Shapes.check(valid));
        return end;
    }

    private static boolean bracketed(Tokens t, int token) {
        return t.start(token) > t.from()
                && t.bytes()[t.start(token) - 1] == '('
                && token + 1 < t.count()
                && t.gap(token + 1) == Gap.CLOSE
                && t.gapLength(token + 1) == 1;
    }
}
