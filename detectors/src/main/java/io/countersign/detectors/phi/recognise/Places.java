package io.countersign.detectors.phi.recognise;

import static io.countersign.detectors.phi.engine.WordClass.english;
import static io.countersign.detectors.phi.engine.WordClass.firstName;
import static io.countersign.detectors.phi.engine.WordClass.surname;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.City;
import io.countersign.detectors.phi.types.Facility;
import io.countersign.detectors.phi.types.StreetAddress;

/// Geography below the state: facilities, street lines, cities. States and countries are free under
/// Safe Harbor.
final class Places {
    private static final int MAX_FACILITY_WORDS = 9;
    private static final int MAX_STREET_WORDS = 5;
    private static final int CARE_LOOK_BACK = 10;

    private Places() {}

    static boolean isPlace(InfoType type) {
        return type.equals(City.TYPE)
                || type.equals(StreetAddress.TYPE)
                || type.equals(Facility.TYPE);
    }

    /// Gaps inside a place that the model tags.
    static final int INSIDE =
            Gap.SPACE
                    | Gap.STOP
                    | Gap.DASH
                    | Gap.APOSTROPHE
                    | Gap.COMMA
                    | Gap.NEWLINE
                    | Gap.HASH
                    | Gap.SLASH;

    private static final int MARGIN = 0;
    private static final int LIKELY_MARGIN = 250;
    private static final int VERY_LIKELY_MARGIN = 700;

    private static final long NUMBER_KIND = WordClass.NUMBER_CONTEXT & ~WordClass.ZIP;

    /// Whether a tagged token goes on with the place that the token before is of. A ZIP after its
    /// state is a finding of its own.
    static boolean inside(Tokens t, int x) {
        return (t.gap(x) & ~INSIDE) == 0 && !(t.digits(x, 5) && t.is(x - 1, WordClass.STATE_CODE));
    }

    /// Words under each other and set in, as in a program or an outline; an address has its house
    /// number by then.
    private static boolean indented(Tokens t, int x) {
        return (t.gap(x) & (Gap.NEWLINE | Gap.SPACE)) == (Gap.NEWLINE | Gap.SPACE) && !t.digits(x);
    }

    private static final int MAX_NUMBER = 6;
    private static final int MIN_POSTCODE = 4;

    /// Where a line or a part of it begins or ends.
    private static final int PART = Gap.COMMA | Gap.SENTENCE_END | Gap.OPEN | Gap.CLOSE | Gap.QUOTE;

    /// A house number or postcode that ends the part of the address: `Rua Nova, 12`, `Lidingö 181
    /// 30`.
    private static boolean numberAfter(Tokens t, int x) {
        return t.digits(x)
                && t.length(x) <= MAX_NUMBER
                && !year(t, x)
                && t.gapLength(x) <= 2
                && (t.gap(x) & ~(Gap.SPACE | Gap.COMMA)) == 0
                && (x + 1 >= t.count() || (t.gap(x + 1) & PART) != 0);
    }

    /// A postcode that begins it: `1010 Wien`.
    private static boolean numberBefore(Tokens t, int s) {
        int x = s - 1;
        return t.digits(x)
                && t.length(x) >= MIN_POSTCODE
                && t.length(x) <= MAX_NUMBER
                && !year(t, x)
                && t.gap(s) == Gap.SPACE
                && (x == 0 || (t.gap(x) & PART) != 0);
    }

    private static boolean year(Tokens t, int x) {
        return t.length(x) == 4 && t.value(x) >= 1800 && t.value(x) <= 2100;
    }

    /// Judges what the model tagged [i, e). Returns one past the last token of the place, or `i`.
    ///
    /// @param continued the token before is of the same span
    static int tagged(Tokens t, int i, int e, int margin, boolean continued, Hits hits) {
        if (!continued && t.digits(i) && (t.gap(i + 1) & Gap.NEWLINE) != 0) {
            return i; // a number at the end of a line, a name at the start of the next
        }
        int s = i;
        int end = s + 1;
        boolean numbered = t.digits(s);
        while (end < e && inside(t, end) && (numbered || !indented(t, end))) {
            numbered |= t.digits(end);
            end++;
        }
        if (end - s == 2
                && t.kind(s) == Tokens.UPPER
                && t.digits(s + 1)
                && !t.is(s, WordClass.CITY | WordClass.STATE_CODE)) {
            return i; // ISO 26262
        }
        boolean local = false;
        boolean digits = false;
        boolean facility = false;
        boolean street = false;
        boolean words = false;
        for (int x = s; x < end; x++) {
            boolean free =
                    t.is(x, WordClass.COUNTRY | WordClass.STATE | WordClass.STATE_CODE)
                            && !t.is(x, WordClass.CITY);
            if (t.kind(x) == Tokens.UPPER && t.is(x, NUMBER_KIND)) {
                return i; // CPT 99213
            }
            words |= t.word(x);
            local |= t.word(x) && !free;
            digits |= t.digits(x);
            facility |=
                    t.is(x, WordClass.FACILITY_HEAD | WordClass.HOSPITAL | WordClass.FACILITY_PART);
            street |= x > s && t.is(x, WordClass.STREET_SUFFIX);
        }
        if (!local || !words || margin < MARGIN) {
            return i;
        }
        if (!facility && numberAfter(t, end)) {
            end++;
            digits = true;
        } else if (!facility
                && numberBefore(t, s)
                && (hits.count() == 0 || hits.latestEnd() <= t.start(s - 1))) {
            s--;
            digits = true;
        }
        hits.add(
                facility ? Facility.TYPE : digits || street ? StreetAddress.TYPE : City.TYPE,
                t.start(s),
                t.end(end - 1),
                margin >= VERY_LIKELY_MARGIN
                        ? Likelihood.VERY_LIKELY
                        : margin >= LIKELY_MARGIN ? Likelihood.LIKELY : Likelihood.POSSIBLE,
                Evidence.MODEL.bit());
        return end;
    }

