package io.countersign.detectors.phi.model;

import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import java.util.Arrays;
import java.util.Optional;

/// Tags the tokens of a window: person, place, organisation or nothing.
///
/// Only candidates are looked at: capitalised words, words of the name lists that are no plain
/// English, digits and small words beside them. Runs of candidates are segments, at most
/// [#MAX_SEGMENT] long; what stands between them is nothing by definition. In each segment the best
/// sequence of labels is found by dynamic programming over the sum of feature rows and transitions
/// (Viterbi). Nothing is allocated; work is linear in the tokens.
///
/// One for each thread.
public final class NameTagger {
    /// Tokens of one segment; a longer run of candidates is cut.
    static final int MAX_SEGMENT = 128;

    /// Segments that are tagged together.
    private static final int MAX_SEGMENTS = 128;

    private static final int LABELS = NameModel.LABELS;
    private static final long LANE_MASK = 0xffff;

    private static final long NAME_WORD_VETO =
            WordClass.MEDICAL
                    | WordClass.DRUG
                    | WordClass.DISEASE
                    | WordClass.PERSON_VERB
                    | WordClass.FILLER
                    | WordClass.VISIT
                    | WordClass.MONTH;

    private final long[] rows;
    private final int[] transitions;
    private final byte[] tags = new byte[Tokens.CAPACITY + 1];
    private final int[] margins = new int[Tokens.CAPACITY + 1];
    private final SegmentFeatures features;
    private final int[] segmentFrom = new int[MAX_SEGMENTS];
    private final int[] segmentTo = new int[MAX_SEGMENTS];
    private final int[] segmentSlot = new int[MAX_SEGMENTS];
    private int segments;
    private final int[] emissions = new int[MAX_SEGMENT * LABELS];
    private final byte[] backs = new byte[MAX_SEGMENT * LABELS];
    private int tagged;

    public NameTagger(NameModel model) {
        features = new SegmentFeatures(model.bits());
        rows = model.rows;
        transitions = model.transitions;
    }

    /// Without a model nothing is tagged; [#window] must not be called then.
    public NameTagger(Optional<NameModel> model) {
        this(model.orElse(NameModel.NOTHING));
    }

    /// Tags all tokens of the window.
    public void window(Tokens t) {
        int count = t.count();
        tagged = count;
        Arrays.fill(tags, 0, count, (byte) NameModel.NONE);
        Arrays.fill(margins, 0, count, -OPPOSED);
        int stirring = -1;
        int i = 0;
        while (i < count) {
            // A candidate is awake itself, or a neighbour is: the next, or one of the two before.
            if (stirring < i - 2) {
                stirring = t.nextStirring(Math.max(0, i - 2));
            }
            if (stirring > i + 1) {
                i = stirring - 1;
                continue;
            }
            if (!candidate(t, i)) {
                i++;
                continue;
            }
            int end = segmentEnd(t, i, count);
            if (end - i == 1 && plain(t, i)) {
                margins[i] = 0;
            } else {
                add(t, i, end);
            }
            i = end;
        }
        tag(t);
    }

    /// Keeps a segment until there are enough of them to be tagged together.
    private void add(Tokens t, int from, int to) {
        if (segments == MAX_SEGMENTS || !features.room(to - from)) {
            tag(t);
        }
        segmentFrom[segments] = from;
        segmentTo[segments] = to;
        segmentSlot[segments] = features.add(t, from, to);
        segments++;
    }

    private void tag(Tokens t) {
        if (segments == 0) {
            return;
        }
        for (int i = 0; i < segments; i++) {
            features.hash(segmentSlot[i], segmentTo[i] - segmentFrom[i]);
        }
        for (int i = 0; i < segments; i++) {
            features.sum(rows, segmentSlot[i], segmentTo[i] - segmentFrom[i]);
        }
        for (int i = 0; i < segments; i++) {
            segment(t, segmentFrom[i], segmentTo[i], segmentSlot[i]);
        }
        segments = 0;
        features.clear();
    }

    static int segmentEnd(Tokens t, int i, int count) {
        int limit = Math.min(count, i + MAX_SEGMENT);
        int end = i + 1;
        while (end < limit && candidate(t, end)) {
            end++;
        }
        return end;
    }

    /// The label of a token.
    public int tag(int token) {
        return token >= 0 && token < tagged ? tags[token] : NameModel.NONE;
    }

    /// By how much the span of equal labels that a token is in scores above nothing, in units of 1
    /// / [NameModel#SCALE].
    public int margin(int token) {
        return margins[token];
    }

    /// Whether some token of [from, to) has the label.
    public boolean tags(int label, int from, int to) {
        for (int i = from; i < to; i++) {
            if (tag(i) == label) {
                return true;
            }
        }
        return false;
    }

    private static final int OPPOSED = 200;

    /// Whether the model is sure that no token of [from, to) is of a person or place.
    public boolean opposes(int from, int to) {
        for (int i = from; i < to && i < tagged; i++) {
            if (tags[i] == NameModel.PERSON
                    || tags[i] == NameModel.PLACE
                    || (tags[i] == NameModel.NONE && margins[i] > -OPPOSED)) {
                return false;
            }
        }
        return true;
    }

