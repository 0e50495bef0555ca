package io.countersign.forensics.periodic;

import static io.countersign.forensics.query.SmallArchive.event;
import static io.countersign.forensics.query.SmallArchive.row;

import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.ArchiveTable;
import io.countersign.forensics.query.Preset;
import io.countersign.forensics.query.RefusedQuestionException;
import io.countersign.forensics.query.SmallArchive;
import io.countersign.forensics.report.Report;
import io.countersign.forensics.report.Report.Section;
import io.countersign.forensics.report.Report.Table;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// March 2026 of a small hospital: nine events, of which one is a drill and one was judged anew
/// later; two alerts, of which one was closed; a source that fell silent; a gap.
final class SmallMonth {
    static final Instant MADE = Instant.parse("2026-04-02T08:00:00Z");
    static final Period MARCH = Period.of(YearMonth.of(2026, 3), ZoneId.of("UTC"));
    static final String POLICY = "ab".repeat(32);
    static final String HOSTILE = "=<script>alert(1)</script>\u202e";

    private static final String FULL = "'FULL'";

    private SmallMonth() {}

    static SmallArchive in(Path directory) throws SQLException {
        Map<String, String> later =
                sent(20, 5, "eve", "Radiology", "true", "'COVERED'", "baa", "'claude-enterprise'");
        later.putAll(
                row(
                        "kind", "'AMENDMENT'",
                        "amends_chain", "'audit.entry.v1/0@1'",
                        "amends_seq", "5",
                        "amends_leaf_hash", "from_hex('00')"));
        Map<String, String> old = sent(30, 1, "ana", "ED", "false", "'COVERED'");
        old.putAll(at("2026-01-10 12:00:00", "source_id", "'proxy-old'"));
        Map<String, String> drill = sent(31, 1, "drill", "ED", "true", "'NOT_COVERED'");
        drill.putAll(row("drill", "'d1'"));
        return new SmallArchive(directory)
                .with(
                        ArchiveTable.ENTRIES,
                        List.of(
                                sent(1, 1, "ana", "ED", "true", "'NOT_COVERED'"),
                                sent(2, 2, "ana", "ED", "true", "'NOT_COVERED'"),
                                sent(3, 3, "ben", "ED", "false", "'NOT_COVERED'"),
                                sent(4, 4, "cat", HOSTILE, "true", "'UNKNOWN'"),
                                sent(5, 5, "eve", "Radiology", "true", "'NOT_COVERED'"),
                                sent(
                                        6,
                                        6,
                                        "eve",
                                        "Radiology",
                                        "NULL",
                                        "'COVERED'",
                                        "inspected",
                                        "'NOT_INSPECTED'",
                                        "inspected_reason",
                                        "'ENCRYPTED'",
                                        "bytes_up",
                                        "700",
                                        "phi_reason",
                                        "'NOT_INSPECTED'"),
                                sent(
                                        7,
                                        7,
                                        "eve",
                                        "Radiology",
                                        "true",
                                        "'NOT_COVERED'",
                                        "action",
                                        "'BLOCKED'"),
                                later,
                                old,
                                drill,
                                alert(40, "a1", "'HIGH'", "2026-03-01 01:00:00", 1),
                                alert(41, "a2", "'LOW'", "2026-03-01 02:00:00", 2),
                                alert(42, "a2", "'CRITICAL'", "2026-03-02 02:00:00", 31),
                                entry(
                                        "REVIEW",
                                        43,
                                        "2026-03-03 02:00:00",
                                        "alert_group",
                                        "'a1'",
                                        "act",
                                        "'TRUE_ALERT'"),
                                entry("GAP", 44, "2026-03-04 02:00:00"),
                                entry(
                                        "INCIDENT",
                                        45,
                                        "2026-03-04 02:00:00",
                                        "code",
                                        "'CLOCK_BACKWARDS'"),
                                entry(
                                        "ACCESS",
                                        46,
                                        "2026-03-05 02:00:00",
                                        "act",
                                        "'QUERY'",
                                        "purpose",
                                        "'AUDIT'",
                                        "act_count",
                                        "12")));
    }

