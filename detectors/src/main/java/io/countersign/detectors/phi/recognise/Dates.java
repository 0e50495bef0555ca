package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.BirthDate;
import io.countersign.detectors.phi.types.CalendarDate;

/// Dates in every written form. Each method returns one past the last token it consumed, or its
/// start where it is no date.
final class Dates {
    private static final long CONTEXT = WordClass.BIRTH | WordClass.DATE_WORD | WordClass.CARE;

    private static final int CARE_LOOK_BACK = 8;

    private final Keys keys;

    Dates(Keys keys) {
        this.keys = keys;
    }

    /// `dateOfBirth=1964-04-12`, `<dateOfBirth>`: the classes of a camelCase key right before.
    private long assigned(Tokens t, int i) {
        byte kind = t.kind(i - 1);
        return (kind == Tokens.MIXED_LOWER || kind == Tokens.MIXED)
                        && (t.gap(i) & (Gap.EQUALS | Gap.COLON | Gap.BRACKET_CLOSE)) != 0
                ? keys.classes(t.bytes(), t.start(i - 1), t.end(i - 1)) & CONTEXT
                : 0;
    }

    /// At digits: 3/4/2023, 2023-03-04, 4.3.2023, 5 May 2023, 5th of May 2023, 05MAY2023, 20230504,
    /// 3/4 after a word.
    int atDigits(Tokens t, int i, long key, Hits hits) {
        int value = t.value(i);
        if (value < 0) {
            return compactDate(t, i, key, hits);
        }
        int length = t.length(i);
        if (length == 4 && t.digits(i + 1) && t.digits(i + 2)) {
            int gap = t.gap(i + 1);
            if ((gap == Gap.DASH || gap == Gap.SLASH || gap == Gap.STOP)
                    && gap == t.gap(i + 2)
                    && t.length(i + 1) <= 2
                    && t.length(i + 2) <= 2
                    && single(t, i + 1)
                    && single(t, i + 2)
                    && CalendarDate.exists(value, t.value(i + 1), t.value(i + 2))
                    && !numberGoesOn(t, i + 3)
                    && (!(timeFollows(t, i + 3) || partOfName(t, i)) || context(t, i, key) != 0)) {
                return add(t, i, i + 3, key, hits, true);
            }
            return i;
        }
        if (length <= 2 && t.digits(i + 1) && t.length(i + 1) <= 2 && t.digits(i + 2)) {
            int gap = t.gap(i + 1);
            int yearLength = t.length(i + 2);
            boolean year = yearLength == 4 || (yearLength == 2 && gap != Gap.STOP);
            if ((gap == Gap.DASH || gap == Gap.SLASH || gap == Gap.STOP)
                    && gap == t.gap(i + 2)
                    && year
                    && single(t, i + 1)
                    && single(t, i + 2)) {
                int y = yearLength == 4 ? t.value(i + 2) : CalendarDate.century(t.value(i + 2));
                int other = t.value(i + 1);
                boolean exists =
                        CalendarDate.exists(y, value, other)
                                || CalendarDate.exists(y, other, value);
                boolean twoDigitDashes = yearLength == 2 && gap == Gap.DASH;
                if (exists
                        && !numberGoesOn(t, i + 3)
                        && (!twoDigitDashes || context(t, i, key) != 0)) {
                    return add(t, i, i + 3, key, hits, true);
                }
            }
        }
        if (length <= 2 && value >= 1 && value <= 31) {
            int named = dayThenMonth(t, i, key, hits);
            if (named > i) {
                return named;
            }
            // 3/4 only right after a date word.
            if (t.digits(i + 1)
                    && t.gap(i + 1) == Gap.SLASH
                    && single(t, i + 1)
                    && t.length(i + 1) <= 2
                    && CalendarDate.dayExists(value, t.value(i + 1))
                    && !numberGoesOn(t, i + 2)
                    && dateWordBeside(t, i)) {
                return add(t, i, i + 2, key, hits, true);
            }
        }
        if (length == 8) {
            return compactDate(t, i, key, hits);
        }
        return i;
    }

