package io.countersign.detectors.phi.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The generator's own promises: a seed is a set of documents, and labels point at their values.
class GeneratorTest {
    private static final int DOCUMENTS = 900;

    @Test
    void theSameSeedGivesTheSameDocuments() {
        List<String> once =
                new Generator(7).documents(60).stream().map(GeneratedDocument::json).toList();
        List<String> again =
                new Generator(7).documents(60).stream().map(GeneratedDocument::json).toList();
        List<String> other =
                new Generator(8).documents(60).stream().map(GeneratedDocument::json).toList();
        assertThat(again).isEqualTo(once);
        assertThat(other).isNotEqualTo(once);
    }

    @Test
    void everyKindComesUp() {
        Set<String> types =
                new Generator(11)
                        .documents(DOCUMENTS).stream()
                                .flatMap(document -> document.labels().stream())
                                .map(Draft.Label::type)
                                .collect(Collectors.toSet());
        assertThat(types).containsAll(Kind.ALL.stream().map(Kind::type).toList());
    }

    @Test
    void labelsPointAtTheirValues() {
        for (GeneratedDocument document : new Generator(3).documents(DOCUMENTS)) {
            for (Draft.Label label : document.labels()) {
                StringBuilder pointed = new StringBuilder();
                for (int[] place : label.places()) {
                    pointed.append(document.text(), place[0], place[1]);
                }
                boolean encoded =
                        document.form().startsWith("BASE64")
                                || document.form().equals("FORM")
                                || document.form().equals("MULTIPART");
                if (!encoded) {
                    assertThat(pointed.toString()).as(document.form()).isEqualTo(label.value());
                }
            }
        }
    }

    @Test
    void checkDigitsAreThePublishedOnes() {
        assertThat(Values.luhn("123456789", 24)).isEqualTo('3');
        assertThat(Values.luhn("411111111111111", 0)).isEqualTo('1');
        assertThat(Values.verhoeff("7321100")).isEqualTo('9');
        assertThat(Values.luhn("2093", 0)).isEqualTo('3');
    }
}
