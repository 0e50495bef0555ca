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
import io.countersign.detectors.phi.model.NameModel;
import io.countersign.detectors.phi.model.NameTagger;
import io.countersign.detectors.phi.types.ClinicianName;
import io.countersign.detectors.phi.types.PersonName;

/// Names of people, from a run of capitalised words (or lower-case words after a role).
///
/// A candidate is scored: what the name lists say of its words ([NameScore]) and what stands beside
/// it ([NameContext]), less what its words are otherwise. The weights are few and small on purpose.
/// What the model tags and no rule took is judged by its margin.
final class Names {
    private static final int THRESHOLD = 4;
    private static final int VERY_LIKELY = 6;
    private static final int CERTAIN = 9;
    private static final int MAX_WORDS = 5;

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

    private final NameContext beside = new NameContext();

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
        beside.begin();
        int context = beside.before(t, i, key);
        while (s < e && NameWords.leading(t, s)) {
            context = Math.max(context, beside.role(t, s, s + 1 < e ? t.gap(s + 1) : 0));
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
                    beside.clinician = true;
                }
                e = x;
                break;
            }
        }
        if (s >= e) {
            return i;
        }
        if (e - s > 1 && NameWords.pronoun(t, e - 1)) {
            e--;
        }
        boolean mask =
                NameWords.masked(t, s, e)
                        || (e - s == 1
                                && t.is(s, WordClass.MONTH | WordClass.WEEKDAY)
                                && firstName(t.bits(s)) < 2);
        if (mask || e - s > MAX_WORDS || NameWords.refused(t, s, e)) {
            return i;
        }
        context += beside.after(t, e);
        int score = score(t, s, e, context);
        if (score < THRESHOLD
                && e - s == 1
                && seen.contains(t.hash(s))
                && t.length(s) > 2
                && english(t.bits(s)) < 2) {
            beside.evidence |= Evidence.NAME_SEEN_BEFORE.bit();
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

    private void add(Tokens t, int s, int e, int score, Hits hits) {
        Likelihood sure =
                score < THRESHOLD
                        ? Likelihood.POSSIBLE
                        : score >= CERTAIN
                                ? Likelihood.CERTAIN
                                : score >= VERY_LIKELY ? Likelihood.VERY_LIKELY : Likelihood.LIKELY;
        if (beside.clinician) {
            beside.evidence |= Evidence.CLINICIAN.bit();
        }
        if (sure.atLeast(Likelihood.VERY_LIKELY)
                || (!beside.clinician && (beside.evidence & INTRODUCES) != 0)) {
            seen.introduce();
        }
        int end = t.end(e - 1);
        if (t.kind(e - 1) == Tokens.INITIAL && end < t.to() && t.bytes()[end] == '.') {
            end++;
        }
        hits.add(
                beside.clinician ? ClinicianName.TYPE : PersonName.TYPE,
                t.start(s),
                end,
                sure,
                beside.evidence);
        for (int x = s; x < e; x++) {
            if (t.length(x) > 2
                    && !beside.clinician
                    && sure.atLeast(Likelihood.LIKELY)
                    && (e - s > 1 || sure.atLeast(Likelihood.VERY_LIKELY))) {
                seen.add(t.hash(x));
            }
        }
    }

    private int score(Tokens t, int s, int e, int context) {
        int end = NameScore.end(t, s, e);
        boolean titled = (beside.evidence & Evidence.TITLE.bit()) != 0;
        int lists = NameScore.lists(t, s, end);
        if (lists > 0) {
            beside.evidence |= Evidence.NAME_LIST.bit();
        }
        return lists + context - NameScore.penalty(t, s, end, lists, context, titled);
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
        beside.begin();
        beside.clinician = t.is(i, WordClass.CLINICIAN_TITLE) && title;
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
        beside.evidence |= Evidence.ROLE.bit() | Evidence.NAME_LIST.bit();
        if (t.is(i, WordClass.RELATIVE)) {
            beside.evidence |= Evidence.RELATIVE.bit();
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
        beside.begin();
        int s = i;
        int end = s + 1;
        while (end < e && inside(t, s, end)) {
            end++;
        }
        while (end > s + 1
                && t.kind(end - 1) == Tokens.UPPER
                && t.is(end - 1, WordClass.CLINICIAN | WordClass.NUMBER_CONTEXT)) {
            beside.clinician |= t.is(end - 1, WordClass.CLINICIAN);
            end--;
        }
        boolean letters = false;
        for (int x = s; x < end; x++) {
            letters |= t.word(x) && t.kind(x) != Tokens.INITIAL;
        }
        if (!letters || NameWords.masked(t, s, end) || NameWords.refused(t, s, end)) {
            return i;
        }
        int context = beside.before(t, i, key) + beside.after(t, end);
        if (margin < MARGIN || (end - s == 1 && context == 0 && NameWords.code(t, s))) {
            return i;
        }
        beside.evidence |= Evidence.MODEL.bit();
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
        beside.begin();
        int context = beside.before(t, i, key);
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
