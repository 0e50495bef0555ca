package io.countersign.app.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.countersign.forensics.query.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who opens an answer in a spreadsheet runs nothing that a source wrote.
class NoCellOfAnAnswerIsAFormulaTest {
    @ParameterizedTest
    @ValueSource(strings = {"=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1"})
    void neitherInARowNorInTheHead(String formula) {
        assertThat(AnswerText.csv(answer(formula, new TextNode(formula))))
                .hasSize(2)
                .allMatch(line -> line.startsWith("'") || line.startsWith("\"'"));
    }

    @Test
    void aNumberBelowZeroStaysANumber() {
        assertThat(AnswerText.csv(answer("n", new IntNode(-7)))).containsExactly("n", "-7");
    }

    private static Answer answer(String head, JsonNode cell) {
        return new Answer(
                List.of(new Answer.Column(head, "VARCHAR")),
                List.of(List.of(cell)),
                false,
                Duration.ZERO);
    }
}
