package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.Account;
import io.countersign.detectors.phi.types.AgeOver89;
import io.countersign.detectors.phi.types.Card;
import io.countersign.detectors.phi.types.ClaimNumber;
import io.countersign.detectors.phi.types.Dea;
import io.countersign.detectors.phi.types.Device;
import io.countersign.detectors.phi.types.DriverLicense;
import io.countersign.detectors.phi.types.Fax;
import io.countersign.detectors.phi.types.Hicn;
import io.countersign.detectors.phi.types.Iban;
import io.countersign.detectors.phi.types.Icd10;
import io.countersign.detectors.phi.types.IpAddress;
import io.countersign.detectors.phi.types.Itin;
import io.countersign.detectors.phi.types.Mbi;
import io.countersign.detectors.phi.types.MemberId;
import io.countersign.detectors.phi.types.Mrn;
import io.countersign.detectors.phi.types.Ndc;
import io.countersign.detectors.phi.types.Npi;
import io.countersign.detectors.phi.types.OtherId;
import io.countersign.detectors.phi.types.Passport;
import io.countersign.detectors.phi.types.PersonName;
import io.countersign.detectors.phi.types.Phone;
import io.countersign.detectors.phi.types.Plate;
import io.countersign.detectors.phi.types.RoutingNumber;
import io.countersign.detectors.phi.types.Ssn;
import io.countersign.detectors.phi.types.Vin;
import io.countersign.detectors.phi.types.ZipCode;

/// Everything that has digits in it and is no date.
///
/// The unit is a chain: tokens joined without blanks (`UCSF-12345`, `555.123.4567x89`). Its shape,
/// its check digit and the nearest context word are weighed together and the best type wins, so
/// that `MRN 123-45-6789` is an MRN; several shapes that blanks may break (telephone, card, SSN)
/// look past the chain, never further than the window's look-ahead.
final class Numbers {
    private static final int MAX_COMPACT = 40;
    private static final int MAX_EXTENSION_DIGITS = 6;
    private static final int OLDEST = 120;
    private static final int MAX_UDI_TOKENS = 24;

    private final byte[] compact = new byte[MAX_COMPACT];
    private int length;
    private int digits;

