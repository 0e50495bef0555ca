package io.countersign.bench.archive;

import io.countersign.app.query.ArchiveQuestions;
import io.countersign.bench.GateFailure;
import io.countersign.forensics.query.ArchiveTable;
import io.countersign.forensics.query.Limits;
import io.countersign.forensics.query.Preset;
import io.countersign.forensics.query.Selection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Asks an archive that [ArchiveBench] wrote, and measures: seconds from a question to its last row
/// in a running JVM, cold (no page of the archive in memory) and warm. A gate comes first: the
/// planted cases come back exactly, and each answer has as many rows as were planted.
public final class QueryBench {
    private static final Instant MONTH = Instant.parse("2023-03-01T00:00:00Z");
    private static final Instant NEXT_MONTH = Instant.parse("2023-04-01T00:00:00Z");

    private final Path folder;
    private final SixYears years;
    private final AskedArchive archive;
    private final int rounds;
    private final PageCache pages = new PageCache();

    private QueryBench(Path folder, int rounds) throws IOException {
        this.folder = folder;
        this.years = SixYears.of(folder);
        this.archive = new AskedArchive(folder);
        this.rounds = rounds;
    }

    /// @param arguments `--archive DIR` and `--rounds N` (6)
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of("archive-bench");
        int rounds = 6;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--archive" -> folder = Path.of(arguments[i + 1]);
                case "--rounds" -> rounds = Integer.parseInt(arguments[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        new QueryBench(folder.toAbsolutePath(), rounds).run();
    }

    private void run() throws IOException, InterruptedException {
        System.out.printf("archive  %s%n", years);
        cases();
        List<Preset.Asked> tokens = new ArrayList<>();
        for (int year = 0; year < SixYears.YEARS; year++) {
            tokens.add(token(year));
        }
        measure("one token of a year", tokens, SixYears.PLANTED_A_YEAR, 0.3, 0.1);
        measure(
                "one person over six years",
                List.of(person()),
                SixYears.PLANTED_OF_PERSON,
                0.3,
                0.1);
        month();
        measure("a month's aggregate", List.of(aggregate()), SixYears.SERVICES, 2, 2);
        process();
    }

    private void cases() throws IOException {
        PlantedCasesCheck check = new PlantedCasesCheck(years, archive);
        for (PlantedCase planted : PlantedCase.ALL) {
            PlantedCasesCheck.Right right = check.check(planted);
            System.out.printf(
                    "case     %-8s %d events, %d individuals in %d states, as planted; notice to the media %s, to HHS %s; found in %.2f s, read in %.2f s%n",
                    planted.name(),
                    right.events(),
                    right.individuals().atMost(),
                    right.individuals().byState().size(),
                    planted.mediaDue() ? "due" : "not due",
                    planted.hhsAtOnce() ? "at once" : "yearly",
                    right.finding(),
                    right.reading());
        }
    }

    private Preset.Asked token(int year) {
        return Preset.SUBJECT.ask(
                List.of(HexFormat.of().formatHex(years.plantedToken(year))),
                Optional.of(Instant.parse(SixYears.FIRST_YEAR + year + "-01-01T00:00:00Z")),
                Optional.of(Instant.parse(SixYears.FIRST_YEAR + year + 1 + "-01-01T00:00:00Z")));
    }

    private static Preset.Asked person() {
        return Preset.PERSON.ask(
                List.of(SixYears.PLANTED_PERSON), Optional.empty(), Optional.empty());
    }

    private static Preset.Asked aggregate() {
        return new Preset.Asked(
                "SELECT service, count(*) AS events, count_if(phi) AS with_phi,"
                        + " count_if(disposition = 'VIOLATION') AS violations,"
                        + " count(DISTINCT coalesce(person, user_name)) AS people FROM events_now"
                        + " WHERE happened_at >= ?::TIMESTAMPTZ AND happened_at < ?::TIMESTAMPTZ"
                        + " GROUP BY service ORDER BY events DESC",
                List.of(MONTH.toString(), NEXT_MONTH.toString()),
                new Selection(
                        ArchiveTable.ENTRIES,
                        List.of(),
                        Optional.of(MONTH),
                        Optional.of(NEXT_MONTH)));
    }

    /// The month's events are as many as happened.
    private void month() throws IOException {
        long found =
                archive.ask(aggregate()).answer().rows().stream()
                        .mapToLong(row -> row.get(1).asLong())
                        .sum();
        long happened = years.before(NEXT_MONTH) - years.before(MONTH);
        if (found != happened) {
            throw new GateFailure("the month has " + found + " events instead of " + happened);
        }
    }

    /// Questions of one kind, in turns, each cold; then each warm.
    private void measure(
            String what, List<Preset.Asked> questions, int rows, double cold, double warm)
            throws IOException {
        List<Double> coldSeconds = new ArrayList<>();
        List<Double> warmSeconds = new ArrayList<>();
        List<Double> engineSeconds = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Preset.Asked question = questions.get(round % questions.size());
            pages.drop(folder);
            coldSeconds.add(asked(what, question, rows).seconds());
            AskedArchive.Answered again = asked(what, question, rows);
            warmSeconds.add(again.seconds());
            engineSeconds.add(again.engine());
        }
        System.out.printf(
                "query    %-26s cold %s s (bar %.1f: %s), warm %s s, of which the engine %s s (bar %.1f: %s)%n",
                what,
                range(coldSeconds),
                cold,
                median(coldSeconds) <= cold ? "holds" : "MISSES",
                range(warmSeconds),
                range(engineSeconds),
                warm,
                median(engineSeconds) <= warm ? "holds" : "MISSES");
    }

    private AskedArchive.Answered asked(String what, Preset.Asked question, int rows)
            throws IOException {
        AskedArchive.Answered answered = archive.ask(question);
        if (answered.answer().rows().size() != rows) {
            throw new GateFailure(
                    what + ": " + answered.answer().rows().size() + " rows instead of " + rows);
        }
        return answered;
    }

    private static double median(List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static String range(List<Double> seconds) {
        return "%.3f (%.3f to %.3f)"
                .formatted(median(seconds), Collections.min(seconds), Collections.max(seconds));
    }

    /// What `countersign query` adds: a process for the engine.
    private void process() throws IOException, InterruptedException {
        pages.drop(folder);
        long start = System.nanoTime();
        try (ArchiveQuestions questions = ArchiveQuestions.open(folder)) {
            questions.ask(questions.plan(token(0), Limits.STANDARD));
            double first = (System.nanoTime() - start) / 1e9;
            start = System.nanoTime();
            questions.ask(questions.plan(token(0), Limits.STANDARD));
            double second = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "process  one token of a year by a process of its own: %.3f s with its start, cold; %.3f s by the running one%n",
                    first, second);
        }
    }
}
