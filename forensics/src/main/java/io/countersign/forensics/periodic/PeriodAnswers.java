package io.countersign.forensics.periodic;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.AnswerRows;
import io.countersign.forensics.report.Report.Bar;
import io.countersign.forensics.report.Report.Bars;
import io.countersign.forensics.report.Report.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What the archive answered to the questions of one report.
public final class PeriodAnswers {
    private static final Pattern FRACTION =
            Pattern.compile("^([0-9-]{10}T[0-9:]{8})\\.[0-9]{1,9}Z$");

    private final Map<PeriodQuestion, Answer> answers;

    public PeriodAnswers(Map<PeriodQuestion, Answer> answers) {
        this.answers = new EnumMap<>(answers);
    }

    /// Rows of all answers together.
    public long rows() {
        return answers.values().stream().mapToLong(answer -> answer.rows().size()).sum();
    }

    Answer of(PeriodQuestion question) {
        Answer answer = answers.get(question);
        if (answer == null) {
            throw new IllegalArgumentException("not asked: " + question);
        }
        return answer;
    }

    AnswerRows rows(PeriodQuestion question) {
        return new AnswerRows(of(question));
    }

    long sum(PeriodQuestion question, String column) {
        long sum = 0;
        AnswerRows rows = rows(question);
        while (rows.next()) {
            sum = Math.addExact(sum, rows.number(column));
        }
        return sum;
    }

    /// Questions of which there were more rows than an answer may have.
    List<PeriodQuestion> cutOff() {
        return answers.entrySet().stream()
                .filter(answer -> answer.getValue().cutOff())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// All rows as a table.
    Table table(PeriodQuestion question) {
        List<List<String>> cells = new ArrayList<>();
        for (List<JsonNode> row : of(question).rows()) {
            cells.add(row.stream().map(PeriodAnswers::read).toList());
        }
        return new Table(question.heads(), cells);
    }

    /// As a person reads it in a report: times to the second.
    static String read(JsonNode cell) {
        return FRACTION.matcher(AnswerRows.read(cell)).replaceFirst("$1Z");
    }

    /// A bar for each row.
    Bars bars(String title, PeriodQuestion question, String label, String value) {
        List<Bar> bars = new ArrayList<>();
        AnswerRows rows = rows(question);
        while (rows.next()) {
            bars.add(new Bar(rows.optional(label).orElse("none"), rows.number(value)));
        }
        return new Bars(title, bars);
    }
}
