package io.countersign.bench.detector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The gate of the detector's benchmark: what is timed does its work, and the same at each pass.
class ContendersFindWhatTheyShouldTest {
    private static List<byte[]> text(String text) {
        return List.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theDigitScanCountsRunsOfFiveAndMore() {
        assertThat(new DigitScan().pass(text("12345 1234 a123456 7, 99999"))).isEqualTo(3);
    }

    @Test
    void recognisersAloneFindNumbersAndEverythingFindsNamesToo() {
        long nothing = Engine.everythingOn().pass(text("nothing"));
        String name = "Patient: Mary Miller";
        String number = "MRN 00482917";
        assertThat(Engine.everythingOn().pass(text(name))).isNotEqualTo(nothing);
        assertThat(Engine.recognisersAlone().pass(text(name))).isEqualTo(nothing);
        assertThat(Engine.recognisersAlone().pass(text(number))).isNotEqualTo(nothing);
    }

    @Test
    void expressionsMatchWhatTheyDescribe() {
        long found =
                new JavaRegex()
                        .pass(
                                text(
                                        "mary@example.org 123-45-6789 2023-03-04 MRN: 00482917 1/2/2023"));
        assertThat(found).isGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void bodiesComeOutTheSameAndEachPassFindsTheSame(Body body) throws IOException {
        Corpus corpus = new Corpus("");
        List<byte[]> first = corpus.documents(body);
        List<byte[]> again = corpus.documents(body);
        assertThat(first).hasSameSizeAs(again);
        assertThat(first.getFirst()).isEqualTo(again.getFirst());
        List<byte[]> few = first.subList(0, Math.min(3, first.size()));
        Engine engine = Engine.everythingOn();
        assertThat(engine.pass(few)).isEqualTo(engine.pass(few));
    }
}
