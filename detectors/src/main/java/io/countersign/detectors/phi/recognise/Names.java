package io.countersign.detectors.phi.recognise;

import static io.countersign.detectors.phi.engine.WordClass.english;
import static io.countersign.detectors.phi.engine.WordClass.firstName;
import static io.countersign.detectors.phi.engine.WordClass.surname;

import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.model.NameModel;
import io.countersign.detectors.phi.model.NameTagger;
import io.countersign.detectors.phi.types.ClinicianName;
import io.countersign.detectors.phi.types.PersonName;

/// Names of people, from a run of capitalised words (or lower-case words after a role).
///
/// A candidate is scored: what the name lists say of its words, what stands before it (title, role,
/// kinship, key) and after it (age, number, kinship, what a person does), less what its words are
/// otherwise (plain English, medical, drug, place). The weights are few and small on purpose; a
/// trained model can take the place of [#score] without a change elsewhere.
final class Names {
    private static final int THRESHOLD = 4;
    private static final int VERY_LIKELY = 6;
    private static final int CERTAIN = 9;
    private static final int MAX_WORDS = 5;
    private static final int MAX_ACRONYM = 4;

    /// What stands beside the name of somebody whom a text tells of.
    private static final long INTRODUCES =
            Evidence.ROLE.bit()
                    | Evidence.TITLE.bit()
                    | Evidence.DEMOGRAPHIC_BESIDE.bit()
                    | Evidence.CONTEXT_WORD.bit()
                    | Evidence.KEY.bit();

    private final NamesSeen seen;
    private final NameTagger tagger;

    /// How much more than nothing a name must score in this leaf while nobody was introduced.
    private int caution;

    // What the last candidate had beside it.
    private long evidence;
    private boolean clinician;

    Names(NamesSeen seen, NameTagger tagger) {
        this.seen = seen;
        this.tagger = tagger;
    }

    void caution(int units) {
        caution = units;
    }

    /// What a name that nothing but lists or the model speaks for must score more here.
    int caution() {
        return seen.introduced() ? 0 : caution;
    }

    /// Judges the capitalised run [i, j). Returns one past the last token of the name, or `i` where
    /// it is none.
    int at(Tokens t, int i, int j, long key, Hits hits) {
        int s = i;
        int e = j;
        evidence = 0;
        clinician = false;
        int context = before(t, i, key);
        while (s < e && leading(t, s)) {
            context = Math.max(context, role(t, s, s + 1 < e ? t.gap(s + 1) : 0));
            s++;
        }
        // Abbreviations after a name: MRN, DOB, DVM, ICU.
        if (s < e
                && t.kind(s) == Tokens.UPPER
                && t.is(s, WordClass.NUMBER_CONTEXT | WordClass.HEALTH)) {
            return i;
        }
        boolean upperRun = s < e && t.kind(s) == Tokens.UPPER;
        for (int x = s + 1; x < e; x++) {
            boolean abbreviation = t.kind(x) == Tokens.UPPER && !upperRun && t.length(x) <= 5;
            if (abbreviation
                    || t.is(x, WordClass.NUMBER_CONTEXT | WordClass.MONTH | WordClass.WEEKDAY)) {
                if (t.is(x, WordClass.CLINICIAN)) {
                    clinician = true;
                }
                e = x;
                break;
            }
        }
        if (s >= e) {
            return i;
        }
        if (e - s > 1 && pronoun(t, e - 1)) {
            e--;
        }
        boolean mask =
                masked(t, s, e)
                        || (e - s == 1
                                && t.is(s, WordClass.MONTH | WordClass.WEEKDAY)
                                && firstName(t.bits(s)) < 2);
        if (mask || e - s > MAX_WORDS || refused(t, s, e)) {
            return i;
        }
        context += after(t, e);
        int score = score(t, s, e, context);
        if (score < THRESHOLD
                && e - s == 1
                && seen.contains(t.hash(s))
                && t.length(s) > 2
                && english(t.bits(s)) < 2) {
            evidence |= Evidence.NAME_SEEN_BEFORE.bit();
            score = THRESHOLD;
        }
        boolean listsAlone = score < VERY_LIKELY && context == 0;
        if (score < THRESHOLD || (listsAlone && (tagger.opposes(s, e) || doubtful(s, e)))) {
            return i;
        }
        if (listsAlone && !tagger.tags(NameModel.PERSON, s, e)) {
            score = THRESHOLD - 1;
        }
        add(t, s, e, score, hits);
        return e;
    }

