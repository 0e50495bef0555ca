package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.Card;
import io.countersign.detectors.phi.types.Dea;
import io.countersign.detectors.phi.types.Detail;
import io.countersign.detectors.phi.types.Hicn;
import io.countersign.detectors.phi.types.Iban;
import io.countersign.detectors.phi.types.Icd10;
import io.countersign.detectors.phi.types.Mbi;
import io.countersign.detectors.phi.types.Ndc;
import io.countersign.detectors.phi.types.RareConditions;
import io.countersign.detectors.phi.types.SensitiveWords;
import io.countersign.detectors.phi.types.Ssn;
import io.countersign.detectors.phi.types.Udi;
import io.countersign.detectors.phi.types.Vin;
import io.countersign.detectors.phi.types.ZipCode;

/// Numbers whose shape or check digit nothing else has. Each method looks at one chain, says
/// whether it is one and notes it.
final class Shapes {
    private static final int MIN_IBAN = 15;
    private static final int MIN_CARD = 13;
    private static final int MAX_CARD = 19;

    private Shapes() {}

    static long check(boolean valid) {
        return valid ? Evidence.CHECKSUM_PASSED.bit() : Evidence.CHECKSUM_FAILED.bit();
    }

    static long word(boolean word) {
        return word ? Evidence.CONTEXT_WORD.bit() : 0;
    }

    static boolean take(Tokens t, Chain c, long context, boolean near, Hits hits) {
        boolean other =
                near
                        && (context
                                        & (WordClass.MRN
                                                | WordClass.OTHER_ID
                                                | WordClass.ACCOUNT
                                                | WordClass.NO_PERSON))
                                != 0
                        && Context.detail(context) != Detail.UDI;
        if (!other
                && (mbi(c, context, hits)
                        || dea(t, c, context, hits)
                        || hicn(t, c, context, hits)
                        || card(c, context, hits)
                        || hibc(t, c, hits))) {
            return true;
        }
        return vin(c, context, near, hits)
                || iban(t, c, hits)
                || ndc(t, c, context, hits)
                || icd10(t, c, context, hits)
                || zip(t, c, context, near, hits);
    }

    private static boolean add(
            Hits hits, InfoType type, Chain c, boolean word, Likelihood withWord, Evidence why) {
        hits.add(type, c.from, c.to, word ? withWord : withWord.lower(), why.bit() | word(word));
        return true;
    }

    private static boolean mbi(Chain c, long context, Hits hits) {
        return c.length == 11
                && c.digits >= 5
                && c.digits < 11
                && c.tokens() >= 5
                && Mbi.valid(c.compact, 0, c.length)
                && add(
                        hits,
                        Mbi.TYPE,
                        c,
                        (context & WordClass.MEMBER) != 0,
                        Likelihood.CERTAIN,
                        Evidence.SHAPE);
    }

    private static boolean vin(Chain c, long context, boolean near, Hits hits) {
        // One in eleven tokens of 17 passes the check: another word beside it decides.
        boolean named = near && (context & WordClass.NUMBER_CONTEXT & ~WordClass.VEHICLE) != 0;
        return !named
                && c.length == 17
                && c.digits < 17
                && c.digits >= 4
                && Vin.valid(c.compact, 0, c.length)
                && (context & (WordClass.NO_PERSON | WordClass.MRN)) == 0
                && add(
                        hits,
                        Vin.TYPE,
                        c,
                        (context & WordClass.VEHICLE) != 0,
                        Likelihood.CERTAIN,
                        Evidence.CHECKSUM_PASSED);
    }

    private static boolean dea(Tokens t, Chain c, long context, Hits hits) {
        if (c.length != 9 || (c.digits != 7 && c.digits != 8) || !t.word(c.start)) {
            return false;
        }
        boolean word = (context & WordClass.DEA) != 0;
        boolean named = (context & WordClass.NUMBER_CONTEXT & ~WordClass.DEA) != 0;
        boolean capitals =
                t.kind(c.start) == Tokens.UPPER
                        || (t.kind(c.start) == Tokens.INITIAL
                                && c.digits == 8
                                && t.gap(c.start + 1) == 0);
        return (word || (capitals && !named))
                && Dea.valid(c.compact, 0, c.length)
                && add(hits, Dea.TYPE, c, word, Likelihood.CERTAIN, Evidence.CHECKSUM_PASSED);
    }

    /// An SSN with a code after it: 219-09-9999A, 219099999C1.
    private static boolean hicn(Tokens t, Chain c, long context, Hits hits) {
        if ((c.length != 10 && c.length != 11)
                || !t.digits(c.start)
                || !c.allDigits(0, 9)
                || !Hicn.code(c.compact, 9, c.length - 9)) {
            return false;
        }
        boolean word = (context & (WordClass.MEMBER | WordClass.CLAIM)) != 0;
        boolean dashes = t.digits(c.start, 3) && t.gap(c.start + 1) == Gap.DASH;
        return (word || dashes)
                && Ssn.valid(c.compact, 0)
                && add(hits, Hicn.TYPE, c, word, Likelihood.VERY_LIKELY, Evidence.CHECKSUM_PASSED);
    }

