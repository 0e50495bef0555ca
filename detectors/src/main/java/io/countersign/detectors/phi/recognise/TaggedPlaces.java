package io.countersign.detectors.phi.recognise;

import io.countersign.detectors.Likelihood;
import io.countersign.detectors.phi.engine.Evidence;
import io.countersign.detectors.phi.engine.Gap;
import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.engine.WordClass;
import io.countersign.detectors.phi.types.City;
import io.countersign.detectors.phi.types.Facility;
import io.countersign.detectors.phi.types.StreetAddress;

/// What the model tags as a place, with the numbers that belong to it.
final class TaggedPlaces {

    private TaggedPlaces() {}

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
    static int at(Tokens t, int i, int e, int margin, boolean continued, Hits hits) {
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
}