    /// Whether lists alone speak for a name in a text that reads like an article, and the model
    /// does not speak for it clearly.
    private boolean doubtful(int s, int e) {
        int needed = caution();
        if (needed == 0) {
            return false;
        }
        int best = Integer.MIN_VALUE;
        for (int x = s; x < e; x++) {
            best = tagger.tag(x) == NameModel.PERSON ? Math.max(best, tagger.margin(x)) : best;
        }
        return best < needed;
    }

    /// "Will I": a last letter I without a full stop is the writer.
    private static boolean pronoun(Tokens t, int x) {
        int end = t.end(x);
        boolean stop = end < t.to() && t.bytes()[end] == '.';
        return t.kind(x) == Tokens.INITIAL && t.bytes()[t.start(x)] == 'I' && !stop;
    }

    /// Dr. X, Dr. XYZ, Mr. ABC, Dr. A B C: letters that stand in a name's place.
    private static boolean masked(Tokens t, int s, int e) {
        byte[] b = t.bytes();
        for (int x = s; x < e; x++) {
            if (t.kind(x) == Tokens.INITIAL) {
                continue;
            }
            if (t.kind(x) != Tokens.UPPER || t.length(x) > 4) {
                return false;
            }
            for (int i = t.start(x) + 1; i < t.end(x); i++) {
                if (b[i] != b[i - 1] + 1 && b[i] != b[i - 1]) {
                    return false;
                }
            }
        }
        return true;
    }

    private void add(Tokens t, int s, int e, int score, Hits hits) {
        Likelihood sure =
                score < THRESHOLD
                        ? Likelihood.POSSIBLE
                        : score >= CERTAIN
                                ? Likelihood.CERTAIN
                                : score >= VERY_LIKELY ? Likelihood.VERY_LIKELY : Likelihood.LIKELY;
        if (clinician) {
            evidence |= Evidence.CLINICIAN.bit();
        }
        if (sure.atLeast(Likelihood.VERY_LIKELY) || (!clinician && (evidence & INTRODUCES) != 0)) {
            seen.introduce();
        }
        int end = t.end(e - 1);
        if (t.kind(e - 1) == Tokens.INITIAL && end < t.to() && t.bytes()[end] == '.') {
            end++;
        }
        hits.add(clinician ? ClinicianName.TYPE : PersonName.TYPE, t.start(s), end, sure, evidence);
        for (int x = s; x < e; x++) {
            if (t.length(x) > 2
                    && !clinician
                    && sure.atLeast(Likelihood.LIKELY)
                    && (e - s > 1 || sure.atLeast(Likelihood.VERY_LIKELY))) {
                seen.add(t.hash(x));
            }
        }
    }

    /// A word that may stand at the head of a capitalised run but begins no name.
    private static boolean leading(Tokens t, int x) {
        long b = t.bits(x);
        if ((b
                                & (WordClass.CLINICIAN_TITLE
                                        | WordClass.PERSON_TITLE
                                        | WordClass.RELATIVE
                                        | WordClass.PATIENT
                                        | WordClass.CLINICIAN
                                        | WordClass.NAME_KEY
                                        | WordClass.DEMOGRAPHIC))
                        != 0
                && firstName(b) < 3
                && t.kind(x) != Tokens.INITIAL) {
            return true;
        }
        if ((b
                                & (WordClass.VISIT
                                        | WordClass.CARE
                                        | WordClass.FILLER
                                        | WordClass.PERSON_VERB
                                        | WordClass.PHONE
                                        | WordClass.DRUG))
                        != 0
                && firstName(b) < 3) {
            return true;
        }
        return english(b) >= 2 && firstName(b) < 2 && surname(b) < 2;
    }

