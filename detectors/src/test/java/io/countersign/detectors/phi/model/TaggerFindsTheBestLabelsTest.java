package io.countersign.detectors.phi.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.types.InfoTypes;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The tagger against a reference that tries every sequence of labels.
class TaggerFindsTheBestLabelsTest {
    private static final int LABELS = NameModel.LABELS;
    private static final String[] WORDS = {
        "Maria", "Ngozi", "Lindqvist", "Elm", "Street", "Springfield", "12", "of", "Clinic",
                "Aspirin",
        "Wells", "O", "de", "the", "Kowalski", "BP", "May", "Zubrowka", "rue", "St"
    };
    private static final String[] GAPS = {" ", ", ", ". ", "\n", "-", " (", "'", ": "};

    private final NameModel model = NameModel.load();
    private final Tokens tokens = new Tokens(Lexicon.load(InfoTypes::words), true, true);
    private final NameTagger tagger = new NameTagger(model);

    @Test
    void noSequenceOfLabelsScoresHigher() {
        SplittableRandom random = new SplittableRandom(11);
        int segments = 0;
        for (int round = 0; round < 3000; round++) {
            open(text(random, 2 + random.nextInt(6)));
            int count = tokens.count();
            for (int i = 0; i < count; i++) {
                if (!NameTagger.candidate(tokens, i)) {
                    assertThat(tagger.tag(i)).isEqualTo(NameModel.NONE);
                    continue;
                }
                int end = NameTagger.segmentEnd(tokens, i, count);
                if (end - i > 1 || !NameTagger.plain(tokens, i)) {
                    int[] tags = new int[end - i];
                    for (int x = i; x < end; x++) {
                        tags[x - i] = tagger.tag(x);
                    }
                    int[][] emissions = emissions(i, end);
                    assertThat(score(i, end, tags, emissions)).isEqualTo(best(i, end, emissions));
                    segments++;
                }
                i = end - 1;
            }
        }
        assertThat(segments).isGreaterThan(2000);
    }

    @Test
    void aRunOfCapitalsLongerThanASegmentIsTaggedToItsEnd() {
        open("Ngozi Okafor ".repeat(3 * NameTagger.MAX_SEGMENT));
        assertThat(tokens.count()).isEqualTo(6 * NameTagger.MAX_SEGMENT);
        for (int i = 0; i < tokens.count(); i++) {
            assertThat(tagger.spanEnd(i)).isLessThanOrEqualTo(tokens.count());
        }
        assertThat(NameTagger.segmentEnd(tokens, 0, tokens.count()))
                .isEqualTo(NameTagger.MAX_SEGMENT);
    }

    @Test
    void namesAndPlacesThatNoListHoldsAreTagged() {
        open("Please ship the parcel to Torvild Brandsnes, Kvernhusgata 14, 4817 Brennvik.");
        assertThat(tagged("Torvild")).isEqualTo(NameModel.PERSON);
        assertThat(tagged("Brandsnes")).isEqualTo(NameModel.PERSON);
        assertThat(tagged("Kvernhusgata")).isEqualTo(NameModel.PLACE);
        assertThat(tagged("4817")).isEqualTo(NameModel.PLACE);
        assertThat(tagged("Brennvik")).isEqualTo(NameModel.PLACE);
        assertThat(tagged("parcel")).isEqualTo(NameModel.NONE);
    }

    @Test
    void eponymsAndHeadingsAreNot() {
        open("Treatment Plan: patients with Hodgkin lymphoma and a positive Murphy sign.");
        for (int i = 0; i < tokens.count(); i++) {
            assertThat(tagger.tag(i)).isEqualTo(NameModel.NONE);
        }
    }

    private int tagged(String word) {
        for (int i = 0; i < tokens.count(); i++) {
            if (word.equals(
                    new String(
                            tokens.bytes(),
                            tokens.start(i),
                            tokens.length(i),
                            StandardCharsets.UTF_8))) {
                return tagger.tag(i);
            }
        }
        throw new IllegalArgumentException("word is not in the text");
    }

    private void open(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tokens.open(bytes, 0, bytes.length);
        tagger.window(tokens);
    }

    private static String text(SplittableRandom random, int words) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < words; i++) {
            out.append(i == 0 ? "" : GAPS[random.nextInt(GAPS.length)])
                    .append(WORDS[random.nextInt(WORDS.length)]);
        }
        return out.toString();
    }

    private int best(int from, int to, int[][] emissions) {
        int n = to - from;
        int best = Integer.MIN_VALUE;
        int[] labels = new int[n];
        for (int code = 0; code < 1 << (2 * n); code++) {
            for (int i = 0; i < n; i++) {
                labels[i] = code >>> (2 * i) & 3;
            }
            best = Math.max(best, score(from, to, labels, emissions));
        }
        return best;
    }

    private int[][] emissions(int from, int to) {
        SegmentFeatures features = new SegmentFeatures(model.bits());
        int first = features.add(tokens, from, to);
        features.hash(first, to - from);
        int[][] sums = new int[to - from][LABELS];
        for (int i = 0; i < to - from; i++) {
            for (int feature = 0; feature < SegmentFeatures.FEATURES; feature++) {
                long row = model.rows[features.row(feature, first + i)];
                for (int label = 0; label < LABELS; label++) {
                    sums[i][label] += (int) (row >>> (16 * label) & 0xffff);
                }
            }
        }
        return sums;
    }

    private int score(int from, int to, int[] labels, int[][] emissions) {
        int sum = 0;
        int before = NameModel.NONE;
        for (int i = from; i < to; i++) {
            int label = labels[i - from];
            sum += emissions[i - from][label] + step(i, before, label);
            before = label;
        }
        return sum + step(to, before, NameModel.NONE);
    }

    private int step(int token, int before, int label) {
        int gap = SegmentFeatures.gapCode(tokens, token);
        return model.transitions[(gap * LABELS + before) * LABELS + label];
    }
}
