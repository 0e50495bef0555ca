package io.countersign.detectors.phi.recognise;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.phi.engine.Hits;
import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.types.InfoTypes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a look at the bytes calls quiet is never tokenised. Here it is, with a sign behind it that
/// is not quiet and nothing to find, and nothing is found.
class QuietLeavesHoldNothingTest {
    private static final Lexicon LEXICON = Lexicon.load(InfoTypes::words);
    private static final String[] PIECES = {
        "patient",
        "MRN",
        "May",
        "born",
        "mrs",
        "a",
        "XXX",
        "NAME",
        "www.example.org/p?name",
        "www.example.org/p?name=",
        "https://example.org/",
        "data",
        ":image/png",
        "aa:bb:cc:dd:ee:ff",
        "aa-bb-cc-dd-ee-ff",
        "ab",
        "-",
        ":",
        "_",
        ".",
        "'",
        "mail@example.org",
        "[",
        "]",
        "<",
        ">",
        "=",
        "5",
        "219-09-9999",
        "\u2013",
        "\u200b",
        "：",
        "＠",
        "［",
        "＝",
        "é",
        "(",
        "?",
        "\n"
    };

    @Test
    void onPiecesInAnyOrder() {
        Recognisers recognisers = new Recognisers(LEXICON, false, Optional.empty());
        Hits hits = new Hits();
        Random random = new Random(20261126);
        int quiet = 0;
        int found = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            int pieces = 1 + random.nextInt(12);
            for (int i = 0; i < pieces; i++) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
                text.append(random.nextInt(3) == 0 ? "" : " ");
            }
            byte[] bytes = text.append(" <").toString().getBytes(StandardCharsets.UTF_8);
            recognisers.reset();
            hits.clear();
            recognisers.leaf(bytes, 0, bytes.length, 0, hits);
            boolean any = hits.count() > 0 || recognisers.facts().placeholders() > 0;
            if (Quiet.rouses(bytes, 0, bytes.length - 2)) {
                found += any ? 1 : 0;
            } else {
                quiet++;
                assertThat(any).as("round %d", round).isFalse();
            }
        }
        assertThat(quiet).isGreaterThan(1000);
        assertThat(found).isGreaterThan(1000);
    }
}