    /// What a role word right before a name is worth.
    private int role(Tokens t, int x, int gap) {
        long b = t.bits(x);
        boolean close =
                (gap
                                & ~(Gap.SPACE | Gap.STOP | Gap.COLON | Gap.COMMA | Gap.OPEN
                                        | Gap.DASH | Gap.QUOTE))
                        == 0;
        if (!close) {
            return 0;
        }
        boolean plain = (gap & ~(Gap.SPACE | Gap.STOP)) == 0;
        boolean stop = (gap & Gap.STOP) != 0;
        if (stop && t.length(x) > 4) {
            return 0;
        }
        if ((b & WordClass.CLINICIAN_TITLE) != 0 && plain) {
            clinician = true;
            evidence |= Evidence.TITLE.bit();
            return 5;
        }
        if ((b & WordClass.PERSON_TITLE) != 0 && plain) {
            evidence |= Evidence.TITLE.bit();
            return 5;
        }
        if (stop) {
            return 0;
        }
        if ((b & WordClass.NAME_KEY) != 0) {
            evidence |= Evidence.CONTEXT_WORD.bit() | relative(t, x);
            return 4;
        }
        if ((b & WordClass.RELATIVE) != 0) {
            evidence |= Evidence.ROLE.bit() | Evidence.RELATIVE.bit();
            return 4;
        }
        if ((b & WordClass.CLINICIAN) != 0 && plain) {
            clinician = true;
            evidence |= Evidence.ROLE.bit();
            return 4;
        }
        if ((b & WordClass.PATIENT) != 0) {
            evidence |= Evidence.ROLE.bit();
            if (newborn(t, x) && plain) {
                return 6;
            }
            return (gap & Gap.COLON) != 0 ? 3 : 4;
        }
        if ((b & WordClass.DEMOGRAPHIC) != 0 && (gap & Gap.DASH) == 0) {
            evidence |= Evidence.DEMOGRAPHIC_BESIDE.bit();
            return 3;
        }
        return 0;
    }

    private static final long CONTACT = Lexicon.hash("contact");
    private static final long KIN = Lexicon.hash("kin");
    private static final long NOK = Lexicon.hash("nok");
    private static final long GUARDIAN = Lexicon.hash("guardian");

    /// Next of kin, emergency contact, guardian: a key for a relative's name.
    private static long relative(Tokens t, int x) {
        long hash = t.hash(x);
        return hash == KIN || hash == NOK || hash == GUARDIAN || hash == CONTACT
                ? Evidence.RELATIVE.bit()
                : 0;
    }

    /// Baby Moss, BB Moss, BG Moss.
    private static boolean newborn(Tokens t, int x) {
        int length = t.length(x);
        return t.capital(x)
                && (t.bytes()[t.start(x)] | 0x20) == 'b'
                && (length == 2 || length == 4);
    }

    private static boolean copula(Tokens t, int x) {
        byte[] b = t.bytes();
        int length = t.length(x);
        int c = b[t.start(x)] | 0x20;
        int last = b[t.end(x) - 1] | 0x20;
        return (length == 2 && ((c == 'i' && last == 's') || (c == 'o' && last == 'f')))
                || (length == 3 && c == 'w' && last == 's');
    }

    private int before(Tokens t, int i, long key) {
        int score = 0;
        if ((key & WordClass.NAME_KEY) != 0) {
            evidence |= Evidence.KEY.bit();
            score = 5;
        }
        if (i == 0) {
            return score;
        }
        int found = role(t, i - 1, t.gap(i));
        if (found == 0
                && copula(t, i - 1)
                && (t.gap(i) & ~(Gap.SPACE | Gap.COLON)) == 0
                && (t.gap(i - 1) & ~Gap.SPACE) == 0) {
            // "name is", "guardian is", "mother of"
            found = role(t, i - 2, Gap.SPACE);
            if (t.bytes()[t.start(i - 1)] == 'o') {
                evidence &= ~Evidence.RELATIVE.bit(); // "mother of": the name is the child's
            }
            if (found != 0
                    && t.is(
                            i - 2,
                            WordClass.DEMOGRAPHIC | WordClass.CLINICIAN | WordClass.PATIENT)) {
                found = 0;
                evidence &= ~(Evidence.ROLE.bit() | Evidence.DEMOGRAPHIC_BESIDE.bit());
                clinician = false;
            }
        }
        return Math.max(score, found);
    }