    private static Map<String, String> sent(
            long seq,
            int second,
            String person,
            String department,
            String phi,
            String coverage,
            String... more) {
        Map<String, String> row =
                event(
                        seq,
                        second,
                        person,
                        "department",
                        "'" + department + "'",
                        "phi",
                        phi,
                        "coverage",
                        coverage,
                        "inspected",
                        FULL,
                        "source_authenticated",
                        "true",
                        "visibility",
                        "'BODY'",
                        "source_id",
                        "'proxy-1'",
                        "source_format",
                        "'squid'",
                        "account",
                        "'PERSONAL'",
                        "model",
                        "'claude-sonnet-4-5-20250929'",
                        "policy",
                        "from_hex('" + POLICY + "')",
                        "subjects",
                        "[{'type': 'MRN', 'token': from_hex('%064x'), 'in_index': true}]"
                                .formatted(person.hashCode()));
        row.putAll(at("2026-03-01 00:00:%02d".formatted(second)));
        row.putAll(row(more));
        return row;
    }

    private static Map<String, String> at(String time, String... more) {
        String literal = "TIMESTAMPTZ '" + time + "+00'";
        Map<String, String> row = row("happened_at", literal, "chained_at", literal);
        row.putAll(row(more));
        return row;
    }

    private static Map<String, String> entry(String kind, long seq, String time, String... more) {
        Map<String, String> row =
                row(
                        "kind", "'" + kind + "'",
                        "chain", "'audit.entry.v1/0@1'",
                        "seq", "" + seq,
                        "leaf_hash", "from_hex('" + "%064x".formatted(seq) + "')");
        row.putAll(at(time));
        row.putAll(row(more));
        return row;
    }

    private static Map<String, String> alert(
            long seq, String group, String severity, String time, long cause) {
        return entry(
                "ALERT",
                seq,
                time,
                "alert_id",
                "'" + group + "-" + seq + "'",
                "alert_group",
                "'" + group + "'",
                "alert_class",
                "'EXPOSURE'",
                "severity",
                severity,
                "rules",
                "['PHI_DISCLOSED']",
                "causes",
                "[{'chain': 'audit.entry.v1/0@1', 'seq': %d, 'leaf_hash': from_hex('00')}]"
                        .formatted(cause));
    }

    static PeriodAnswers answers(SmallArchive archive, Set<PeriodQuestion> questions)
            throws RefusedQuestionException {
        Map<PeriodQuestion, Answer> answers = new EnumMap<>(PeriodQuestion.class);
        for (PeriodQuestion question : questions) {
            Preset.Asked asked = question.ask(MARCH);
            answers.put(
                    question, archive.answer(asked.sql(), asked.values().toArray(String[]::new)));
        }
        return new PeriodAnswers(answers);
    }

    static Basis basis() {
        return new Basis(
                MARCH,
                MADE,
                "countersign test",
                new LogState(
                        new LogState.Point("log.example.org", 50, "cd".repeat(32)),
                        new LogState.Point("log.example.org", 48, "ef".repeat(32)).words(),
                        1,
                        3,
                        0,
                        false),
                new Register(
                        "2026-02-28",
                        POLICY,
                        "catalogue-2026-02-20",
                        Map.of("anthropic.claude", "Anthropic, Claude"),
                        List.of(
                                agreement(
                                        "claude-enterprise",
                                        "anthropic.claude",
                                        "2026-05-01T00:00:00Z"),
                                agreement("old-row", "amazon.bedrock", "2026-03-02T00:00:00Z")),
                        List.of(
                                new Retirement(
                                        "anthropic.claude",
                                        "claude-sonnet-4-5-20250929",
                                        LocalDate.of(2026, 6, 30),
                                        "a page",
                                        false),
                                new Retirement(
                                        "openai.api",
                                        "gpt-old",
                                        LocalDate.of(2027, 6, 30),
                                        "a page",
                                        true))));
    }

    private static Agreement agreement(String id, String service, String until) {
        return new Agreement(
                id,
                List.of(service),
                "enterprise",
                true,
                Optional.of(Instant.parse("2026-01-15T00:00:00Z")),
                Optional.of(Instant.parse("2026-01-15T00:00:00Z")),
                Optional.of(Instant.parse(until)),
                Optional.empty(),
                "every account",
                "contracts/2026-7");
    }

    /// The tables of a section, by its heading.
    static List<Table> tables(Report report, String heading) {
        return section(report, heading).blocks().stream()
                .filter(Table.class::isInstance)
                .map(Table.class::cast)
                .toList();
    }

    private static Section section(Report report, String heading) {
        return report.sections().stream()
                .filter(one -> one.heading().equals(heading))
                .findFirst()
                .orElseThrow();
    }
}