    /// One past the span of equal labels that starts at a token.
    public int spanEnd(int token) {
        int end = token + 1;
        while (end < tagged && tags[end] == tags[token]) {
            end++;
        }
        return end;
    }

    /// Whether a token is looked at. Depends on the token and its neighbours only. A word in lower
    /// case is read only beside a capital or a word that wakes recognisers.
    static boolean candidate(Tokens t, int i) {
        byte kind = t.kind(i);
        if (kind >= Tokens.CAPITAL && kind <= Tokens.MIXED) {
            return true;
        }
        if (kind == Tokens.DIGITS) {
            return t.length(i) <= 6 && beside(t, i);
        }
        boolean capitalNext = t.capital(i + 1);
        if ((capitalNext || t.digits(i - 1) || t.digits(i + 1)) && streetWord(t.hash(i))) {
            return true;
        }
        boolean capitalBefore = t.capital(i - 1);
        if (capitalNext && capitalBefore) {
            return t.length(i) <= 3 || t.gap(i) != Gap.SPACE || t.is(i, WordClass.PARTICLE);
        }
        boolean roused = t.wakes(i) || (i > 0 && t.wakes(i - 1)) || (i > 1 && t.wakes(i - 2));
        if (!roused && !capitalNext && !capitalBefore) {
            return false;
        }
        if (!capitalNext && !capitalBefore) {
            // What the word alone forbids no phrase allows; and most words are plain English.
            long own = t.ownBits(i);
            if (WordClass.english(own) > 1 || (own & NAME_WORD_VETO) != 0) {
                return false;
            }
        }
        long b = t.bits(i);
        if ((b & WordClass.PARTICLE) != 0) {
            return capitalNext || capitalBefore;
        }
        boolean listed =
                (b & (WordClass.CITY | WordClass.STREET_SUFFIX | WordClass.FACILITY_HEAD)) != 0
                        || WordClass.firstName(b) >= 2
                        || WordClass.surname(b) >= 2;
        if (listed && WordClass.english(b) <= 1 && (b & NAME_WORD_VETO) == 0) {
            return true;
        }
        return capitalBefore && (b & (WordClass.STREET_SUFFIX | WordClass.FACILITY_HEAD)) != 0;
    }

    /// House numbers and postcodes: 12 Elm, Elm 12-14, 114 55 Elmstad, 12 rue.
    private static boolean beside(Tokens t, int i) {
        if (near(t, i, i - 1) || near(t, i + 1, i + 1)) {
            return true;
        }
        if (t.digits(i - 1)) {
            return t.gapLength(i) <= 1 && (near(t, i - 1, i - 2) || streetWord(t.hash(i - 2)));
        }
        if (t.digits(i + 1)) {
            return t.gapLength(i + 1) <= 1
                    && i + 2 < t.count()
                    && (near(t, i + 2, i + 2) || streetWord(t.hash(i + 2)));
        }
        return streetWord(t.hash(i - 1)) || (i + 1 < t.count() && streetWord(t.hash(i + 1)));
    }

    /// What streets are called in languages that write it small; short words among them, so only
    /// beside digits or a capital.
    private static final long[] STREET_WORDS =
            streetWords(
                    "rue",
                    "avenue",
                    "boulevard",
                    "place",
                    "chemin",
                    "quai",
                    "via",
                    "viale",
                    "piazza",
                    "calle",
                    "avda",
                    "plaza",
                    "ul",
                    "ulica",
                    "utca",
                    "tér",
                    "körút",
                    "út",
                    "straße",
                    "strasse",
                    "str",
                    "weg",
                    "platz",
                    "allee",
                    "gata",
                    "gate",
                    "vei",
                    "väg",
                    "gatan",
                    "vägen",
                    "veien",
                    "vej",
                    "gade",
                    "katu",
                    "tie",
                    "rua",
                    "travessa",
                    "strada",
                    "sokak",
                    "caddesi",
                    "ulitsa",
                    "prospekt",
                    "cesta",
                    "trg",
                    "street",
                    "road",
                    "lane",
                    "drive",
                    "apt",
                    "bis",
                    "straat",
                    "laan",
                    "plein",
                    "allée",
                    "impasse",
                    "corso",
                    "av",
                    "os",
                    "pl",
                    "al",
                    "nám",
                    "třída");

    private static long[] streetWords(String... words) {
        long[] table = new long[256];
        for (String word : words) {
            long hash = io.countersign.detectors.phi.engine.Lexicon.hash(word);
            int slot = (int) (hash >>> 56);
            while (table[slot] != 0) {
                slot = (slot + 1) & 255;
            }
            table[slot] = hash;
        }
        return table;
    }

    private static boolean streetWord(long hash) {
        int slot = (int) (hash >>> 56);
        while (STREET_WORDS[slot] != 0) {
            if (STREET_WORDS[slot] == hash) {
                return true;
            }
            slot = (slot + 1) & 255;
        }
        return false;
    }

