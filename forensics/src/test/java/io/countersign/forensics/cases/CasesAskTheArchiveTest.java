package io.countersign.forensics.cases;

import static io.countersign.forensics.query.SmallArchive.event;
import static io.countersign.forensics.query.SmallArchive.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.audit.chain.CaseGrammar;
import io.countersign.forensics.query.ArchiveTable;
import io.countersign.forensics.query.Preset;
import io.countersign.forensics.query.SmallArchive;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A case takes its events as they are judged now, and the alerts about them, from the archive.
class CasesAskTheArchiveTest {
    private static final String TOKEN = "ab".repeat(32);
    private static final Instant OPENED = Instant.parse("2026-03-05T08:00:00Z");

    @TempDir private Path directory = Path.of("");
    private SmallArchive archive = new SmallArchive(Path.of(""));

    @BeforeEach
    void threeEventsAndAnAlert() throws Exception {
        archive =
                new SmallArchive(directory)
                        .with(
                                ArchiveTable.ENTRIES,
                                List.of(
                                        judged(1, "'NOT_COVERED'"),
                                        judged(2, "'COVERED'"),
                                        judged(3, "'NOT_COVERED'"),
                                        row(
                                                "kind",
                                                "'ALERT'",
                                                "chain",
                                                "'audit.entry.v1/0@1'",
                                                "seq",
                                                "9",
                                                "leaf_hash",
                                                "from_hex('" + "%064x".formatted(9) + "')",
                                                "chained_at",
                                                "TIMESTAMPTZ '2026-03-02 12:00:00+00'",
                                                "happened_at",
                                                "TIMESTAMPTZ '2026-03-02 12:00:00+00'",
                                                "alert_id",
                                                "'a-1'",
                                                "alert_class",
                                                "'PHI'",
                                                "severity",
                                                "'HIGH'",
                                                "causes",
                                                "[{'chain': 'audit.entry.v1/0@1', 'seq': 1, 'leaf_hash': from_hex('"
                                                        + "%064x".formatted(1)
                                                        + "')}]")));
    }

    private static Map<String, String> judged(long seq, String coverage) {
        return event(
                seq,
                (int) seq,
                "ana",
                "phi",
                "true",
                "account",
                "'PERSONAL'",
                "inspected",
                "'FULL'",
                "coverage",
                coverage,
                "coverage_reasons",
                "['PERSONAL_ACCOUNT']",
                "findings",
                "[{'type': 'MRN', 'count': 2, 'likelihood': 'CERTAIN', 'origin': 'OURS', 'sensitivities': ['HIV']}]",
                "subjects",
                "[{'type': 'MRN', 'token': from_hex('" + TOKEN + "'), 'in_index': true}]",
                "hints",
                "[]");
    }

    @Test
    void itsEventsComeBackAndWhatTheArchiveHasOtherwiseIsMissing() throws Exception {
        Place other = new Place("audit.entry.v1/0@1", 3, "ff".repeat(32));
        CaseView view = view(CaseSamples.place(1), CaseSamples.place(2), other);

        assertThat(view.disclosures()).extracting(one -> one.place().seq()).containsExactly(1L, 2L);
        assertThat(view.missing()).containsExactly(other);
        assertThat(view.elements()).containsExactly(Map.entry("MRN", 2));
        assertThat(view.recipients()).containsExactly("anthropic.claude");
        Individuals individuals = view.individuals(Optional.empty());
        assertThat(individuals.atLeast()).isEqualTo(1);
        assertThat(individuals.atMost()).isEqualTo(1);
    }

    @Test
    void theFirstAlertDiscoversIt() throws Exception {
        assertThat(view(CaseSamples.place(1)).discovery())
                .isEqualTo(
                        new Discovery(
                                Instant.parse("2026-03-02T12:00:00Z"),
                                Discovery.Basis.FIRST_ALERT,
                                Instant.parse("2026-03-02T12:00:00Z")));
        assertThat(view(CaseSamples.place(2)).discovery().basis())
                .isEqualTo(Discovery.Basis.CASE_OPENED);
    }

    @Test
    void aStatedDiscoveryStandsBesideTheAlerts() throws Exception {
        Instant stated = Instant.parse("2026-03-04T00:00:00Z");
        List<CaseStep> steps = steps(CaseSamples.place(1));
        CaseStep discovered =
                new CaseStep(
                        2,
                        CaseGrammar.DISCOVERY,
                        "p.officer",
                        OPENED,
                        "why",
                        List.of(),
                        Optional.of(stated),
                        Optional.empty(),
                        Map.of());

        CaseView view = joined(List.of(steps.get(0), steps.get(1), discovered));

        assertThat(view.discovery().at()).isEqualTo(stated);
        assertThat(view.discovery().byAlert()).isEqualTo(Instant.parse("2026-03-02T12:00:00Z"));
    }

    @Test
    void theWorksheetSaysWhatTheLogKnows() throws Exception {
        CaseView view = view(CaseSamples.place(1), CaseSamples.place(2));

        List<Worksheet.Factor> factors =
                view.worksheet(view.individuals(Optional.empty())).factors();

        assertThat(factors).extracting(Worksheet.Factor::number).containsExactly(1, 2, 3, 4);
        assertThat(factors.get(0).evidence()).contains("MRN: 2 times", "under stricter rules: HIV");
        assertThat(factors.get(1).evidence())
                .containsExactly("anthropic.claude, account PERSONAL, NOT_COVERED: 1");
        assertThat(factors.get(3).evidence()).containsExactly("nothing is recorded in the case");
    }

    @Test
    void anyQuestionThatNamesEventsAddsThem() throws Exception {
        assertThat(
                        CaseQuestions.places(
                                archive.answer(
                                        "SELECT chain, seq, leaf_hash, kind FROM entries ORDER BY seq DESC")))
                .containsExactly(CaseSamples.place(1), CaseSamples.place(2), CaseSamples.place(3));
        assertThatThrownBy(() -> CaseQuestions.places(archive.answer("SELECT seq FROM entries")))
                .hasMessageContaining("leaf_hash");
    }

    private CaseView view(Place... members) throws Exception {
        return joined(steps(members));
    }

    private static List<CaseStep> steps(Place... members) {
        return List.of(
                CaseStep.of(0, CaseGrammar.OPENED, "p.officer", OPENED, "an invented case"),
                new CaseStep(
                        1,
                        CaseGrammar.ENTRIES,
                        "p.officer",
                        OPENED,
                        "",
                        List.of(members),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
    }

    private CaseView joined(List<CaseStep> steps) throws Exception {
        List<String> names = CaseView.members(steps).stream().map(Place::name).toList();
        Preset.Asked when = CaseQuestions.times(names);
        CaseQuestions.Times times =
                CaseQuestions.Times.of(
                        names, archive.answer(when.sql(), when.values().toArray(String[]::new)));
        Preset.Asked events = CaseQuestions.events(times);
        Preset.Asked alerts = CaseQuestions.alerts(times);
        return CaseView.of(
                "2026-014",
                steps,
                CaseQuestions.disclosures(
                        archive.answer(events.sql(), events.values().toArray(String[]::new))),
                CaseQuestions.alerts(
                        archive.answer(alerts.sql(), alerts.values().toArray(String[]::new))));
    }
}