    private int after(Tokens t, int e) {
        if (e >= t.count()) {
            return 0;
        }
        int gap = t.gap(e);
        int next = e;
        int score = 0;
        if (gap == Gap.APOSTROPHE && t.length(e) == 1) {
            // Moyer's grandmother
            if (t.is(e + 1, WordClass.RELATIVE)) {
                evidence |= Evidence.ROLE.bit(); // the patient, by the relative
                return 3;
            }
            return 1;
        }
        boolean ends =
                (gap & (Gap.MARK | Gap.NEWLINE | Gap.EDGE | Gap.SEMICOLON)) != 0
                        || ((gap & Gap.STOP) != 0 && t.kind(e - 1) != Tokens.INITIAL);
        if (ends) {
            return 0;
        }
        boolean comma = (gap & (Gap.COMMA | Gap.OPEN)) != 0;
        if (comma && t.is(next, WordClass.CLINICIAN) && t.kind(next) == Tokens.UPPER) {
            clinician = true;
            evidence |= Evidence.ROLE.bit();
            return 3;
        }
        if (comma && (gap & Gap.OPEN) != 0 && t.is(next, WordClass.RELATIVE)) {
            evidence |= Evidence.ROLE.bit() | Evidence.RELATIVE.bit();
            return 3;
        }
        // ", a 67-year-old", ", 54yo", "(67F"
        int x = next;
        if (t.length(x) <= 2 && t.is(x, WordClass.FILLER)) {
            x++;
        }
        if (t.digits(x)
                && t.length(x) <= 3
                && x + 1 < t.count()
                && t.gapLength(x + 1) <= 1
                && (t.is(x + 1, WordClass.AGE | WordClass.DEMOGRAPHIC) || age(t, x + 1))) {
            evidence |= Evidence.DEMOGRAPHIC_BESIDE.bit();
            return 3;
        }
        if (t.is(x, WordClass.MRN | WordClass.SSN | WordClass.BIRTH | WordClass.MEMBER)
                && t.gapLength(x) <= 3) {
            evidence |= Evidence.CONTEXT_WORD.bit();
            return 3;
        }
        if (t.is(next, WordClass.PERSON_VERB) && (gap & ~(Gap.SPACE | Gap.STOP | Gap.COMMA)) == 0) {
            evidence |= Evidence.PERSON_VERB.bit();
            score = 2;
        }
        return score;
    }

    /// Week, month, day: ages of children.
    private static boolean age(Tokens t, int x) {
        int length = t.length(x);
        int c = t.bytes()[t.start(x)] | 0x20;
        return (c == 'm' || c == 'w' || c == 'd')
                && length >= 3
                && length <= 6
                && (t.is(x + 1, WordClass.AGE) || t.digits(x + 1));
    }

    /// What no name is, whatever stands beside it.
    private static boolean refused(Tokens t, int s, int e) {
        for (int x = s; x < e; x++) {
            if (t.is(x, WordClass.ORGANISATION | WordClass.FACILITY_HEAD | WordClass.STREET_SUFFIX)
                    && firstName(t.bits(x)) < 2
                    && surname(t.bits(x)) < 2) {
                return true;
            }
            if (t.phraseWords(x) > 1 && t.is(x, WordClass.DISEASE | WordClass.HOSPITAL)) {
                return true;
            }
        }
        int next = e;
        if (next < t.count() && t.gap(next) == Gap.APOSTROPHE && t.length(next) == 1) {
            next++;
        }
        boolean owner = next > e;
        if (next < t.count()
                && (t.gap(next) == Gap.SPACE || t.gap(next) == Gap.DASH)
                && t.is(
                        next,
                        owner
                                ? WordClass.EPONYM_HEAD
                                : WordClass.EPONYM_HEAD | WordClass.FACILITY_HEAD)) {
            return true;
        }
        return false;
    }

