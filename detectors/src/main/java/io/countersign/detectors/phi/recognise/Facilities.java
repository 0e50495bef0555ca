package io.countersign.detectors.phi.recognise;

import static io.countersign.detectors.phi.engine.WordClass.english;
import static io.countersign.detectors.phi.engine.WordClass.firstName;
import static io.countersign.detectors.phi.engine.WordClass.surname;

import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.Facility;

/// Hospitals, clinics, departments: by the words that head their names, by a list, or by what is
/// said of them (`seen at Johns Hopkins`).
final class Facilities {

    private Facilities() {}

    /// Judges the capitalised run [i, j) as a facility. Returns one past its last token, or `i`.
    static int at(Tokens t, int i, int j, Hits hits) {
        int end = acrossOf(t, i, j);
        int s = i;
        while (s < end
                && !t.is(s, WordClass.FACILITY_PART | WordClass.HOSPITAL | WordClass.CITY)
                && leadsFacility(t, s, i)) {
            s++;
        }
        if (s >= end || t.is(s, WordClass.CLINICIAN_TITLE | WordClass.PERSON_TITLE)) {
            return i;
        }
        boolean at = Places.preposition(t, s);
        boolean care = at && Places.careBefore(t, s);
        boolean listed = listed(t, i, end);
        int head = head(t, i, end);
        Likelihood sure = care ? Likelihood.VERY_LIKELY : Likelihood.LIKELY;
        long evidence = care ? Evidence.CARE_WORD.bit() : 0;
        if (head >= s) {
            return headed(t, s, head, at)
                    ? add(
                            t,
                            s,
                            trim(t, s, Math.max(end, head + 1)),
                            listed ? Likelihood.VERY_LIKELY : sure,
                            evidence | Evidence.CONTEXT_WORD.bit(),
                            hits)
                    : i;
        }
        if (listed) {
            return add(t, s, end, sure, evidence | Evidence.PLACE_LIST.bit(), hits);
        }
        if (headedInLowerCase(t, s, end, at)) {
            int last = end + Math.max(1, t.phraseWords(end));
            return add(t, s, last, sure, evidence | Evidence.CONTEXT_WORD.bit(), hits);
        }
        if (at && endsInPart(t, s, end)) {
            return add(t, s, end, sure, evidence | Evidence.CONTEXT_WORD.bit(), hits);
        }
        if (care && visited(t, s, end)) {
            return add(t, s, end, Likelihood.LIKELY, evidence, hits);
        }
        return i;
    }

    /// The last token of the last word or phrase that heads a facility's name; -1 for none.
    private static int head(Tokens t, int i, int end) {
        int head = -1;
        for (int x = i; x < end; x++) {
            if (t.is(x, WordClass.FACILITY_HEAD)) {
                head = Math.max(x, x + (t.phraseWords(x) > 1 ? t.phraseWords(x) - 1 : 0));
            }
        }
        return head;
    }

    /// Whether a hospital of the list is in it, by two words or more.
    private static boolean listed(Tokens t, int i, int end) {
        boolean listed = false;
        for (int x = i; x < end; x++) {
            listed |=
                    t.is(x, WordClass.HOSPITAL)
                            && t.phraseWords(x) > 1
                            && x + t.phraseWords(x) <= end;
        }
        return listed;
    }

    /// Whether what stands before the head is a name, or somebody is treated there.
    private static boolean headed(Tokens t, int s, int head, boolean at) {
        boolean named = false;
        for (int x = s; x < head; x++) {
            named |= !t.is(x, WordClass.FACILITY_HEAD) && !generic(t, x) && t.length(x) > 1;
        }
        boolean part = head > s && t.capital(head);
        boolean treated = s > 0 && t.gap(s) == Gap.SPACE && t.is(s - 1, WordClass.CARE);
        return named || (part && (at || treated));
    }

