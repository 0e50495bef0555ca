package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.InfoType;
import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.model.NameModel;
import io.countersign.detectors.phi.model.NameTagger;
import io.countersign.detectors.phi.types.Diagnosis;
import io.countersign.detectors.phi.types.Drug;
import io.countersign.detectors.phi.types.Lab;
import io.countersign.detectors.phi.types.Procedure;
import io.countersign.detectors.phi.types.RareConditions;
import io.countersign.detectors.phi.types.SensitiveWords;
import io.countersign.detectors.phi.types.Visit;
import java.util.Optional;

/// Runs every recogniser over one leaf: the only place that says which token wakes which of them.
///
/// Not for several threads at once.
public final class Recognisers {
    /// Health hits of one kind that a leaf keeps; what matters is that there are some.
    private static final int MAX_HEALTH_HITS = 8;

    private static final long ROLE_WORDS =
            WordClass.PATIENT
                    | WordClass.RELATIVE
                    | WordClass.PERSON_TITLE
                    | WordClass.CLINICIAN_TITLE
                    | WordClass.NAME_KEY;

    private final Tokens tokens;
    private final Keys keys;
    private final Numbers numbers;
    private final Dates dates;
    private final NamesSeen seen = new NamesSeen();
    private final NameTagger tagger;
    private final Names names;
    private final Facts facts = new Facts();
    private long tokensRead;
    private final int[] healthHits = new int[5];
    private long sensitiveSeen;
    private boolean idle;

    private final boolean withHealth;
    private final boolean withNames;

    /// @param withHealth whether health words and roles are looked for
    /// @param model tags people and places; empty where they are not looked for
    public Recognisers(Lexicon lexicon, boolean withHealth, Optional<NameModel> model) {
        this.withHealth = withHealth;
        withNames = model.isPresent();
        tokens = new Tokens(lexicon, withHealth || withNames, withNames);
        keys = new Keys(lexicon);
        numbers = new Numbers(keys);
        dates = new Dates(keys);
        tagger = new NameTagger(model);
        names = new Names(seen, tagger);
    }

    /// Forgets what earlier texts held.
    public void reset() {
        seen.clear();
        facts.clear();
    }

    /// What the leaves since [#reset()] say beside their findings.
    public Facts facts() {
        return facts;
    }

    /// Whether the latest leaf held a long run of Base64 that was not read.
    public boolean encoded() {
        return !idle && tokens.encoded();
    }

    /// Whether nothing in a leaf can be found, as a look at its bytes tells before it is tokenised:
    /// most fields of an HL7 message, and prose without numbers where no words are asked for.
    private boolean idle(byte[] bytes, int from, int to, long key) {
        int length = to - from;
        if (key == 0
                && length <= MAX_IDLE_NUMBER
                && digit(bytes[from])
                && number(bytes, from, to)) {
            return true;
        }
        if (withHealth || withNames) {
            return key == 0 && length == 1 && letter(bytes[from]);
        }
        return !Quiet.rouses(bytes, from, to);
    }

    /// Longest number that alone in a leaf without a key is nobody's: no date in eight digits, no
    /// telephone number.
    private static final int MAX_IDLE_NUMBER = 7;

    /// Whether a leaf is one number, or two with a sign between (`98.4`, `70-105`, `2345-7`), and,
    /// where health words are looked for, none that may be a year.
    private boolean number(byte[] bytes, int from, int to) {
        int signs = 0;
        int run = 0;
        for (int i = from; i < to; i++) {
            if (digit(bytes[i])) {
                run++;
                continue;
            }
            byte c = bytes[i];
            boolean sign = c == '.' || c == '-' || c == '_' || c == '/';
            if (!sign || ++signs > 1 || (withHealth && run == YEAR_DIGITS)) {
                return false;
            }
            run = 0;
        }
        return !withHealth || run != YEAR_DIGITS;
    }