    private static boolean iban(Tokens t, Chain c, Hits hits) {
        return c.length >= MIN_IBAN
                && t.word(c.start)
                && t.length(c.start) == 2
                && t.digits(c.start + 1)
                && Iban.valid(c.compact, 0, c.length)
                && add(hits, Iban.TYPE, c, true, Likelihood.CERTAIN, Evidence.CHECKSUM_PASSED);
    }

    private static boolean card(Chain c, long context, Hits hits) {
        boolean word = (context & WordClass.CARD) != 0;
        boolean named = (context & WordClass.NUMBER_CONTEXT & ~WordClass.CARD) != 0;
        return c.number()
                && c.length >= MIN_CARD
                && c.length <= MAX_CARD
                && c.tokens() == 1
                && (word
                        ? Card.valid(c.compact, 0, c.length)
                        : !named && Card.common(c.compact, 0, c.length))
                && add(hits, Card.TYPE, c, word, Likelihood.CERTAIN, Evidence.CHECKSUM_PASSED);
    }

    /// A device's bar code in the form of the Health Industry Business Communications Council.
    private static boolean hibc(Tokens t, Chain c, Hits hits) {
        if ((t.gap(c.start) & Gap.PLUS) == 0
                || c.from <= t.from()
                || t.bytes()[c.from - 1] != '+'
                || !Udi.hibc(c.compact, 0, c.length)) {
            return false;
        }
        hits.add(Udi.TYPE, c.from - 1, c.to, Likelihood.CERTAIN, Evidence.CHECKSUM_PASSED.bit());
        return true;
    }

    private static boolean ndc(Tokens t, Chain c, long context, Hits hits) {
        boolean word = Context.detail(context) == Detail.NDC;
        return c.number()
                && c.tokens() == 3
                && t.gap(c.start + 1) == Gap.DASH
                && t.gap(c.start + 2) == Gap.DASH
                && Ndc.groups(t.length(c.start), t.length(c.start + 1), t.length(c.start + 2))
                && (word || (context & WordClass.NUMBER_CONTEXT) == 0)
                && add(hits, Ndc.TYPE, c, word, Likelihood.VERY_LIKELY, Evidence.SHAPE);
    }

    private static boolean icd10(Tokens t, Chain c, long context, Hits hits) {
        byte kind = t.kind(c.start);
        boolean word =
                (context & WordClass.DIAGNOSIS_KEY) != 0 && Context.detail(context) == Detail.NONE;
        if (!t.word(c.start)
                || t.length(c.start) > 2
                || t.gap(c.start + 1) != 0
                || (kind != Tokens.INITIAL && kind != Tokens.UPPER && !word)) {
            return false;
        }
        boolean dotted = false;
        for (int i = c.start + 1; i < c.end; i++) {
            if (t.gap(i) == Gap.STOP) {
                if (dotted || t.end(i - 1) - c.from != 3) {
                    return false;
                }
                dotted = true;
            } else if (t.gap(i) != 0) {
                return false;
            }
        }
        if ((dotted || word) && Icd10.known(c.compact, 0, c.length)) {
            hits.add(
                    Icd10.TYPE,
                    c.from,
                    c.to,
                    dotted ? Likelihood.VERY_LIKELY : Likelihood.LIKELY,
                    Evidence.WORD_LIST.bit()
                            | word(word)
                            | SensitiveWords.ofCode(c.compact, 0)
                            | RareConditions.ofCode(c.compact, 0, c.length));
            return true;
        }
        return false;
    }

    private static boolean zip(Tokens t, Chain c, long context, boolean near, Hits hits) {
        boolean five = c.tokens() == 1 && c.digits == 5 && c.length == 5;
        boolean nine =
                c.tokens() == 2
                        && c.digits == 9
                        && t.length(c.start) == 5
                        && t.gap(c.start + 1) == Gap.DASH;
        boolean word = (context & WordClass.ZIP) != 0;
        if (!five && !nine) {
            return false;
        }
        // The ID of "subscriber ID 44312" is no Idaho.
        boolean named = near && (context & WordClass.NUMBER_CONTEXT & ~WordClass.ZIP) != 0;
        boolean code = named || Context.detail(context) != Detail.NONE;
        int gap = t.gap(c.start);
        boolean beside =
                !code
                        && (gap & ~(Gap.SPACE | Gap.COMMA | Gap.NEWLINE | Gap.CARET)) == 0
                        && t.gapLength(c.start) <= 4;
        boolean state =
                beside
                        && ((t.is(c.start - 1, WordClass.STATE_CODE)
                                        && t.kind(c.start - 1) == Tokens.UPPER)
                                || (t.is(c.start - 1, WordClass.STATE) && t.capital(c.start - 1)));
        boolean afterPlace =
                beside
                        && hits.latestEnd() == t.end(c.start - 1)
                        && c.start > 0
                        && Places.isPlace(hits.latestType());
        if (!word && !state && !afterPlace) {
            return false;
        }
        hits.add(
                ZipCode.TYPE,
                c.from,
                c.to,
                word || afterPlace ? Likelihood.VERY_LIKELY : Likelihood.LIKELY,
                Evidence.SHAPE.bit()
                        | word(word)
                        | (state ? Evidence.STATE_BESIDE.bit() : 0)
                        | (ZipCode.restricted(c.compact, 0) ? Evidence.RESTRICTED_ZIP3.bit() : 0));
        return true;
    }
}
