package io.countersign.detectors.phi.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.detectors.phi.engine.Lexicon;
import io.countersign.detectors.phi.engine.Tokens;
import io.countersign.detectors.phi.types.InfoTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TrainingIsRepeatableTest {
    private static final Lexicon LEXICON = Lexicon.load(InfoTypes::words);

    private static List<LabelledText> texts() {
        List<LabelledText> texts = new ArrayList<>();
        for (String name : List.of("Tove Ekdahl", "Ravi Menon", "Kofi Asante", "Mei Lin")) {
            texts.add(
                    new LabelledText()
                            .add("Seen today: ")
                            .add(name, NameModel.PERSON)
                            .add(" of ")
                            .add("Vinterstad", NameModel.PLACE)
                            .add(", who takes Metformin."));
            texts.add(new LabelledText().add("Signs of Crohn disease. Metformin was stopped."));
        }
        return texts;
    }

    @Test
    void equalTextsGiveEqualBytes() {
        assertThat(ModelTrainer.train(LEXICON, texts()))
                .isEqualTo(ModelTrainer.train(LEXICON, texts()));
    }

    @Test
    void whatWasLabelledIsLearned() {
        NameTagger tagger = new NameTagger(NameModel.read(ModelTrainer.train(LEXICON, texts())));
        Tokens tokens = new Tokens(LEXICON, true, true);
        byte[] bytes =
                "Seen today: Ravi Menon of Vinterstad, who takes Metformin."
                        .getBytes(StandardCharsets.UTF_8);
        tokens.open(bytes, 0, bytes.length);
        tagger.window(tokens);
        List<Integer> tags = new ArrayList<>();
        for (int i = 0; i < tokens.count(); i++) {
            tags.add(tagger.tag(i));
        }
        assertThat(tags).containsExactly(0, 0, 1, 1, 0, 2, 0, 0, 0);
    }

    @Test
    void labelsFollowTheirTextIntoBytes() {
        LabelledText text = new LabelledText().add("é, ").add("Žofie", NameModel.PERSON).add("!");
        assertThat(text.labels()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0);
    }

    @Test
    void everyRuleOfTheGrammarIsDefined() {
        Set<String> defined = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        Pattern reference = Pattern.compile("<([A-Za-z]+)>");
        for (String line : Lists.resource("grammar.txt")) {
            if (line.startsWith("@") && line.indexOf(' ') < 0) {
                defined.add(line.substring(1));
            } else if (!line.startsWith("#")) {
                Matcher matcher = reference.matcher(line);
                while (matcher.find()) {
                    used.add(matcher.group(1));
                }
            }
        }
        assertThat(defined).containsAll(used).contains("doc");
    }
}
