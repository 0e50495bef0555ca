package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.PersonName;

/// Everything that has digits in it and is no date: which recogniser of numbers is asked in which
/// order.
///
/// The unit is a [Chain]. Its shape, its check digit and the nearest context word are weighed
/// together and the best type wins, so that `MRN 123-45-6789` is an MRN; several shapes that blanks
/// may break (telephone, card, SSN) look past the chain, never further than the window's
/// look-ahead.
final class Numbers {
    private static final int MIN_COMPACT = 3;

    /// A longer value is a text of its own, in which the key names no number.
    private static final int MAX_KEYED_VALUE = 128;

    private final Chain chain = new Chain();
    private final Phones phones = new Phones(chain);
    private final SpacedNumbers spaced = new SpacedNumbers(chain);
    private final Context context;

    Numbers(Keys keys) {
        context = new Context(keys);
    }

    /// Recognises at the start of a chain. Returns the first token after what was consumed, or
    /// `first` where nothing was.
    int at(Tokens t, int first, long key, Hits hits) {
        int device = spaced.udi(t, first, hits);
        if (device > first) {
            return device;
        }
        if (Ages.over89(t, first, key, hits)) {
            return first + 1;
        }
        int iban = spaced.iban(t, first, hits);
        if (iban > first) {
            return iban;
        }
        int end = Chain.end(t, first);
        if (end == first + 1 && few(t, first) && !t.digits(end)) {
            return first;
        }
        long outside = context.number(t, first);
        int start = first;
        long inside =
                (key & WordClass.NUMBER_CONTEXT) != 0 ? 0 : labelInside(t, first, end, outside);
        if (inside != 0) {
            start = first + 1;
        }
        if (t.digits(start)
                && Web.internetAddress(
                        t, start, end, (outside | key) & WordClass.NO_PERSON, hits)) {
            return end;
        }
        long found = inside != 0 ? inside : outside;
        boolean near = (found & Context.FAR) == 0;
        boolean fromKey = false;
        found &= ~Context.FAR;
        if (found == 0 && idHash(t, first)) {
            found = WordClass.OTHER_ID;
        }
        if (found == 0
                && (key & WordClass.NUMBER_CONTEXT) != 0
                && t.to() - t.from() <= MAX_KEYED_VALUE) {
            found = key & ~Context.FAR;
            fromKey = true;
            near = true;
        }
        if (found == 0 && namedPatient(t, first, hits)) {
            found = WordClass.MRN;
            near = false;
        }
        if (found == 0) {
            found = Context.after(t, end, WordClass.NUMBER_CONTEXT & ~WordClass.NO_PERSON);
            near = true;
        }
        if (t.digits(start)) {
            int grouped = grouped(t, start, end, found, near, key, hits);
            if (grouped > start) {
                return grouped;
            }
        }
        chain.collect(t, start, end);
        if (chain.length < MIN_COMPACT || chain.length >= Chain.MAX_COMPACT || chain.digits == 0) {
            return first;
        }
        if (Shapes.take(t, chain, found, near, hits)
                || (found != 0 && NamedNumbers.take(t, chain, found, near, fromKey, hits))) {
            return end;
        }
        return first;
    }

    /// One or two digits: `5 mg`, `in 2 weeks`. Alone they are no number of anybody, whatever word
    /// stands before; further digits may make them the beginning of a telephone number.
    private static boolean few(Tokens t, int token) {
        return t.digits(token) && t.length(token) < MIN_COMPACT;
    }

    /// MRN2015861: the label is part of the chain. Not where the same label stands before it:
    /// serial number SN-2015861.
    private static long labelInside(Tokens t, int first, int end, long outside) {
        if (!t.word(first) || t.length(first) <= 1 || end <= first + 1) {
            return 0;
        }
        long inside =
                t.bits(
                        first,
                        WordClass.NUMBER_CONTEXT
                                & ~(WordClass.DIAGNOSIS_KEY | WordClass.NO_PERSON));
        if (t.length(first) == 2 && (outside & ~Context.FAR) != 0 && (outside & Context.FAR) == 0) {
            // vehicle id: DL8D7...
            return 0;
        }
        if (t.length(first) == 2) {
            // SS and PH begin many another number.
            inside &= ~(WordClass.SSN | WordClass.PHONE);
        }
        return (inside & outside) == 0 ? inside : 0;
    }

    /// ID: 12345, ID #12345.
    private static boolean idHash(Tokens t, int first) {
        return first > 0
                && t.kind(first - 1) == Tokens.UPPER
                && t.length(first - 1) == 2
                && t.is(first - 1, WordClass.FILLER)
                && (t.gap(first) & (Gap.COLON | Gap.HASH)) != 0
                && t.bytes()[t.start(first - 1)] == 'I';
    }

    /// `patient #65878146`, `Jane Roe, 5819919, is a`: the number beside a patient is the record's.
    private static boolean namedPatient(Tokens t, int first, Hits hits) {
        if (first == 0) {
            return false;
        }
        int gap = t.gap(first);
        if ((gap & Gap.HASH) != 0
                && (gap & Gap.SENTENCE_END) == 0
                && t.is(first - 1, WordClass.PATIENT)) {
            return true;
        }
        return gap == (Gap.COMMA | Gap.SPACE)
                && t.digits(first)
                && t.length(first) >= 6
                && t.length(first) <= 9
                && hits.latestEnd() == t.end(first - 1)
                && hits.latestType().equals(PersonName.TYPE);
    }

    /// Telephone numbers, SSNs and cards.
    private int grouped(
            Tokens t, int start, int end, long found, boolean near, long key, Hits hits) {
        long after = Context.after(t, end, WordClass.PHONE | WordClass.FAX);
        if ((found & WordClass.NUMBER_CONTEXT & ~WordClass.BIRTH) == 0
                && t.length(start) >= 10
                && afterNameAt(t, start, hits)) {
            after |= WordClass.PHONE;
        }
        if (!otherNumber(t, start, found, near)) {
            int phoneEnd = phones.at(t, start, found | after, key, hits);
            if (phoneEnd > start) {
                return phoneEnd;
            }
        }
        int ssn = spaced.ssn(t, start, end, found, near, hits);
        return ssn > start ? ssn : spaced.card(t, start, found, hits);
    }

    /// Whether the context says that this is no telephone number, whatever it looks like.
    private static boolean otherNumber(Tokens t, int start, long found, boolean near) {
        if (!near || (found & (WordClass.PHONE | WordClass.FAX)) != 0) {
            return false;
        }
        boolean country = t.length(start) == 1 && t.value(start) == 1 && t.digits(start + 1, 3);
        long always =
                WordClass.MRN
                        | WordClass.MEMBER
                        | WordClass.SSN
                        | WordClass.OTHER_ID
                        | WordClass.NO_PERSON;
        long unlessBracketed =
                WordClass.NUMBER_CONTEXT
                        & ~(always | WordClass.BIRTH | WordClass.ZIP | WordClass.VEHICLE);
        return !country
                && ((found & always) != 0
                        || ((found & unlessBracketed) != 0 && (t.gap(start) & Gap.OPEN) == 0));
    }

    /// `Christian Booker at 3214442703`
    private static boolean afterNameAt(Tokens t, int first, Hits hits) {
        return first >= 2
                && hits.count() > 0
                && t.length(first - 1) == 2
                && t.is(first - 1, WordClass.PLACE_PREPOSITION)
                && t.gap(first - 1) == Gap.SPACE
                && hits.latestEnd() == t.end(first - 2);
    }
}