    private int score(Tokens t, int s, int e, int context) {
        int scored = e;
        while (scored > s + 1 && generation(t, scored - 1)) {
            scored--;
        }
        int words = scored - s;
        boolean titled = (evidence & Evidence.TITLE.bit()) != 0;
        long first = t.bits(s);
        long last = t.bits(scored - 1);
        boolean firstInitial = words == 2 && t.kind(scored - 1) == Tokens.INITIAL;
        boolean initialLast = words == 2 && t.kind(s) == Tokens.INITIAL;
        int f = firstName(first);
        int sn = surname(last);
        int lists;
        if (firstInitial) {
            lists = f >= 2 ? 5 : f == 1 ? 3 : 1;
            if (english(first) > 0 && f < 3) {
                lists -= 4;
            }
        } else if (initialLast) {
            lists = sn >= 2 ? 2 : 0;
        } else if (words == 1) {
            lists = f == 3 && english(first) == 0 ? 2 : f >= 2 || sn >= 2 ? 1 : 0;
            if (english(first) == 3 && f < 3 && sn < 3) {
                lists -= 2;
            }
        } else {
            boolean strange = last == 0 && t.kind(scored - 1) == Tokens.CAPITAL && words == 2;
            lists =
                    f >= 2
                            ? (sn >= 1 ? 5 : strange ? 4 : 3)
                            : f == 1 ? (sn >= 1 ? 4 : 2) : sn >= 2 ? 1 : 0;
        }
        if (lists > 0) {
            evidence |= Evidence.NAME_LIST.bit();
        }
        int penalty = 0;
        int eponyms = 0;
        for (int x = s; x < scored; x++) {
            long b = t.bits(x);
            boolean known = firstName(b) >= 2 || surname(b) >= 2;
            if (t.kind(x) == Tokens.INITIAL) {
                continue;
            }
            if (english(b) > 0 && !known) {
                penalty += titled && words == 1 && english(b) < 3 ? 1 : 3;
            } else if (english(b) >= 2 && firstName(b) < 3 && surname(b) < 3) {
                boolean carried = x > s && f == 3 && english(first) < 2;
                penalty += carried || titled ? 1 : 2;
            } else if (english(b) == 3 && firstName(b) < 3 && x == s) {
                penalty += 2;
            }
            if ((b & WordClass.MEDICAL) != 0 && !known) {
                penalty += 2;
            }
            if ((b & WordClass.DRUG) != 0 && firstName(b) < 3) {
                penalty += 4;
            }
            if ((b & WordClass.DISEASE) != 0 && firstName(b) < 3) {
                penalty += 3;
            }
            if ((b & WordClass.EPONYM) != 0 && firstName(b) < 2) {
                eponyms++;
            }
            if ((b & (WordClass.COUNTRY | WordClass.STATE)) != 0 && firstName(b) < 3) {
                penalty += 3;
            }
            if ((b & WordClass.CITY) != 0 && t.phraseWords(x) > 1) {
                penalty += 5;
            }
            if ((b & WordClass.FACILITY_PART) != 0 && firstName(b) < 2 && surname(b) < 3) {
                penalty += 3;
            }
            if (t.kind(x) == Tokens.UPPER && context < 4) {
                penalty += (b & WordClass.ABBREVIATION) != 0 ? 4 : 2;
            }
            if (t.kind(x) == Tokens.UPPER
                    && (b & (WordClass.ABBREVIATION | WordClass.DISEASE)) != 0
                    && t.length(x) <= 4) {
                penalty += 3;
            }
        }
        if (words == 1 && lists == 0 && t.kind(s) != Tokens.CAPITAL && !titled) {
            penalty += 3;
        }
        if (words == 1 && context <= 3) {
            penalty += 1;
        }
        if (eponyms == words && context == 0) {
            penalty += 3;
        }
        return lists + context - penalty;
    }