    /// Recognises at the start of a chain. Returns the first token after what was consumed, or
    /// `first` where nothing was.
    int at(Tokens t, int first, long key, Hits hits) {
        int end = chainEnd(t, first);
        int device = udi(t, first, hits);
        if (device > first) {
            return device;
        }
        if (age(t, first, hits)) {
            return first + 1;
        }
        int start = first;
        long inside = 0;
        if (t.word(first)) {
            // MRN2015861: the label is part of the chain.
            inside =
                    t.bits(first)
                            & WordClass.NUMBER_CONTEXT
                            & ~(WordClass.DIAGNOSIS_KEY | WordClass.NO_PERSON);
            if (inside != 0 && t.length(first) > 1 && end > first + 1) {
                start = first + 1;
            } else {
                inside = 0;
            }
        }
        if (t.digits(start) && internetAddress(t, start, end, hits)) {
            return end;
        }
        long context = inside != 0 ? inside : Context.before(t, first, WordClass.NUMBER_CONTEXT);
        boolean near = (context & Context.FAR) == 0;
        context &= ~Context.FAR;
        boolean fromKey = false;
        if (context == 0
                && t.kind(first - 1) == Tokens.UPPER
                && t.length(first - 1) == 2
                && t.is(first - 1, WordClass.FILLER)
                && (t.gap(first) & (Gap.COLON | Gap.HASH)) != 0
                && first > 0
                && (t.bytes()[t.start(first - 1)] == 'I')) {
            context = WordClass.OTHER_ID;
        }
        if (context == 0 && (key & WordClass.NUMBER_CONTEXT) != 0) {
            context = key & WordClass.NUMBER_CONTEXT;
            fromKey = true;
            near = true;
        }
        if (context == 0 && namedPatient(t, first, hits)) {
            context = WordClass.MRN;
            near = false;
        }
        if (t.digits(start)) {
            long after = Context.after(t, end, WordClass.PHONE | WordClass.FAX);
            if ((context & ~WordClass.BIRTH) == 0
                    && t.length(start) >= 10
                    && afterNameAt(t, start, hits)) {
                after |= WordClass.PHONE;
            }
            boolean numberOfOther =
                    (context
                                            & (WordClass.MRN
                                                    | WordClass.MEMBER
                                                    | WordClass.SSN
                                                    | WordClass.OTHER_ID))
                                    != 0
                            && near;
            boolean country = t.length(start) == 1 && t.value(start) == 1 && t.digits(start + 1, 3);
            if (!numberOfOther || country) {
                int phoneEnd = phone(t, start, context | after, key, hits);
                if (phoneEnd > start) {
                    return phoneEnd;
                }
            }
            int grouped = grouped(t, start, end, context, near, hits);
            if (grouped > start) {
                return grouped;
            }
        }
        collect(t, start, end);
        if (length < 3 || length >= MAX_COMPACT || digits == 0) {
            return first;
        }
        int from = t.start(start);
        int to = t.end(end - 1);
        if (byShape(t, start, end, context, near, from, to, hits)) {
            return end;
        }
        if (context != 0 && byContext(t, start, end, context, near, fromKey, from, to, hits)) {
            return end;
        }
        return first;
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

    /// `Christian Booker at 3214442703`
    private static boolean afterNameAt(Tokens t, int first, Hits hits) {
        return first >= 2
                && hits.count() > 0
                && t.length(first - 1) == 2
                && t.is(first - 1, WordClass.PLACE_PREPOSITION)
                && t.gap(first - 1) == Gap.SPACE
                && hits.latestEnd() == t.end(first - 2);
    }

    /// GS1 UDI: (01), a GTIN of 14 digits, then further numbered parts. Returns one past its last
    /// token, or `first`.
    private int udi(Tokens t, int first, Hits hits) {
        if (!t.digits(first, 2)
                || t.value(first) != 1
                || !bracketed(t, first)
                || !t.digits(first + 1, 14)) {
            return first;
        }
        collect(t, first + 1, first + 2);
        boolean valid = Device.gtin(compact, 0);
        int end = first + 2;
        while (end + 1 < t.count()
                && end < first + MAX_UDI_TOKENS
                && t.digits(end, 2)
                && bracketed(t, end)) {
            end++;
            while (end < t.count()
                    && t.gap(end) == (t.digits(end - 1, 2) ? Gap.CLOSE : 0)
                    && end < first + MAX_UDI_TOKENS) {
                end++;
            }
        }
        hits.add(
                Device.TYPE,
                t.start(first) - 1,
                t.end(end - 1),
                valid ? Likelihood.CERTAIN : Likelihood.LIKELY,
                Evidence.SHAPE.bit() | check(valid));
        return end;
    }

    private static boolean bracketed(Tokens t, int token) {
        return t.start(token) > t.from()
                && t.bytes()[t.start(token) - 1] == '('
                && token + 1 < t.count()
                && t.gap(token + 1) == Gap.CLOSE
                && t.gapLength(token + 1) == 1;
    }

    /// One past the last token of the chain that starts here.
    static int chainEnd(Tokens t, int first) {
        int end = first + 1;
        while (end < t.count() && joins(t, end)) {
            end++;
        }
        return end;
    }

    private static boolean joins(Tokens t, int token) {
        int gap = t.gap(token);
        if (gap == 0) {
            return true;
        }
        if (t.joined(token, Gap.DASH) || (gap == Gap.UNDERSCORE && t.gapLength(token) == 1)) {
            return true;
        }
        return (gap == Gap.STOP || gap == Gap.SLASH) && t.gapLength(token) == 1 && t.digits(token);
    }

    /// Letters in upper case and digits of a chain, without separators.
    private void collect(Tokens t, int start, int end) {
        length = 0;
        digits = 0;
        byte[] b = t.bytes();
        for (int token = start; token < end; token++) {
            boolean number = t.digits(token);
            for (int i = t.start(token); i < t.end(token); i++) {
                if (length == MAX_COMPACT) {
                    return;
                }
                byte c = b[i];
                compact[length++] = c >= 'a' && c <= 'z' ? (byte) (c - 32) : c;
            }
            if (number) {
                digits += t.length(token);
            }
        }
    }

    private static boolean age(Tokens t, int first, Hits hits) {
        int value = t.value(first);
        if (value < 90 || value >= OLDEST || t.length(first) > 3) {
            return false;
        }
        int next = first + 1;
        boolean after =
                next < t.count()
                        && t.gapLength(next) <= 1
                        && (t.gap(next) & ~(Gap.SPACE | Gap.DASH)) == 0
                        && t.is(next, WordClass.AGE)
                        && (t.length(next) > 1 || t.gapLength(next) == 0 || oldFollows(t, next));
        // "95 years" may be a duration: it needs old, a person or nothing more than yo.
        boolean old =
                after
                        && (t.length(next) <= 3
                                || oldFollows(t, next)
                                || t.is(next + 1, WordClass.DEMOGRAPHIC));
        boolean before =
                t.is(first - 1, WordClass.AGE)
                        && (t.gap(first) & ~(Gap.SPACE | Gap.COLON)) == 0
                        && t.length(first - 1) >= 3
                        && t.bits(first - 1) != 0
                        && aged(t, first - 1);
        if (old || before) {
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
    static boolean ageOfSomebody(Tokens t, int number) {
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
            if (c == 'o' && (t.bits(i) & WordClass.AGE) != 0) {
                return true;
            }
            if (t.length(i) == 1 && c == 'o') {
                return true;
            }
        }
        return false;
    }

    private static boolean internetAddress(Tokens t, int start, int end, Hits hits) {
        if (end - start != 4) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (t.value(i) < 0
                    || t.value(i) > 255
                    || t.length(i) > 3
                    || (i > start && t.gap(i) != Gap.STOP)) {
                return false;
            }
        }
        int before = t.gap(start);
        if ((before & (Gap.STOP | Gap.SLASH)) != 0 && t.gapLength(start) == 1) {
            return false;
        }
        if (t.is(start - 1, WordClass.NO_PERSON)
                || (t.kind(start - 1) != Tokens.DIGITS && before == 0 && start > 0)) {
            return false;
        }
        // 3.1.1.11 is an enzyme: four parts below 30 need the word.
        boolean small =
                t.value(start) < 30
                        && t.value(start + 1) < 30
                        && t.value(start + 2) < 30
                        && t.value(start) != 10;
        if (small) {
            return false;
        }
        boolean privateRange =
                t.value(start) == 10
                        || (t.value(start) == 192 && t.value(start + 1) == 168)
                        || (t.value(start) == 172
                                && t.value(start + 1) >= 16
                                && t.value(start + 1) < 32);
        hits.add(
                IpAddress.TYPE,
                t.start(start),
                t.end(end - 1),
                Likelihood.LIKELY,
                Evidence.SHAPE.bit() | (privateRange ? Evidence.PRIVATE_RANGE.bit() : 0));
        return true;
    }

    /// Returns one past the last token of a telephone number that starts here, or `start`.
    private int phone(Tokens t, int start, long context, long key, Hits hits) {
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
                && !country) {
            return local(t, area, type, hits);
        } else if ((t.digits(start, 10)
                        || (t.digits(start, 11) && t.bytes()[t.start(start)] == '1'))
                && (word || plus)) {
            line = start;
            area = start;
        } else if (plus && t.length(start) <= 4) {
            return international(t, start, type, word, hits);
        } else if (word && t.digits(start) && t.length(start) >= 2 && t.length(start) <= 5) {
            return freeForm(t, start, type, hits);
        } else {
            return start;
        }
        if (line + 1 < t.count() && joins(t, line + 1) && t.digits(line + 1)) {
            return start;
        }
        if (area > 0 && !country && joins(t, area) && t.digits(area - 1)) {
            return start;
        }
        collect(t, area, line + 1);
        int at = length - 10;
        if (at < 0 || digits != length) {
            return start;
        }
        boolean valid = Phone.valid(compact, at);
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
        if (Phone.tollFree(compact, at)) {
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
        if (exchange + 2 < t.count() && joins(t, exchange + 2) && t.digits(exchange + 2)) {
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
        if ((t.bits(start - 1) & (WordClass.PHONE | WordClass.FAX | WordClass.FILLER)) == 0) {
            return start;
        }
        int total = 0;
        int end = start;
        while (end < t.count()
                && end < start + 6
                && t.digits(end)
                && (end == start
                        || (separator(t, end)
                                && t.gapLength(end) <= 2
                                && (t.gap(end) & Gap.SLASH) == 0))) {
            total += t.length(end);
            end++;
        }
        if (end - start < 2 || total < 7 || total > 15) {
            return start;
        }
        hits.add(
                type,
                t.start(start),
                t.end(end - 1),
                Likelihood.LIKELY,
                Evidence.CONTEXT_WORD.bit());
        return end;
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

    /// SSN, card and IBAN, whose groups blanks may separate. Returns one past the last token, or
    /// `start`.
    private int grouped(Tokens t, int start, int end, long context, boolean near, Hits hits) {
        // 3-2-4
        if (t.digits(start, 3)
                && t.digits(start + 1, 2)
                && t.digits(start + 2, 4)
                && !(end > start + 3)) {
            int gap = t.gap(start + 1);
            boolean dashes = gap == Gap.DASH && t.gap(start + 2) == Gap.DASH;
            boolean blanks =
                    gap == Gap.SPACE
                            && t.gap(start + 2) == Gap.SPACE
                            && t.gapLength(start + 1) == 1;
            boolean stops = gap == Gap.STOP && t.gap(start + 2) == Gap.STOP;
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
            if (!other && (dashes || ((blanks || stops) && word))) {
                collect(t, start, start + 3);
                return ssn(t, start, start + 3, word, hits);
            }
        }
        // 4-4-4-4, 4-6-5 with blanks or dashes
        if (t.digits(start, 4)
                && t.digits(start + 1)
                && (t.gap(start + 1) == Gap.SPACE || t.gap(start + 1) == Gap.DASH)) {
            int last = start;
            int separator = t.gap(start + 1);
            int total = 4;
            while (last + 1 < t.count()
                    && last < start + 4
                    && t.digits(last + 1)
                    && t.gap(last + 1) == separator
                    && t.gapLength(last + 1) == 1
                    && total + t.length(last + 1) <= 19) {
                last++;
                total += t.length(last);
            }
            if (total >= 13 && last - start >= 2) {
                collect(t, start, last + 1);
                boolean word = (context & WordClass.CARD) != 0;
                boolean valid = Card.valid(compact, 0, length);
                if (valid || word) {
                    hits.add(
                            Card.TYPE,
                            t.start(start),
                            t.end(last),
                            card(valid, word),
                            check(valid) | word(word));
                    return last + 1;
                }
            }
        }
        return start;
    }

    private int ssn(Tokens t, int start, int end, boolean word, Hits hits) {
        boolean itin = Itin.valid(compact, 0);
        boolean valid = Ssn.valid(compact, 0) || itin;
        Likelihood sure =
                valid
                        ? (word ? Likelihood.CERTAIN : Likelihood.VERY_LIKELY)
                        : word ? Likelihood.VERY_LIKELY : Likelihood.LIKELY;
        hits.add(
                itin ? Itin.TYPE : Ssn.TYPE,
                t.start(start),
                t.end(end - 1),
                sure,
                check(valid) | word(word) | Evidence.SHAPE.bit());
        return end;
    }

    private static long check(boolean valid) {
        return valid ? Evidence.CHECKSUM_PASSED.bit() : Evidence.CHECKSUM_FAILED.bit();
    }

    private static long word(boolean word) {
        return word ? Evidence.CONTEXT_WORD.bit() : 0;
    }

    private static Likelihood card(boolean valid, boolean word) {
        return valid ? (word ? Likelihood.CERTAIN : Likelihood.VERY_LIKELY) : Likelihood.LIKELY;
    }

    /// Shapes that nothing else has.
    private boolean byShape(
            Tokens t, int start, int end, long context, boolean near, int from, int to, Hits hits) {
        boolean other =
                near && (context & (WordClass.MRN | WordClass.OTHER_ID | WordClass.ACCOUNT)) != 0;
        if (length == 11
                && digits >= 5
                && digits < 11
                && end - start >= 5
                && Mbi.valid(compact, 0, length)
                && !other) {
            boolean word = (context & WordClass.MEMBER) != 0;
            hits.add(
                    Mbi.TYPE,
                    from,
                    to,
                    word ? Likelihood.CERTAIN : Likelihood.VERY_LIKELY,
                    Evidence.SHAPE.bit() | word(word));
            return true;
        }
        if (length == 17 && digits < 17 && digits >= 5 && Vin.valid(compact, 0, length)) {
            boolean word = (context & WordClass.VEHICLE) != 0;
            hits.add(
                    Vin.TYPE,
                    from,
                    to,
                    word ? Likelihood.CERTAIN : Likelihood.VERY_LIKELY,
                    Evidence.CHECKSUM_PASSED.bit() | word(word));
            return true;
        }
        if (length == 9 && (digits == 7 || digits == 8) && t.word(start) && !other) {
            boolean word = (context & WordClass.DEA) != 0;
            if (Dea.valid(compact, 0, length) && (word || t.kind(start) == Tokens.UPPER)) {
                hits.add(
                        Dea.TYPE,
                        from,
                        to,
                        word ? Likelihood.CERTAIN : Likelihood.VERY_LIKELY,
                        Evidence.CHECKSUM_PASSED.bit() | word(word));
                return true;
            }
        }
        if ((length == 10 || length == 11)
                && digits >= 9
                && t.digits(start)
                && t.word(end - 1)
                && !other) {
            boolean word = (context & (WordClass.MEMBER | WordClass.CLAIM)) != 0;
            boolean dashes = end - start == 4;
            if ((word || dashes)
                    && allDigits(0, 9)
                    && Ssn.valid(compact, 0)
                    && Hicn.code(compact, 9, length - 9)) {
                hits.add(
                        Hicn.TYPE,
                        from,
                        to,
                        word ? Likelihood.VERY_LIKELY : Likelihood.LIKELY,
                        Evidence.CHECKSUM_PASSED.bit() | word(word));
                return true;
            }
        }
        if (t.word(start)
                && t.length(start) == 2
                && t.digits(start + 1)
                && length >= 15
                && Iban.valid(compact, 0, length)) {
            hits.add(Iban.TYPE, from, to, Likelihood.CERTAIN, Evidence.CHECKSUM_PASSED.bit());
            return true;
        }
        if (digits == length
                && length >= 13
                && length <= 19
                && end - start == 1
                && Card.valid(compact, 0, length)
                && !other) {
            boolean word = (context & WordClass.CARD) != 0;
            hits.add(
                    Card.TYPE,
                    from,
                    to,
                    card(true, word),
                    Evidence.CHECKSUM_PASSED.bit() | word(word));
            return true;
        }
        if (digits == length
                && end - start == 3
                && t.gap(start + 1) == Gap.DASH
                && t.gap(start + 2) == Gap.DASH
                && ndc(t, start)
                && (context & WordClass.NUMBER_CONTEXT) == 0) {
            hits.add(Ndc.TYPE, from, to, Likelihood.LIKELY, Evidence.SHAPE.bit());
            return true;
        }
        if (icd10(t, start, end, context, from, to, hits)) {
            return true;
        }
        return zip(t, start, end, context, from, to, hits);
    }

    private boolean allDigits(int from, int to) {
        for (int i = from; i < to; i++) {
            if (compact[i] < '0' || compact[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean ndc(Tokens t, int start) {
        int a = t.length(start);
        int b = t.length(start + 1);
        int c = t.length(start + 2);
        return (a == 5 && ((b == 4 && (c == 1 || c == 2)) || (b == 3 && c == 2)))
                || (a == 4 && b == 4 && c == 2);
    }

    private boolean icd10(Tokens t, int start, int end, long context, int from, int to, Hits hits) {
        byte k = t.kind(start);
        if (!t.word(start)
                || t.length(start) > 2
                || t.gap(start + 1) != 0
                || (k != Tokens.INITIAL && k != Tokens.UPPER && context == 0)) {
            return false;
        }
        boolean dotted = false;
        for (int i = start + 1; i < end; i++) {
            if (t.gap(i) == Gap.STOP) {
                if (dotted || t.end(i - 1) - from != 3) {
                    return false;
                }
                dotted = true;
            } else if (t.gap(i) != 0) {
                return false;
            }
        }
        boolean word = (context & WordClass.DIAGNOSIS_KEY) != 0;
        if ((dotted || word) && Icd10.known(compact, 0, length)) {
            hits.add(
                    Icd10.TYPE,
                    from,
                    to,
                    dotted ? Likelihood.VERY_LIKELY : Likelihood.LIKELY,
                    Evidence.WORD_LIST.bit() | word(word));
            return true;
        }
        return false;
    }

    private boolean zip(Tokens t, int start, int end, long context, int from, int to, Hits hits) {
        boolean five = end - start == 1 && digits == 5 && length == 5;
        boolean nine =
                end - start == 2
                        && digits == 9
                        && t.length(start) == 5
                        && t.gap(start + 1) == Gap.DASH;
        if (!five && !nine) {
            return false;
        }
        boolean word = (context & WordClass.ZIP) != 0;
        int gap = t.gap(start);
        boolean beside =
                (gap & ~(Gap.SPACE | Gap.COMMA | Gap.NEWLINE | Gap.CARET)) == 0
                        && t.gapLength(start) <= 4;
        boolean state =
                beside
                        && ((t.is(start - 1, WordClass.STATE_CODE)
                                        && t.kind(start - 1) == Tokens.UPPER)
                                || (t.is(start - 1, WordClass.STATE) && t.capital(start - 1)));
        boolean afterPlace =
                beside
                        && hits.latestEnd() == t.end(start - 1)
                        && start > 0
                        && Places.isPlace(hits.latestType());
        if (!word && !state && !afterPlace) {
            return false;
        }
        hits.add(
                ZipCode.TYPE,
                from,
                to,
                word || afterPlace ? Likelihood.VERY_LIKELY : Likelihood.LIKELY,
                Evidence.SHAPE.bit()
                        | word(word)
                        | (state ? Evidence.STATE_BESIDE.bit() : 0)
                        | (ZipCode.restricted(compact, 0) ? Evidence.RESTRICTED_ZIP3.bit() : 0));
        return true;
    }

    private static boolean year(Tokens t, int token) {
        int value = t.value(token);
        return t.length(token) == 4 && value >= 1900 && value < 2100;
    }

    /// The word beside it decides.
    private boolean byContext(
            Tokens t,
            int start,
            int end,
            long context,
            boolean near,
            boolean fromKey,
            int from,
            int to,
            Hits hits) {
        if ((context & WordClass.NO_PERSON) != 0 || length < 4) {
            return false;
        }
        boolean yearLike =
                digits == 4
                        && length == 4
                        && (compact[0] == '1' || compact[0] == '2')
                        && (compact[1] == '9' || compact[1] == '0');
        boolean years = end - start == 2 && digits == 8 && year(t, start) && year(t, start + 1);
        boolean unit =
                years
                        || (end < t.count()
                                && t.gap(end) == Gap.SPACE
                                && t.is(end, WordClass.AGE | WordClass.DRUG));
        if (digits < 2 || unit || (yearLike && !near) || (digits < 3 && !near)) {
            return false;
        }
        long evidence =
                (fromKey ? Evidence.KEY : near ? Evidence.CONTEXT_WORD : Evidence.WEAK_CONTEXT)
                        .bit();
        Likelihood sure = near ? Likelihood.VERY_LIKELY : Likelihood.LIKELY;
        boolean number = digits == length;
        if ((context & WordClass.MRN) != 0) {
            hits.add(Mrn.TYPE, from, to, sure, evidence);
            return true;
        }
        if ((context & WordClass.SSN) != 0) {
            if (number && length == 9) {
                boolean valid = Ssn.valid(compact, 0) || Itin.valid(compact, 0);
                hits.add(
                        Itin.valid(compact, 0) ? Itin.TYPE : Ssn.TYPE,
                        from,
                        to,
                        valid ? Likelihood.VERY_LIKELY : Likelihood.LIKELY,
                        evidence | check(valid));
                return true;
            }
            if (number && length == 4 && near && !yearLike) {
                hits.add(
                        Ssn.TYPE,
                        from,
                        to,
                        Likelihood.LIKELY,
                        evidence | Evidence.PARTIAL_VALUE.bit());
                return true;
            }
            if (number && length >= 8 && length <= 10 && near) {
                hits.add(
                        Ssn.TYPE,
                        from,
                        to,
                        Likelihood.LIKELY,
                        evidence | Evidence.CHECKSUM_FAILED.bit());
                return true;
            }
            return false;
        }
        if ((context & WordClass.NPI) != 0) {
            if (number && length == 10) {
                boolean valid = Npi.valid(compact, 0, length);
                hits.add(
                        Npi.TYPE,
                        from,
                        to,
                        valid ? Likelihood.CERTAIN : Likelihood.LIKELY,
                        evidence | check(valid));
                return true;
            }
            return false;
        }
        if ((context & WordClass.DEA) != 0) {
            if (length == 9 && digits >= 7) {
                boolean valid = Dea.valid(compact, 0, length);
                hits.add(
                        Dea.TYPE,
                        from,
                        to,
                        valid ? Likelihood.CERTAIN : Likelihood.LIKELY,
                        evidence | check(valid));
                return true;
            }
            return false;
        }
        if ((context & WordClass.MEMBER) != 0) {
            if (yearLike || (!near && digits < 5)) {
                return false;
            }
            hits.add(MemberId.TYPE, from, to, sure, evidence);
            return true;
        }
        if ((context & WordClass.CLAIM) != 0) {
            if (yearLike || length < 5) {
                return false;
            }
            boolean icn = number && ClaimNumber.icn(compact, 0, length);
            hits.add(
                    ClaimNumber.TYPE,
                    from,
                    to,
                    sure,
                    evidence | (icn ? Evidence.CHECKSUM_PASSED.bit() : 0));
            return true;
        }
        if ((context & WordClass.ROUTING) != 0) {
            if (number && length == 9) {
                boolean valid = RoutingNumber.valid(compact, 0, length);
                hits.add(
                        RoutingNumber.TYPE,
                        from,
                        to,
                        valid ? sure : sure.lower(),
                        evidence | check(valid));
                return true;
            }
            return false;
        }
        if ((context & WordClass.CARD) != 0) {
            if (number && length >= 12 && length <= 19) {
                boolean valid = Card.valid(compact, 0, length);
                hits.add(Card.TYPE, from, to, card(valid, true), evidence | check(valid));
                return true;
            }
            return false;
        }
        if ((context & WordClass.ACCOUNT) != 0) {
            if (yearLike || (!near && digits < 5)) {
                return false;
            }
            boolean iban = t.word(start) && t.length(start) == 2 && length >= 15;
            hits.add(
                    iban ? Iban.TYPE : Account.TYPE,
                    from,
                    to,
                    iban ? Likelihood.LIKELY : sure,
                    evidence | (iban ? Evidence.CHECKSUM_FAILED.bit() : 0));
            return true;
        }
        if ((context & WordClass.PASSPORT) != 0) {
            if (length >= 7 && length <= 10 && digits >= 6) {
                hits.add(Passport.TYPE, from, to, sure, evidence);
                return true;
            }
            return false;
        }
        if ((context & WordClass.VEHICLE) != 0) {
            if (length == 17 && digits < 17) {
                hits.add(
                        Vin.TYPE,
                        from,
                        to,
                        Likelihood.LIKELY,
                        evidence | Evidence.CHECKSUM_FAILED.bit());
                return true;
            }
            if (length <= 8 && near && digits < length) {
                hits.add(Plate.TYPE, from, to, Likelihood.LIKELY, evidence);
                return true;
            }
            return false;
        }
        if ((context & WordClass.LICENSE) != 0) {
            if (near && !yearLike && length >= 5 && length <= 20 && digits >= 4) {
                hits.add(DriverLicense.TYPE, from, to, sure, evidence);
                return true;
            }
            return false;
        }
        if ((context & WordClass.DEVICE) != 0) {
            if (yearLike || length < 5 || !near) {
                return false;
            }
            boolean imei = number && Device.imei(compact, 0, length);
            hits.add(
                    Device.TYPE,
                    from,
                    to,
                    imei ? Likelihood.CERTAIN : sure,
                    evidence | (imei ? Evidence.CHECKSUM_PASSED.bit() : 0));
            return true;
        }
        if ((context & WordClass.OTHER_ID) != 0) {
            if (yearLike || !near || digits < 3) {
                return false;
            }
            hits.add(OtherId.TYPE, from, to, Likelihood.LIKELY, evidence);
            return true;
        }
        return false;
    }
}