    /// `2026-03-01T10:22`: a machine's time stamp, which needs a word to be somebody's date.
    private static boolean timeFollows(Tokens t, int token) {
        return token + 1 < t.count()
                && t.gap(token) == 0
                && t.length(token) == 1
                && t.bytes()[t.start(token)] == 'T'
                && t.digits(token + 1, 2);
    }

    /// `gpt-4o-2024-08-06`: the end of a longer name.
    private static boolean partOfName(Tokens t, int i) {
        return i > 0 && t.joined(i, Gap.DASH);
    }

    private static boolean single(Tokens t, int token) {
        return t.gapLength(token) == 1 || t.gap(token) == Gap.DASH;
    }

    private static boolean numberGoesOn(Tokens t, int token) {
        if (token >= t.count()) {
            return false;
        }
        int gap = t.gap(token);
        return t.digits(token)
                && t.gapLength(token) == 1
                && (gap == Gap.DASH || gap == Gap.SLASH || gap == Gap.STOP);
    }

    private static boolean dateWordBeside(Tokens t, int i) {
        int before = i - 1;
        if (before < 0 || (t.gap(i) & Gap.SENTENCE_END) != 0) {
            return false;
        }
        if (t.is(before, WordClass.BIRTH)) {
            return true;
        }
        boolean on =
                t.length(before) == 2
                        && t.is(before, WordClass.DATE_WORD)
                        && t.is(before, WordClass.FILLER);
        if (!on) {
            return t.is(before, WordClass.DATE_WORD | WordClass.CARE);
        }
        for (int x = before - 1; x >= 0 && x >= before - CARE_LOOK_BACK; x--) {
            if (t.is(x, CONTEXT | WordClass.VISIT)) {
                return true;
            }
            if ((t.gap(x) & (Gap.MARK | Gap.NEWLINE)) != 0) {
                return false;
            }
        }
        return false;
    }

    /// yyyymmdd, under a date key or right after a date word.
    private int compactDate(Tokens t, int i, long key, Hits hits) {
        int length = t.length(i);
        if ((length != 8 && length != 12 && length != 14) || context(t, i, key) == 0) {
            return i;
        }
        byte[] b = t.bytes();
        int at = t.start(i);
        int year = number(b, at, 4);
        if (CalendarDate.exists(year, number(b, at + 4, 2), number(b, at + 6, 2)) && year < 2100) {
            return add(t, i, i + 1, key, hits, true);
        }
        return i;
    }