    /// Jr, Sr, II, III, IV, DVM: part of how a name is written, not of the name.
    private static boolean generation(Tokens t, int x) {
        int length = t.length(x);
        if (length < 2 || length > 3 || english(t.bits(x)) > 1) {
            return false;
        }
        byte[] b = t.bytes();
        int c = b[t.start(x)] | 0x20;
        int d = b[t.start(x) + 1] | 0x20;
        return ((c == 'j' || c == 's') && d == 'r' && length == 2)
                || (c == 'i' && (d == 'i' || d == 'v'))
                || (length == 3 && c == 'd' && d == 'v');
    }

    /// At a lower-case role word: `pt john smith`, `dr patel`, `name: jane roe`. Returns one past
    /// the name, or `i`.
    int lowerCaseAfterRole(Tokens t, int i, Hits hits) {
        int s = i + 1;
        if (s >= t.count() || t.kind(s) != Tokens.LOWER) {
            return i;
        }
        int gap = t.gap(s);
        boolean key = t.is(i, WordClass.NAME_KEY) && (gap & Gap.COLON) != 0;
        boolean title =
                t.is(i, WordClass.CLINICIAN_TITLE | WordClass.PERSON_TITLE)
                        && (gap & ~(Gap.SPACE | Gap.STOP)) == 0;
        boolean role =
                t.is(i, WordClass.RELATIVE | WordClass.PATIENT | WordClass.NAME_KEY)
                        && (gap & ~(Gap.SPACE | Gap.COLON)) == 0;
        if (!key && !title && !role) {
            return i;
        }
        evidence = 0;
        clinician = t.is(i, WordClass.CLINICIAN_TITLE) && title;
        long first = t.bits(s);
        boolean second =
                s + 1 < t.count() && t.kind(s + 1) == Tokens.LOWER && t.gap(s + 1) == Gap.SPACE;
        long next = second ? t.bits(s + 1) : 0;
        boolean firstGood =
                firstName(first) >= 2
                        && english(first) <= (firstName(first) == 3 ? 1 : 0)
                        && (first & (WordClass.MEDICAL | WordClass.DRUG)) == 0;
        boolean lastGood =
                second
                        && surname(next) >= 2
                        && english(next) <= (firstName(first) == 3 ? 2 : 0)
                        && (next & (WordClass.FILLER | WordClass.PERSON_VERB | WordClass.CARE)) == 0
                        && t.length(s + 1) > 2
                        && (next & (WordClass.DRUG | WordClass.DISEASE)) == 0;
        int e = s;
        if (firstGood && lastGood) {
            e = s + 2;
        } else if (title
                && surname(first) >= 2
                && english(first) == 0
                && (first & WordClass.DRUG) == 0) {
            e = lastGood ? s + 2 : s + 1;
        } else if (role && firstGood && firstName(first) == 3 && english(first) == 0) {
            e = s + 1;
        } else if (key) {
            e = s;
            while (e < t.count()
                    && e < s + MAX_WORDS
                    && t.kind(e) == Tokens.LOWER
                    && (e == s || (t.gap(e) & ~(Gap.SPACE | Gap.STOP)) == 0)) {
                if (english(t.bits(e)) >= 2 && firstName(t.bits(e)) < 2 && surname(t.bits(e)) < 2) {
                    return i;
                }
                e++;
            }
            if (e - s < 2
                    || (t.gap(e)
                                    & (Gap.NEWLINE
                                            | Gap.COMMA
                                            | Gap.EDGE
                                            | Gap.SEMICOLON
                                            | Gap.COLUMN))
                            == 0) {
                return i;
            }
        }
        if (e == s) {
            return i;
        }
        evidence |= Evidence.ROLE.bit() | Evidence.NAME_LIST.bit();
        if (t.is(i, WordClass.RELATIVE)) {
            evidence |= Evidence.RELATIVE.bit();
        }
        add(t, s, e, e - s > 1 ? VERY_LIKELY : THRESHOLD, hits);
        return e;
    }

    /// Gaps inside a name that the model tags.
    static final int INSIDE = Gap.SPACE | Gap.STOP | Gap.DASH | Gap.APOSTROPHE;

