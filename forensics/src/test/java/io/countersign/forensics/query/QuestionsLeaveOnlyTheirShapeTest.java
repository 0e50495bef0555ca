package io.countersign.forensics.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.chain.EntryGrammar;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What of a question may go into the log.
class QuestionsLeaveOnlyTheirShapeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT * FROM events WHERE person = 'j.doe' | SELECT * FROM events WHERE person = <VARCHAR>",
                "select count(*) from events where seq > 1234567 | select count(*) from events where seq > <NUMBER>",
                "SELECT 'it''s her' | SELECT <VARCHAR>",
                "SELECT \"Jane Doe\" FROM events | SELECT <NAME> FROM events",
                "SELECT seq AS jane_doe FROM events | SELECT seq AS <NAME> FROM events",
                "SELECT seq -- Jane Doe | SELECT seq",
                "SELECT /* Jane Doe */ seq | SELECT seq",
                "SELECT $$Jane Doe$$, $x$Jane$x$ | SELECT <VARCHAR>, <VARCHAR>",
                "SELECT 'left open | SELECT <VARCHAR>",
                "SELECT 1e10, 0x4A616E65, 3.14 | SELECT <NUMBER>, <NUMBER>, <NUMBER>",
                "SELECT X'4A616E65' | SELECT <NAME><VARCHAR>",
                "SELECT   person,\tservice | SELECT person, service",
                "SELECT Müller | SELECT <NAME>",
                "SELECT date_trunc('day', happened_at) | SELECT date_trunc(<VARCHAR>, happened_at)"
            })
    void literalsAndNamesGo(String sql, String shape) {
        assertThat(SqlShape.of(sql)).isEqualTo(shape);
    }

    @Test
    void ofAnyTextOnlyKnownWordsAreLeft() {
        Random random = new Random(20261126);
        String signs = "abz09 '\"$-/*\n.,()=<>_éß\\;";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(
                        random.nextInt(5) == 0
                                ? "secretname"
                                : "" + signs.charAt(random.nextInt(signs.length())));
            }
            String shape = SqlShape.of(text.toString());
            assertThat(shape).doesNotContain("secretname");
            assertThat(shape.isEmpty() || EntryGrammar.query(shape)).as("grammar").isTrue();
        }
    }

    @Test
    void aLongOneIsCutOffAndSaysSo() {
        assertThat(SqlShape.of("seq, ".repeat(1000))).hasSize(SqlShape.MAX_CHARS).endsWith(" ...");
    }

    @Test
    void everyPresetKeepsItsWords() {
        for (Preset preset : Preset.values()) {
            assertThat(SqlShape.of(preset.sql(1))).as(preset.word()).doesNotContain("<NAME>");
        }
    }
}