    private static int number(byte[] b, int at, int digits) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            value = value * 10 + b[i] - '0';
        }
        return value;
    }

    /// 5 May 2023, 5th of May, 05MAY2023.
    private int dayThenMonth(Tokens t, int i, long key, Hits hits) {
        int j = i + 1;
        if (ordinal(t, j)) {
            j++;
        }
        if (j < t.count()
                && t.length(j) == 2
                && (t.bytes()[t.start(j)] | 0x20) == 'o'
                && (t.bytes()[t.start(j) + 1] | 0x20) == 'f') {
            j++;
        }
        if (j >= t.count()
                || !month(t, j)
                || t.gapLength(j) > 1
                || (t.gap(j) & ~(Gap.SPACE | Gap.DASH | Gap.SLASH)) != 0) {
            return i;
        }
        int month = CalendarDate.month(t.bytes(), t.start(j), t.length(j));
        if (!CalendarDate.dayExists(month, t.value(i))) {
            return i;
        }
        int year = yearAfter(t, j + 1);
        if (year > j + 1) {
            return add(t, i, year, key, hits, true);
        }
        // Without a year "5 may" needs a capital, and a comma-free month must not begin a new
        // sentence.
        if (!t.capital(j) || t.gapLength(j) == 0) {
            return i;
        }
        return add(t, i, j + 1, key, hits, false);
    }

    /// At a month's name: May 5th, 2023; May 5; 5 is no day over the month's last; May 2023 beside
    /// a birth or visit word.
    int atMonth(Tokens t, int i, long key, Hits hits) {
        if (!month(t, i)) {
            return i;
        }
        int month = CalendarDate.month(t.bytes(), t.start(i), t.length(i));
        int day = i + 1;
        if (t.digits(day)
                && t.length(day) <= 2
                && t.gapLength(day) <= 2
                && (t.gap(day) & ~(Gap.SPACE | Gap.STOP | Gap.DASH | Gap.SLASH)) == 0) {
            if (!CalendarDate.dayExists(month, t.value(day))) {
                return i;
            }
            int next = day + 1;
            if (ordinal(t, next)) {
                next++;
            }
            int year = yearAfter(t, next);
            if (year > next) {
                return add(t, i, year, key, hits, true);
            }
            if (!t.capital(i) || t.gap(day) == 0) {
                return i;
            }
            if (numberGoesOn(t, next) && t.gap(next) == Gap.STOP) {
                return i;
            }
            return add(t, i, next, key, hits, false);
        }
        int year = yearAfter(t, day);
        if (year > day && t.capital(i) && (context(t, i, key) != 0)) {
            hits.add(
                    (context(t, i, key) & WordClass.BIRTH) != 0
                            ? BirthDate.TYPE
                            : CalendarDate.TYPE,
                    t.start(i),
                    t.end(year - 1),
                    Likelihood.POSSIBLE,
                    Evidence.SHAPE.bit() | Evidence.CONTEXT_WORD.bit());
            return year;
        }
        return i;
    }

    private static boolean month(Tokens t, int i) {
        return t.is(i, WordClass.MONTH)
                && CalendarDate.month(t.bytes(), t.start(i), t.length(i)) > 0;
    }

    private static boolean ordinal(Tokens t, int i) {
        if (i >= t.count() || t.gap(i) != 0 || t.length(i) != 2) {
            return false;
        }
        int a = t.bytes()[t.start(i)] | 0x20;
        int b = t.bytes()[t.start(i) + 1] | 0x20;
        return (a == 't' && b == 'h')
                || (a == 's' && b == 't')
                || (a == 'n' && b == 'd')
                || (a == 'r' && b == 'd');
    }

    /// One past a year that follows, or `i`.
    private static int yearAfter(Tokens t, int i) {
        if (!t.digits(i)
                || t.gapLength(i) > 2
                || (t.gap(i) & ~(Gap.SPACE | Gap.COMMA | Gap.STOP | Gap.DASH | Gap.SLASH)) != 0) {
            return i;
        }
        int value = t.value(i);
        if (t.length(i) == 4 && value >= 1880 && value < 2100) {
            return i + 1;
        }
        return t.length(i) == 2
                        && (t.gap(i) == Gap.DASH || t.gap(i) == Gap.SLASH || t.gapLength(i) == 0)
                ? i + 1
                : i;
    }

    private long context(Tokens t, int i, long key) {
        return (Context.before(t, i, CONTEXT) & ~Context.FAR)
                | assigned(t, i)
                | (key & (WordClass.BIRTH | WordClass.DATE_WORD));
    }

    private int add(Tokens t, int start, int end, long key, Hits hits, boolean year) {
        long context = context(t, start, key);
        context |= Context.before(t, start, WordClass.CARE) & WordClass.CARE;
        boolean birth =
                (context & WordClass.BIRTH) != 0
                        || (Context.before(t, start, WordClass.BIRTH)
                                        & (WordClass.BIRTH | Context.FAR))
                                == WordClass.BIRTH;
        boolean care = (context & (WordClass.CARE | WordClass.DATE_WORD)) != 0;
        Likelihood sure =
                year
                        ? (birth || care ? Likelihood.VERY_LIKELY : Likelihood.LIKELY)
                        : birth || care ? Likelihood.LIKELY : Likelihood.POSSIBLE;
        hits.add(
                birth ? BirthDate.TYPE : CalendarDate.TYPE,
                t.start(start),
                t.end(end - 1),
                sure,
                Evidence.SHAPE.bit()
                        | ((context & WordClass.CARE) != 0
                                ? Evidence.CARE_WORD.bit()
                                : context != 0 ? Evidence.CONTEXT_WORD.bit() : 0));
        return end;
    }
}
