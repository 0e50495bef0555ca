package io.countersign.forensics.query;

import static io.countersign.forensics.query.SmallArchive.event;
import static io.countersign.forensics.query.SmallArchive.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PresetsAnswerTest {
    private static final String TOKEN = "ab".repeat(32);
    private static final String OTHER = "cd".repeat(32);
    private static final String FINDINGS =
            "[{'type': 'MRN', 'count': 2, 'likelihood': 'CERTAIN', 'origin': 'OURS', 'sensitivities': []}]";

    @TempDir Path directory;
    private SmallArchive archive = new SmallArchive(Path.of(""));

    @BeforeEach
    void threeEventsAndAnAmendment() throws Exception {
        Map<String, String> amendment =
                new HashMap<>(event(9, 2, "ben", "phi", "true", "disposition", "'VIOLATION'"));
        amendment.putAll(
                row(
                        "kind", "'AMENDMENT'",
                        "amends_chain", "'audit.entry.v1/0@1'",
                        "amends_seq", "2",
                        "amends_leaf_hash", "from_hex('" + "%064x".formatted(2) + "')",
                        "changed", "['ACCOUNT']"));
        Map<String, String> earlier = new HashMap<>(amendment);
        earlier.putAll(row("seq", "8", "disposition", "'PERMITTED'"));
        archive =
                new SmallArchive(directory)
                        .with(
                                ArchiveTable.ENTRIES,
                                List.of(
                                        event(
                                                1,
                                                1,
                                                "ana",
                                                "phi",
                                                "true",
                                                "findings",
                                                FINDINGS,
                                                "disposition",
                                                "'VIOLATION'",
                                                "department",
                                                "'Cardiology'"),
                                        event(
                                                2,
                                                2,
                                                "ben",
                                                "phi",
                                                "true",
                                                "disposition",
                                                "'REVIEW'",
                                                "fingerprint",
                                                "from_hex('" + TOKEN + "')"),
                                        event(
                                                3,
                                                3,
                                                "ana",
                                                "phi",
                                                "true",
                                                "action",
                                                "'BLOCKED'",
                                                "disposition",
                                                "'REVIEW'",
                                                "service",
                                                "'openai.chatgpt'",
                                                "source_id",
                                                "'proxy-1'"),
                                        earlier,
                                        amendment))
                        .with(
                                ArchiveTable.PEOPLE,
                                List.of(
                                        event(1, 1, "ana", "who", "'ana'"),
                                        event(2, 2, "ben", "who", "'ben'"),
                                        event(3, 3, "ana", "who", "'ana'")))
                        .with(
                                ArchiveTable.SUBJECTS,
                                List.of(
                                        event(
                                                1,
                                                1,
                                                "ana",
                                                "token",
                                                "from_hex('" + TOKEN + "')",
                                                "disposition",
                                                "'VIOLATION'"),
                                        event(3, 3, "ana", "token", "from_hex('" + OTHER + "')")));
    }

    @Test
    void aPersonsOwnEventsInOrder() throws Exception {
        assertThat(seqs(Preset.PERSON, "ana")).containsExactly("1", "3");
        assertThat(seqs(Preset.PERSON, "ana", "ben")).containsExactly("1", "2", "3");
        assertThat(seqs(Preset.PERSON, "nobody")).isEmpty();
    }

    @Test
    void aSubjectByTheTokensOfItsYears() throws Exception {
        assertThat(seqs(Preset.SUBJECT, TOKEN)).containsExactly("1");
        assertThat(seqs(Preset.SUBJECT, OTHER, TOKEN)).containsExactly("1", "3");
        assertThat(answer(Preset.WHO_ELSE, TOKEN).rows().getFirst().getFirst().asText())
                .isEqualTo("ana");
    }

    @Test
    void theLatestAmendmentStandsInTheEventsPlace() throws Exception {
        assertThat(seqs(Preset.VERDICT, "VIOLATION")).containsExactly("1", "2");
        assertThat(seqs(Preset.VERDICT, "PERMITTED")).isEmpty();
        assertThat(archive.lines("SELECT disposition FROM events WHERE seq = 2"))
                .containsExactly("REVIEW");
        assertThat(archive.lines("SELECT amended, amended_by_seq FROM events_now WHERE seq = 2"))
                .containsExactly("true 9");
    }

    @Test
    void whatTheProxyBlockedDidNotLeave() throws Exception {
        assertThat(seqs(Preset.DISCLOSURES)).containsExactly("1", "2");
    }

    @Test
    void theRest() throws Exception {
        assertThat(seqs(Preset.TIMELINE)).containsExactly("1", "2", "3");
        assertThat(seqs(Preset.DESTINATION, "openai.chatgpt")).containsExactly("3");
        assertThat(seqs(Preset.DEPARTMENT, "Cardiology")).containsExactly("1");
        assertThat(seqs(Preset.CATEGORY, "MRN")).containsExactly("1");
        assertThat(seqs(Preset.SAME_TEXT, TOKEN)).isEmpty();
        assertThat(answer(Preset.FIRST_SEEN).rows()).hasSize(2);
        assertThat(answer(Preset.SILENT_SOURCES).rows()).hasSize(2);
    }

    @Test
    void fromIsWithinAndToIsNot() throws Exception {
        Preset.Asked asked =
                Preset.TIMELINE.ask(
                        List.of(),
                        Optional.of(Instant.parse("2026-03-01T00:00:02Z")),
                        Optional.of(Instant.parse("2026-03-01T00:00:03Z")));
        assertThat(seqs(answer(asked))).containsExactly("2");
    }

    @ParameterizedTest
    @EnumSource
    void aPresetOverNoFilesHasNoRows(Preset preset) throws Exception {
        List<String> keys = preset.key() == Preset.Key.NONE ? List.of() : List.of(TOKEN);
        Preset.Asked asked = preset.ask(keys, Optional.empty(), Optional.empty());
        Question question = new Question(asked.sql(), asked.values(), Map.of(), Limits.STANDARD);
        assertThat(Sandbox.answer(question).rows()).isEmpty();
        assertThat(Preset.of(preset.word())).contains(preset);
    }

    @Test
    void aColumnThatAnEarlierReleaseDidNotWriteIsNull() throws Exception {
        archive.with(
                ArchiveTable.ENTRIES,
                List.of("kind", "chain", "seq", "happened_at", "service"),
                List.of(event(4, 4, "cy")));
        assertThat(archive.lines("SELECT seq, person FROM events WHERE seq IN (3, 4) ORDER BY seq"))
                .containsExactly("3 ana", "4 null");
    }

    @Test
    void bytesAreHexTimesAreUtcAndListsAreLists() throws Exception {
        assertThat(archive.lines("SELECT leaf_hash, happened_at FROM events WHERE seq = 1"))
                .containsExactly("%064x".formatted(1) + " 2026-03-01T00:00:01Z");
        assertThat(
                        archive.answer("SELECT findings FROM events WHERE seq = 1")
                                .rows()
                                .getFirst()
                                .getFirst()
                                .toString())
                .isEqualTo(
                        "[{\"type\":\"MRN\",\"count\":2,\"likelihood\":\"CERTAIN\",\"origin\":\"OURS\",\"sensitivities\":[]}]");
    }

    private List<String> seqs(Preset preset, String... keys) throws Exception {
        return seqs(answer(preset, keys));
    }

    private static List<String> seqs(Answer answer) {
        int seq = answer.columns().stream().map(Answer.Column::name).toList().indexOf("seq");
        return answer.rows().stream()
                .map(row -> row.get(seq).asText())
                .collect(Collectors.toList());
    }

    private Answer answer(Preset preset, String... keys) throws Exception {
        return answer(preset.ask(List.of(keys), Optional.empty(), Optional.empty()));
    }

    private Answer answer(Preset.Asked asked) throws Exception {
        return Sandbox.answer(
                new Question(asked.sql(), asked.values(), archive.files(), Limits.STANDARD));
    }
}