    private static final int BESIDE_DIGITS =
            Gap.SPACE | Gap.COMMA | Gap.STOP | Gap.DASH | Gap.SLASH | Gap.NEWLINE;

    /// A capital beside digits with nothing but a blank, comma, full stop or line end between.
    private static boolean near(Tokens t, int gapAt, int neighbour) {
        return t.capital(neighbour) && (t.gap(gapAt) & ~BESIDE_DIGITS) == 0;
    }

    /// A capital that stands alone and is plain English: nothing, without a look at the model.
    static boolean plain(Tokens t, int i) {
        long b = t.bits(i);
        return WordClass.english(b) >= 2
                && WordClass.firstName(b) < 2
                && WordClass.surname(b) < 2
                && (b & (WordClass.CITY | WordClass.SMALL_PLACE)) == 0
                && t.kind(i) != Tokens.DIGITS;
    }

    private void segment(Tokens t, int from, int to, int slot) {
        int n = to - from;
        int[] em = emissions;
        for (int i = 0; i < n; i++) {
            long sum = features.sum(slot + i);
            int at = i * LABELS;
            em[at] = (int) (sum & LANE_MASK);
            em[at + 1] = (int) ((sum >>> 16) & LANE_MASK);
            em[at + 2] = (int) ((sum >>> 32) & LANE_MASK);
            em[at + 3] = (int) (sum >>> 48);
        }
        best(t, from, n);
        margins(t, from, to);
    }

    private void best(Tokens t, int from, int n) {
        int[] em = emissions;
        int[] tr = transitions;
        int gap = SegmentFeatures.gapCode(t, from) * (LABELS * LABELS);
        int s0 = em[0] + tr[gap];
        int s1 = em[1] + tr[gap + 1];
        int s2 = em[2] + tr[gap + 2];
        int s3 = em[3] + tr[gap + 3];
        for (int i = 1; i < n; i++) {
            gap = SegmentFeatures.gapCode(t, from + i) * (LABELS * LABELS);
            int at = i * LABELS;
            int a0 = s0;
            int a1 = s1;
            int a2 = s2;
            int a3 = s3;
            for (int y = 0; y < LABELS; y++) {
                int best = a0 + tr[gap + y];
                int back = 0;
                int other = a1 + tr[gap + LABELS + y];
                if (other > best) {
                    best = other;
                    back = 1;
                }
                other = a2 + tr[gap + 2 * LABELS + y];
                if (other > best) {
                    best = other;
                    back = 2;
                }
                other = a3 + tr[gap + 3 * LABELS + y];
                if (other > best) {
                    best = other;
                    back = 3;
                }
                backs[at + y] = (byte) back;
                best += em[at + y];
                switch (y) {
                    case 0 -> s0 = best;
                    case 1 -> s1 = best;
                    case 2 -> s2 = best;
                    default -> s3 = best;
                }
            }
        }
        gap = SegmentFeatures.gapCode(t, from + n) * (LABELS * LABELS);
        s0 += tr[gap];
        s1 += tr[gap + LABELS];
        s2 += tr[gap + 2 * LABELS];
        s3 += tr[gap + 3 * LABELS];
        int label = 0;
        int score = s0;
        if (s1 > score) {
            label = 1;
            score = s1;
        }
        if (s2 > score) {
            label = 2;
            score = s2;
        }
        if (s3 > score) {
            label = 3;
        }
        for (int i = n - 1; i >= 0; i--) {
            tags[from + i] = (byte) label;
            if (label == NameModel.PERSON || label == NameModel.PLACE) {
                t.wake(from + i);
            }
            label = backs[i * LABELS + label];
        }
    }

    /// For each span of the segment: its score less that of nothing in the same place.
    private void margins(Tokens t, int from, int to) {
        int[] tr = transitions;
        int i = from;
        while (i < to) {
            int label = tags[i];
            if (label == NameModel.NONE) {
                int at = (i - from) * LABELS;
                margins[i] = Math.max(emissions[at + 1], emissions[at + 2]) - emissions[at];
                i++;
                continue;
            }
            int start = i;
            int before = i == from ? NameModel.NONE : tags[i - 1];
            int gap = SegmentFeatures.gapCode(t, i) * (LABELS * LABELS);
            int sum = tr[gap + before * LABELS + label] - tr[gap + before * LABELS];
            while (true) {
                int at = (i - from) * LABELS;
                sum += emissions[at + label] - emissions[at];
                i++;
                int next = i == to ? NameModel.NONE : tags[i];
                gap = SegmentFeatures.gapCode(t, i) * (LABELS * LABELS);
                if (next != label) {
                    sum += tr[gap + label * LABELS + next] - tr[gap + next];
                    break;
                }
                sum += tr[gap + label * LABELS + label] - tr[gap];
            }
            for (int x = start; x < i; x++) {
                margins[x] = sum;
            }
        }
    }
}