    /// One past the capitalised run that starts at a capital token.
    static int runEnd(Tokens t, int i) {
        int j = i + 1;
        while (j < t.count() && j < i + MAX_FACILITY_WORDS && continues(t, j)) {
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

    /// Judges the capitalised run [i, j) as a facility. Returns one past its last token, or `i`.
    static int facility(Tokens t, int i, int j, Hits hits) {
        int end = acrossOf(t, i, j);
        int head = -1;
        boolean known = false;
        for (int x = i; x < end; x++) {
            if (t.is(x, WordClass.FACILITY_HEAD)) {
                head = Math.max(x, x + (t.phraseWords(x) > 1 ? t.phraseWords(x) - 1 : 0));
            }
            known |=
                    t.is(x, WordClass.HOSPITAL)
                            && t.phraseWords(x) > 1
                            && x + t.phraseWords(x) <= end;
        }
        int s = i;
        while (s < end
                && !t.is(s, WordClass.FACILITY_PART | WordClass.HOSPITAL | WordClass.CITY)
                && leadsFacility(t, s, i)) {
            s++;
        }
        if (s >= end || t.is(s, WordClass.CLINICIAN_TITLE | WordClass.PERSON_TITLE)) {
            return i;
        }
        boolean at = preposition(t, s);
        boolean care = at && careBefore(t, s);
        boolean lowerHead =
                end < t.count()
                        && t.gap(end) == Gap.SPACE
                        && t.is(end, WordClass.FACILITY_HEAD)
                        && t.kind(end) == Tokens.LOWER;
        long evidence = care ? Evidence.CARE_WORD.bit() : 0;
        if (head >= s) {
            boolean named = false;
            for (int x = s; x < head; x++) {
                named |= !t.is(x, WordClass.FACILITY_HEAD) && !generic(t, x) && t.length(x) > 1;
            }
            boolean part = head > s && t.capital(head);
            boolean visited = s > 0 && t.gap(s) == Gap.SPACE && t.is(s - 1, WordClass.CARE);
            if (named || (part && (at || visited))) {
                int last = Math.max(end, head + 1);
                return add(
                        t,
                        s,
                        trim(t, s, last),
                        care || known ? Likelihood.VERY_LIKELY : Likelihood.LIKELY,
                        evidence | Evidence.CONTEXT_WORD.bit(),
                        hits);
            }
            return i;
        }
        if (known) {
            return add(
                    t,
                    s,
                    end,
                    care ? Likelihood.VERY_LIKELY : Likelihood.LIKELY,
                    evidence | Evidence.PLACE_LIST.bit(),
                    hits);
        }
        if (lowerHead
                && !t.is(s, WordClass.DISEASE | WordClass.MEDICAL)
                && english(t.bits(s)) < 2
                && (at
                        || t.is(s, WordClass.CITY | WordClass.SMALL_PLACE)
                        || t.kind(s) == Tokens.UPPER)) {
            int last = end + Math.max(1, t.phraseWords(end));
            return add(
                    t,
                    s,
                    last,
                    care ? Likelihood.VERY_LIKELY : Likelihood.LIKELY,
                    evidence | Evidence.CONTEXT_WORD.bit(),
                    hits);
        }
        boolean tail =
                end - s >= 2
                        && t.is(end - 1, WordClass.FACILITY_PART)
                        && english(t.bits(end - 1)) > 0;
        if (tail && at && !allEnglish(t, s, end - 1)) {
            return add(
                    t,
                    s,
                    end,
                    care ? Likelihood.VERY_LIKELY : Likelihood.LIKELY,
                    evidence | Evidence.CONTEXT_WORD.bit(),
                    hits);
        }
        // seen at Johns Hopkins
        boolean atWord = at && atOrFrom(t, s);
        if (care
                && atWord
                && closeCare(t, s)
                && !t.is(end - 1, WordClass.EPONYM_HEAD)
                && !allEnglish(t, s, end)
                && !abbreviation(t, s, end)
                && !t.is(
                        s,
                        WordClass.COUNTRY
                                | WordClass.STATE
                                | WordClass.MONTH
                                | WordClass.DRUG
                                | WordClass.DISEASE)) {
            boolean person =
                    end - s == 2
                            && firstName(t.bits(s)) >= 2
                            && surname(t.bits(end - 1)) >= 2
                            && t.is(s - 1, WordClass.PLACE_PREPOSITION)
                            && !literallyAt(t, s);
            boolean city = t.is(s, WordClass.CITY) && t.phraseWords(s) == end - s;
            if (!person && !city) {
                return add(t, s, end, Likelihood.LIKELY, evidence, hits);
            }
        }
        return i;
    }

    private static int trim(Tokens t, int s, int end) {
        int e = end;
        while (e > s + 1
                && (t.is(e - 1, WordClass.MONTH | WordClass.WEEKDAY)
                        && !t.is(e - 1, WordClass.FACILITY_HEAD))) {
            e--;
        }
        return e;
    }

    /// Extends over "of", "and", "for", "&": Hospital of Philadelphia, Brigham and Women's
    /// Hospital.
    private static int acrossOf(Tokens t, int i, int j) {
        int end = j;
        boolean facility = false;
        for (int x = i; x < j; x++) {
            facility |= t.is(x, WordClass.FACILITY_HEAD | WordClass.FACILITY_PART);
        }
        while (end + 1 < t.count()
                && end < i + MAX_FACILITY_WORDS
                && link(t, end)
                && t.capital(end + 1)
                && t.gap(end + 1) == Gap.SPACE) {
            int next = runEnd(t, end + 1);
            boolean more = false;
            for (int x = end + 1; x < next; x++) {
                more |= t.is(x, WordClass.FACILITY_HEAD);
            }
            boolean of = t.length(end) == 2 && facility;
            if (!more && !of) {
                break;
            }
            facility |= more;
            end = next;
        }
        return end;
    }

    private static boolean link(Tokens t, int x) {
        if (t.gap(x) != Gap.SPACE || t.kind(x) != Tokens.LOWER || t.length(x) > 3) {
            return false;
        }
        byte[] b = t.bytes();
        int a = b[t.start(x)];
        int c = b[t.start(x) + (t.length(x) > 1 ? 1 : 0)];
        return (a == 'o' && c == 'f')
                || (a == 'a' && c == 'n' && t.length(x) == 3)
                || (a == 'f' && c == 'o');
    }

    private static int add(Tokens t, int s, int last, Likelihood sure, long evidence, Hits hits) {
        int end = Math.min(last, t.count());
        hits.add(Facility.TYPE, t.start(s), t.end(end - 1), sure, evidence);
        // "in Baltimore", ", Baltimore" belong to it.
        int city = end;
        if (city < t.count()
                && t.gap(city) == Gap.SPACE
                && t.length(city) == 2
                && t.is(city, WordClass.PLACE_PREPOSITION)
                && t.capital(city + 1)
                && t.gap(city + 1) == Gap.SPACE) {
            city++;
        } else if (city >= t.count()
                || t.gap(city) != (Gap.COMMA | Gap.SPACE)
                || !t.capital(city)) {
            return end;
        }
        int run = runEnd(t, city);
        if (t.is(city, WordClass.CITY | WordClass.SMALL_PLACE)
                && firstName(t.bits(city)) < 3
                && run - city <= 3
                && city < t.count()) {
            int past = state(t, run);
            hits.extendLatest(t.end(past - 1));
            return past;
        }
        return end;
    }

    private static boolean leading(Tokens t, int x) {
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

    /// Plain words lead only at the start of a sentence; after "at the" they belong to the name:
    /// Downtown Clinic.
    private static boolean leadsFacility(Tokens t, int x, int runStart) {
        if (!leading(t, x)) {
            return false;
        }
        boolean role =
                t.is(
                        x,
                        WordClass.FILLER
                                | WordClass.PERSON_VERB
                                | WordClass.CARE
                                | WordClass.PLACE_PREPOSITION
                                | WordClass.RELATIVE);
        return role || x > runStart || !preposition(t, x);
    }

    private static boolean generic(Tokens t, int x) {
        return t.is(x, WordClass.FACILITY_PART)
                || (english(t.bits(x)) >= 2 && surname(t.bits(x)) < 2)
                || t.length(x) == 1;
    }

    private static boolean allEnglish(Tokens t, int s, int end) {
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

    private static boolean abbreviation(Tokens t, int s, int end) {
        return end - s == 1
                && (t.kind(s) == Tokens.UPPER
                        || t.kind(s) == Tokens.INITIAL
                        || t.kind(s) == Tokens.MIXED)
                && !t.is(s, WordClass.HOSPITAL);
    }

    /// A preposition of place right before, "the" and "our" left out.
    private static boolean preposition(Tokens t, int s) {
        int x = prepositionAt(t, s);
        return x >= 0;
    }

    private static int prepositionAt(Tokens t, int s) {
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

    private static boolean atOrFrom(Tokens t, int s) {
        int x = prepositionAt(t, s);
        if (x < 0) {
            return false;
        }
        int c = t.bytes()[t.start(x)] | 0x20;
        return c == 'a' || c == 'f' || c == 't';
    }

    private static boolean literallyAt(Tokens t, int s) {
        int x = prepositionAt(t, s);
        return x >= 0 && (t.bytes()[t.start(x)] | 0x20) == 'a';
    }

    /// "to" needs its verb right before: admitted to, transferred to.
    private static boolean closeCare(Tokens t, int s) {
        int x = prepositionAt(t, s);
        return x >= 0 && ((t.bytes()[t.start(x)] | 0x20) != 't' || t.is(x - 1, WordClass.CARE));
    }

    private static boolean careBefore(Tokens t, int s) {
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

    /// Judges the capitalised run [i, j) as a city. Returns one past its last token, or `i`.
    static int city(Tokens t, int i, int j, long key, Hits hits) {
        int s = i;
        while (s < j && !t.is(s, WordClass.CITY | WordClass.SMALL_PLACE) && leading(t, s)) {
            s++;
        }
        if (s >= j) {
            return i;
        }
        int words = t.phraseWords(s);
        boolean whole = s + words <= j && t.is(s, WordClass.CITY | WordClass.SMALL_PLACE);
        int end = whole ? s + words : j;
        int past = state(t, end);
        boolean state = past > end;
        boolean big = whole && t.is(s, WordClass.CITY);
        boolean small = whole && t.is(s, WordClass.SMALL_PLACE) && t.kind(s) == Tokens.CAPITAL;
        if (!state && t.is(s, WordClass.COUNTRY | WordClass.STATE) && !t.is(s, WordClass.CITY)) {
            return i;
        }
        long b = t.bits(s);
        boolean at = preposition(t, s);
        boolean address = (key & WordClass.ADDRESS) != 0 || addressWordBefore(t, s);
        long evidence =
                (whole ? Evidence.PLACE_LIST.bit() : 0)
                        | (state ? Evidence.STATE_BESIDE.bit() : 0)
                        | (address ? Evidence.CONTEXT_WORD.bit() : 0);
        boolean ambiguous =
                words == 1
                        && (english(b) >= 1
                                || firstName(b) >= 2
                                || surname(b) >= 3
                                || (b & (WordClass.MEDICAL | WordClass.DRUG | WordClass.DISEASE))
                                        != 0);
        Likelihood sure;
        if (state
                && end - s <= 3
                && !t.is(s, WordClass.DISEASE | WordClass.DRUG | WordClass.STATE)) {
            sure = Likelihood.VERY_LIKELY;
        } else if (address
                && !allEnglish(t, s, end)
                && !t.is(s, WordClass.COUNTRY | WordClass.STATE)
                && end - s <= 3) {
            sure = whole ? Likelihood.VERY_LIKELY : Likelihood.LIKELY;
        } else if (big && at && (english(b) < 2 || words > 1) && end == j) {
            sure = Likelihood.LIKELY;
        } else if (big && !ambiguous && end == j && (t.gap(s) & Gap.COMMA) != 0) {
            sure = Likelihood.POSSIBLE;
        } else if (small && at && !ambiguous && end == j && careBefore(t, s)) {
            sure = Likelihood.POSSIBLE;
        } else {
            return i;
        }
        hits.add(City.TYPE, t.start(s), t.end(past - 1), sure, evidence);
        return past;
    }

    private static boolean addressWordBefore(Tokens t, int s) {
        if (s == 0 || (t.gap(s) & ~(Gap.SPACE | Gap.COLON | Gap.NEWLINE)) != 0) {
            return false;
        }
        boolean phrase = t.is(s - 1, WordClass.ADDRESS) && !t.digits(s - 1);
        return phrase;
    }

    /// Takes in ", CA", " CA", ", California". Returns one past the state, or `end`.
    private static int state(Tokens t, int end) {
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

    /// At digits: `4780 Arroyo Neck Apt. 3`. Returns one past the last token, or `i`.
    static int street(Tokens t, int i, long key, Hits hits) {
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