    private static boolean digit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static boolean letter(byte c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    /// Bytes and tokens touched since construction.
    public long steps() {
        return tokens.steps() + tokensRead;
    }

    /// Recognises one leaf.
    ///
    /// @param key classes of the words of the leaf's key, 0 for plain text
    public void leaf(byte[] bytes, int from, int to, long key, Hits hits) {
        idle = idle(bytes, from, to, key);
        if (idle) {
            return;
        }
        Tokens t = tokens;
        t.open(bytes, from, to);
        java.util.Arrays.fill(healthHits, 0);
        names.caution(caution(to - from));
        sensitiveSeen = 0;
        int consumedTo = from;
        int chainTo = from;
        do {
            if (withNames) {
                tagger.window(t);
            }
            int last = t.last();
            int i = t.nextAwake(t.first());
            while (i < last) {
                if (t.start(i) < consumedTo) {
                    i = t.nextAwake(i + 1);
                    continue;
                }
                tokensRead++;
                int next = token(t, i, key, hits, t.start(i) < chainTo);
                if (next < 0) {
                    // A chain without a hit: its words are still read, its digits are not tried
                    // again.
                    chainTo = -next;
                    next = i + 1;
                } else if (next > i) {
                    consumedTo = t.end(Math.min(next, t.count()) - 1);
                } else {
                    next = i + 1;
                }
                if (hits.count() > 0
                        && hits.latestEnd() > consumedTo
                        && t.start(i) >= hits.latestEnd() - MAX_SPAN) {
                    consumedTo = Math.max(consumedTo, hits.latestEnd());
                }
                i = t.nextAwake(next);
            }
        } while (t.advance());
    }

    /// No finding is longer than this.
    private static final int MAX_SPAN = 4096;

    /// Returns one past the last token consumed; `i` where nothing was; the negative byte end of a
    /// chain that gave nothing.
    private int token(Tokens t, int i, long key, Hits hits, boolean inChain) {
        if (t.plainWord(i)) {
            return word(t, i, hits);
        }
        int after = t.gap(i + 1);
        if ((after & (Gap.AT | Gap.COLON | Gap.STOP)) != 0) {
            if ((after & Gap.AT) != 0 && i + 1 < t.count() && Web.email(t, i, hits) >= 0) {
                return skip(t, i, hits.latestEnd());
            }
            if (i + 1 < t.count()) {
                int end = Web.url(t, i, hits);
                if (end < 0 && (after & Gap.COLON) != 0) {
                    end = Web.image(t, i, hits);
                    if (end < 0) {
                        end = Web.internetAddress6(t, i, hits);
                    }
                } else if (end < 0) {
                    end = Web.host(t, i, hits);
                }
                if (end >= 0) {
                    return skip(t, i, end);
                }
            }
        }
        if (t.length(i) <= 2 && Web.mac(t, i, hits) >= 0) {
            return skip(t, i, hits.latestEnd());
        }
        if (t.digits(i)) {
            return inChain ? i : digits(t, i, key, hits);
        }
        boolean chain = !inChain && i + 1 < t.count() && startsChain(t, i, after);
        if (!chain
                && !t.wakes(i)
                && !t.digits(i + 1)
                && (t.gap(i) & Gap.BRACKET_OPEN) == 0
                && tagger.tag(i) == NameModel.NONE) {
            return i;
        }
        long bits = withHealth || withNames ? t.bits(i) : t.bits(i, WordClass.MONTH);
        if (chain) {
            if ((bits & WordClass.MONTH) != 0) {
                int date = dates.atMonth(t, i, key, hits);
                if (date > i) {
                    return dateOrWhole(t, i, date, key, hits);
                }
            }
            int next = numbers.at(t, i, key, hits);
            if (next > i) {
                return next;
            }
        }
        if ((bits & WordClass.MONTH) != 0) {
            int date = dates.atMonth(t, i, key, hits);
            if (date > i) {
                return date;
            }
        }
        if (withHealth) {
            health(t, i, bits, hits);
            region(t, i, bits);
        }
        if (placeholder(t, i)) {
            facts.placeholder();
            return i + 1;
        }
        if (withHealth) {
            individual(t, i, bits);
        }
        if (!withNames) {
            return chain ? -t.end(Chain.end(t, i) - 1) : i;
        }
        byte kind = t.kind(i);
        if ((bits & WordClass.UNIT) != 0) {
            int box = Streets.box(t, i, hits);
            if (box > i) {
                return box;
            }
        }
        if (kind >= Tokens.CAPITAL && kind <= Tokens.MIXED) {
            int next = capitals(t, i, key, hits);
            if (next > i) {
                return further(t, next, hits);
            }
        }
        if ((bits & ROLE_WORDS) != 0) {
            int next = names.lowerCaseAfterRole(t, i, hits);
            if (next > i) {
                return next;
            }
        }
        int tagged = tagged(t, i, key, hits);
        if (tagged > i) {
            return tagged;
        }
        return chain ? -t.end(Chain.end(t, i) - 1) : i;
    }

    /// At a lower-case word among words: the part of [#token] that has something to do there.
    private int word(Tokens t, int i, Hits hits) {
        long bits = t.bits(i);
        if (withHealth) {
            health(t, i, bits, hits);
        }
        if (placeholder(t, i)) {
            facts.placeholder();
            return i + 1;
        }
        if (withHealth) {
            individual(t, i, bits);
        }
        return withNames && (bits & ROLE_WORDS) != 0 ? names.lowerCaseAfterRole(t, i, hits) : i;
    }

    private void individual(Tokens t, int i, long bits) {
        if ((bits & (WordClass.DEMOGRAPHIC | WordClass.PATIENT | WordClass.RELATIVE)) != 0
                && !facts.individual()) {
            facts.individual(bits, t.bits(i - 1));
        }
    }

    /// Texas; `Springfield, TX`: what Safe Harbor leaves of an address.
    private void region(Tokens t, int i, long bits) {
        if ((bits & WordClass.STATE) != 0
                || ((bits & WordClass.STATE_CODE) != 0
                        && t.kind(i) == Tokens.UPPER
                        && (t.gap(i) & Gap.COMMA) != 0)) {
            facts.region();
        }
    }

    private static final int YEAR_DIGITS = 4;
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2099;
    private static final int ZIP_WORD_BACK = 3;

    /// What digits that identify nobody say: an age, a year, the first three digits of a ZIP.
    private void fact(Tokens t, int i) {
        int length = t.length(i);
        if (length == YEAR_DIGITS) {
            int value = t.value(i);
            if (value >= FIRST_YEAR && value <= LAST_YEAR) {
                facts.year();
            }
        } else if (length < YEAR_DIGITS) {
            if (Ages.ofSomebody(t, i)) {
                facts.aged();
            }
            for (int x = i - 1; length == 3 && x >= 0 && x >= i - ZIP_WORD_BACK; x--) {
                if (t.is(x, WordClass.ZIP)) {
                    facts.region();
                }
            }
        }
    }

    private static int skip(Tokens t, int i, int end) {
        int next = i + 1;
        while (next < t.count() && t.start(next) < end) {
            next++;
        }
        return next;
    }

    private static boolean startsChain(Tokens t, int i, int after) {
        if (after != 0 && after != Gap.DASH && after != Gap.UNDERSCORE) {
            return false;
        }
        if (after != 0 && !t.joined(i + 1, after)) {
            return false;
        }
        return t.digits(i + 1)
                || (t.digits(i + 2) && (t.gap(i + 2) == 0 || t.joined(i + 2, Gap.DASH)));
    }

    private int digits(Tokens t, int i, long key, Hits hits) {
        int next = dates.atDigits(t, i, key, hits);
        if (next > i) {
            return dateOrWhole(t, i, next, key, hits);
        }
        next = numbers.at(t, i, key, hits);
        if (next > i) {
            return next;
        }
        if (withNames) {
            next = Streets.at(t, i, key, hits);
            if (next > i) {
                return further(t, next, hits);
            }
            next = tagged(t, i, key, hits);
            if (next > i) {
                return next;
            }
        }
        if (withHealth) {
            fact(t, i);
        }
        return -t.end(Chain.end(t, i) - 1);
    }

    /// A date with which a longer word begins gives way to what the whole word is by its check
    /// digit or by the word before it: the VIN `4JUN13B75825DZW1Z`.
    private int dateOrWhole(Tokens t, int i, int dateEnd, long key, Hits hits) {
        boolean beginsWord =
                dateEnd < t.count()
                        && t.gap(dateEnd) == 0
                        && t.gap(i + 1) == 0
                        && t.length(i) < YEAR_DIGITS;
        if (!beginsWord) {
            return dateEnd;
        }
        int before = hits.count();
        int end = numbers.at(t, i, key, hits);
        if (end > dateEnd) {
            return end;
        }
        hits.dropAfter(before);
        return dateEnd;
    }

    private static final long ENGLISH = 3L << WordClass.ENGLISH_SHIFT;
    private static final long RARE_NAME =
            1L << WordClass.FIRST_NAME_SHIFT | 1L << WordClass.SURNAME_SHIFT;

    /// A common English word, at most a rare name besides, and in no other list.
    private static boolean onlyEnglish(long bits) {
        return (bits & ~(ENGLISH | RARE_NAME | WordClass.PHRASE_START)) == 0
                && WordClass.english(bits) >= 2;
    }

    private static final int SHORT_TEXT = 150;
    private static final int CAUTION_PER_DOUBLING = 120;
    private static final int MAX_CAUTION = 700;

    /// The longer a text in which nobody is named, the likelier it is an article: by how much more
    /// a name or place must score there, in units of 1 / [NameModel#SCALE].
    private static int caution(int bytes) {
        return bytes <= SHORT_TEXT
                ? 0
                : (int)
                        Math.min(
                                MAX_CAUTION,
                                CAUTION_PER_DOUBLING
                                        * Math.log((double) bytes / SHORT_TEXT)
                                        * 1.44);
    }

    /// What the model tagged here and no rule took.
    private int tagged(Tokens t, int i, long key, Hits hits) {
        int label = tagger.tag(i);
        int less = names.caution();
        if (label == NameModel.PERSON) {
            return names.tagged(t, i, tagger.spanEnd(i), tagger.margin(i) - less, key, hits);
        }
        if (label == NameModel.PLACE) {
            return TaggedPlaces.at(
                    t,
                    i,
                    tagger.spanEnd(i),
                    tagger.margin(i) - less,
                    tagger.tag(i - 1) == label,
                    hits);
        }
        return i;
    }

    /// Takes in what the model tagged as more of the same after a rule's hit.
    private int further(Tokens t, int next, Hits hits) {
        int label = tagger.tag(next - 1);
        if (label == NameModel.NONE
                || label == NameModel.ORGANISATION
                || tagger.tag(next) != label
                || Places.isPlace(hits.latestType()) != (label == NameModel.PLACE)) {
            return next;
        }
        int end = next;
        while (tagger.tag(end) == label && (t.gap(end) & ~Names.INSIDE) == 0) {
            if (label == NameModel.PLACE && !TaggedPlaces.inside(t, end)) {
                break;
            }
            end++;
        }
        if (end > next) {
            hits.extendLatest(t.end(end - 1));
        }
        return end;
    }

    private int capitals(Tokens t, int i, long key, Hits hits) {
        if (onlyEnglish(t.bits(i))
                && !t.capital(i + 1)
                && !t.capital(i + 2)
                && (t.gap(i + 1) & (Gap.COMMA | Gap.CARET)) == 0) {
            return i; // The, What, Please: the start of a sentence
        }
        // A capital that continues a run was judged with it.
        int end = Places.runEnd(t, i);
        int next = Facilities.at(t, i, end, hits);
        if (next > i && !opposed(i, next, hits)) {
            return next;
        }
        next = names.lastCommaFirst(t, i, end, key, hits);
        if (next > i) {
            return next;
        }
        next = names.at(t, i, end, key, hits);
        if (next > i) {
            return next;
        }
        next = Cities.at(t, i, end, key, hits);
        if (next > i && !opposed(i, next, hits)) {
            return next;
        }
        return i;
    }

    /// Takes a rule's weaker hit back where the model is sure that it is none.
    private boolean opposed(int i, int next, Hits hits) {
        boolean weak = !hits.latestLikelihood().atLeast(Likelihood.VERY_LIKELY);
        if (weak && tagger.opposes(i, next)) {
            hits.dropLatest();
            return true;
        }
        return false;
    }

    /// `[Patient]`, `[NAME]`, `<DATE>`, `{mrn}`, XXX, `***`: what a de-identified text has in a
    /// person's place.
    private static boolean placeholder(Tokens t, int i) {
        if ((t.gap(i) & Gap.BRACKET_OPEN) != 0 && (t.gap(i + 1) & Gap.BRACKET_CLOSE) != 0) {
            return t.is(
                            i,
                            WordClass.PATIENT
                                    | WordClass.NAME_KEY
                                    | WordClass.NUMBER_CONTEXT
                                    | WordClass.DATE_WORD
                                    | WordClass.RELATIVE
                                    | WordClass.CLINICIAN_TITLE
                                    | WordClass.FACILITY_HEAD
                                    | WordClass.ADDRESS)
                    || redacted(t, i);
        }
        return t.length(i) >= 3 && t.length(i) <= 12 && allX(t, i);
    }

    private static boolean redacted(Tokens t, int i) {
        byte[] b = t.bytes();
        int c = b[t.start(i)] | 0x20;
        return (c == 'r' || c == 'd') && t.length(i) >= 8;
    }

    private static boolean allX(Tokens t, int i) {
        byte[] b = t.bytes();
        for (int x = t.start(i); x < t.end(i); x++) {
            if ((b[x] | 0x20) != 'x') {
                return false;
            }
        }
        return true;
    }

    private static final long[] APPOINTMENTS = {
        Lexicon.hash("appointment"),
        Lexicon.hash("appt"),
        Lexicon.hash("appointments"),
        Lexicon.hash("checkup"),
        Lexicon.hash("visit")
    };

    private static boolean appointment(long hash) {
        for (long one : APPOINTMENTS) {
            if (one == hash) {
                return true;
            }
        }
        return false;
    }

    private void health(Tokens t, int i, long bits, Hits hits) {
        if ((bits & WordClass.HEALTH) == 0) {
            return;
        }
        if ((bits & WordClass.VISIT) != 0 && appointment(t.hash(i))) {
            facts.visit();
        }
        InfoType type;
        int slot;
        if ((bits & WordClass.DISEASE) != 0) {
            type = Diagnosis.TYPE;
            slot = 0;
        } else if ((bits & WordClass.DRUG) != 0) {
            type = Drug.TYPE;
            slot = 1;
        } else if ((bits & WordClass.PROCEDURE) != 0) {
            type = Procedure.TYPE;
            slot = 2;
        } else if ((bits & WordClass.LAB) != 0) {
            type = Lab.TYPE;
            slot = 3;
        } else {
            type = Visit.TYPE;
            slot = 4;
        }
        int last = Math.min(i + t.phraseWords(i), t.count()) - 1;
        long sensitive = 0;
        for (int word = i; word <= last; word++) {
            sensitive |= SensitiveWords.of(t.hash(word));
        }
        if (slot == 0) {
            sensitive |= RareConditions.at(t, i);
        }
        boolean room = healthHits[slot]++ < MAX_HEALTH_HITS;
        // The first of each stricter kind and the first rare one are kept whatever else there is.
        if (room || (sensitive & ~sensitiveSeen) != 0) {
            sensitiveSeen |= sensitive;
            hits.add(
                    type,
                    t.start(i),
                    t.end(last),
                    Likelihood.LIKELY,
                    Evidence.WORD_LIST.bit() | sensitive);
        }
    }

    /// The classes of the words of a key: `patientName`, `date_of_birth`, `PID.5`.
    public long keyClasses(byte[] key, int from, int to) {
        return keys.classes(key, from, to);
    }
}