    /// Lakeside clinic, UCSF hospital.
    private static boolean headedInLowerCase(Tokens t, int s, int end, boolean at) {
        return end < t.count()
                && t.gap(end) == Gap.SPACE
                && t.is(end, WordClass.FACILITY_HEAD)
                && t.kind(end) == Tokens.LOWER
                && !t.is(s, WordClass.DISEASE | WordClass.MEDICAL)
                && english(t.bits(s)) < 2
                && (at
                        || t.is(s, WordClass.CITY | WordClass.SMALL_PLACE)
                        || t.kind(s) == Tokens.UPPER);
    }

    private static boolean endsInPart(Tokens t, int s, int end) {
        return end - s >= 2
                && t.is(end - 1, WordClass.FACILITY_PART)
                && english(t.bits(end - 1)) > 0
                && !Places.allEnglish(t, s, end - 1);
    }

    /// seen at Johns Hopkins
    private static boolean visited(Tokens t, int s, int end) {
        boolean other =
                t.is(end - 1, WordClass.EPONYM_HEAD)
                        || Places.allEnglish(t, s, end)
                        || abbreviation(t, s, end)
                        || t.is(
                                s,
                                WordClass.COUNTRY
                                        | WordClass.STATE
                                        | WordClass.MONTH
                                        | WordClass.DRUG
                                        | WordClass.DISEASE);
        if (other || !atOrFrom(t, s) || !closeCare(t, s)) {
            return false;
        }
        boolean person =
                end - s == 2
                        && firstName(t.bits(s)) >= 2
                        && surname(t.bits(end - 1)) >= 2
                        && t.is(s - 1, WordClass.PLACE_PREPOSITION)
                        && !literallyAt(t, s);
        boolean city = t.is(s, WordClass.CITY) && t.phraseWords(s) == end - s;
        return !person && !city;
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
                && end < i + Places.MAX_RUN
                && link(t, end)
                && t.capital(end + 1)
                && t.gap(end + 1) == Gap.SPACE) {
            int next = Places.runEnd(t, end + 1);
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
        int run = Places.runEnd(t, city);
        if (t.is(city, WordClass.CITY | WordClass.SMALL_PLACE)
                && firstName(t.bits(city)) < 3
                && run - city <= 3
                && city < t.count()) {
            int past = Places.state(t, run);
            hits.extendLatest(t.end(past - 1));
            return past;
        }
        return end;
    }

    /// Plain words lead only at the start of a sentence; after "at the" they belong to the name:
    /// Downtown Clinic.
    private static boolean leadsFacility(Tokens t, int x, int runStart) {
        if (!Places.leading(t, x)) {
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
        return role || x > runStart || !Places.preposition(t, x);
    }

    private static boolean generic(Tokens t, int x) {
        return t.is(x, WordClass.FACILITY_PART)
                || (english(t.bits(x)) >= 2 && surname(t.bits(x)) < 2)
                || t.length(x) == 1;
    }

    private static boolean abbreviation(Tokens t, int s, int end) {
        return end - s == 1
                && (t.kind(s) == Tokens.UPPER
                        || t.kind(s) == Tokens.INITIAL
                        || t.kind(s) == Tokens.MIXED)
                && !t.is(s, WordClass.HOSPITAL);
    }

    private static boolean atOrFrom(Tokens t, int s) {
        int x = Places.prepositionAt(t, s);
        if (x < 0) {
            return false;
        }
        int c = t.bytes()[t.start(x)] | 0x20;
        return c == 'a' || c == 'f' || c == 't';
    }

    private static boolean literallyAt(Tokens t, int s) {
        int x = Places.prepositionAt(t, s);
        return x >= 0 && (t.bytes()[t.start(x)] | 0x20) == 'a';
    }

    /// "to" needs its verb right before: admitted to, transferred to.
    private static boolean closeCare(Tokens t, int s) {
        int x = Places.prepositionAt(t, s);
        return x >= 0 && ((t.bytes()[t.start(x)] | 0x20) != 't' || t.is(x - 1, WordClass.CARE));
    }
}
