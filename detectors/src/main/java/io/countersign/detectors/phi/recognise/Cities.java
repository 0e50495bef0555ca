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
import io.countersign.detectors.phi.types.City;

/// Cities and smaller places of the lists, where a state, an address or a preposition stands beside
/// them.
final class Cities {

    private Cities() {}

    /// Judges the capitalised run [i, j) as a city. Returns one past its last token, or `i`.
    static int at(Tokens t, int i, int j, long key, Hits hits) {
        int s = i;
        while (s < j && !t.is(s, WordClass.CITY | WordClass.SMALL_PLACE) && Places.leading(t, s)) {
            s++;
        }
        if (s >= j) {
            return i;
        }
        int words = t.phraseWords(s);
        boolean whole = s + words <= j && t.is(s, WordClass.CITY | WordClass.SMALL_PLACE);
        int end = whole ? s + words : j;
        int past = Places.state(t, end);
        boolean state = past > end;
        boolean big = whole && t.is(s, WordClass.CITY);
        boolean small = whole && t.is(s, WordClass.SMALL_PLACE) && t.kind(s) == Tokens.CAPITAL;
        if (!state && t.is(s, WordClass.COUNTRY | WordClass.STATE) && !t.is(s, WordClass.CITY)) {
            return i;
        }
        long b = t.bits(s);
        boolean at = Places.preposition(t, s);
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
                && !Places.allEnglish(t, s, end)
                && !t.is(s, WordClass.COUNTRY | WordClass.STATE)
                && end - s <= 3) {
            sure = whole ? Likelihood.VERY_LIKELY : Likelihood.LIKELY;
        } else if (big && at && (english(b) < 2 || words > 1) && end == j) {
            sure = Likelihood.LIKELY;
        } else if (big && !ambiguous && end == j && (t.gap(s) & Gap.COMMA) != 0) {
            sure = Likelihood.POSSIBLE;
        } else if (small && at && !ambiguous && end == j && Places.careBefore(t, s)) {
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
}