    private static final int MARGIN = 0;
    private static final int LIKELY_MARGIN = 250;
    private static final int VERY_LIKELY_MARGIN = 700;

    /// Judges what the model tagged [i, e). Returns one past the last token of the name, or `i`.
    int tagged(Tokens t, int i, int e, int margin, long key, Hits hits) {
        evidence = 0;
        clinician = false;
        int s = i;
        int end = s + 1;
        while (end < e && inside(t, s, end)) {
            end++;
        }
        while (end > s + 1
                && t.kind(end - 1) == Tokens.UPPER
                && t.is(end - 1, WordClass.CLINICIAN | WordClass.NUMBER_CONTEXT)) {
            clinician |= t.is(end - 1, WordClass.CLINICIAN);
            end--;
        }
        boolean letters = false;
        for (int x = s; x < end; x++) {
            letters |= t.word(x) && t.kind(x) != Tokens.INITIAL;
        }
        if (!letters || masked(t, s, end) || refused(t, s, end)) {
            return i;
        }
        int context = before(t, i, key) + after(t, end);
        if (margin < MARGIN || (end - s == 1 && context == 0 && code(t, s))) {
            return i;
        }
        evidence |= Evidence.MODEL.bit();
        int sure = margin + 100 * context;
        add(
                t,
                s,
                end,
                sure >= VERY_LIKELY_MARGIN
                        ? VERY_LIKELY
                        : sure >= LIKELY_MARGIN ? THRESHOLD : THRESHOLD - 1,
                hits);
        return end;
    }

    /// IBAN, VIN, SKU; AJ-9900: capitals that no list knows as a name, or a word that digits are
    /// tied to.
    private static boolean code(Tokens t, int s) {
        boolean capitals =
                t.kind(s) == Tokens.UPPER
                        && t.length(s) <= MAX_ACRONYM
                        && firstName(t.bits(s)) < 2
                        && surname(t.bits(s)) < 2;
        return capitals || (t.digits(s - 1) && tied(t, s)) || (t.digits(s + 1) && tied(t, s + 1));
    }

    private static boolean tied(Tokens t, int x) {
        return t.gap(x) == 0 || t.joined(x, Gap.DASH) || t.joined(x, Gap.UNDERSCORE);
    }

    /// Whether a tagged token goes on with the name that starts at s: `Roe, Jane` does, `Jane Roe,
    /// John Doe` does not.
    private static boolean inside(Tokens t, int s, int x) {
        int gap = t.gap(x);
        if ((gap & ~INSIDE) == 0) {
            return (gap & Gap.STOP) == 0 || t.length(x - 1) <= 3 || (gap & Gap.SPACE) == 0;
        }
        return x - s <= 2
                && (gap & ~(Gap.COMMA | Gap.SPACE | Gap.CARET)) == 0
                && (t.gap(s + 1) & Gap.COMMA) == (x == s + 1 ? Gap.COMMA & gap : 0);
    }

    /// `Roe, Jane Q` and `ROE^JANE` where the key or the word before says that a name stands here.
    int lastCommaFirst(Tokens t, int i, int j, long key, Hits hits) {
        if (j >= t.count()
                || j - i > 2
                || !t.capital(j)
                || (t.gap(j) != (Gap.COMMA | Gap.SPACE)
                        && t.gap(j) != Gap.COMMA
                        && t.gap(j) != Gap.CARET)) {
            return i;
        }
        evidence = 0;
        clinician = false;
        int context = before(t, i, key);
        if (context < 4
                || firstName(t.bits(j)) == 0
                || t.is(i, WordClass.FACILITY_PART)
                || (english(t.bits(i)) == 3 && surname(t.bits(i)) < 3)) {
            return i;
        }
        int e = j + 1;
        if (e < t.count()
                && t.capital(e)
                && (t.gap(e) == Gap.SPACE || t.gap(e) == Gap.CARET)
                && (t.kind(e) == Tokens.INITIAL || firstName(t.bits(e)) >= 2)) {
            e++;
        }
        add(t, i, e, VERY_LIKELY, hits);
        return e;
    }
}
