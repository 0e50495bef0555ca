package io.countersign.app.cli;

import io.countersign.app.keys.KeyRing;
import io.countersign.app.query.ArchiveQuestions;
import io.countersign.app.query.ArchiveQuestions.Planned;
import io.countersign.app.role.Deployment;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.detectors.phi.Patient;
import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.Limits;
import io.countersign.forensics.query.Preset;
import io.countersign.forensics.query.Views;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// A question to the archive as it is put on a command line; what is PHI of it is typed or piped
/// in.
final class QuestionOptions {
    private static final Pattern TOKEN = Pattern.compile("[0-9a-fA-F]{64}");
    private static final long HEAVY_ROWS = 20_000_000;
    private static final long HEAVY_BYTES = 2L << 30;
    private static final int MAX_SQL_FILE_BYTES = 1 << 16;

    /// A year of tokens for each year that a log is kept, and the one that runs.
    private static final int YEARS = 7;

    /// The words of the presets.
    static final class Presets implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Preset.values()).map(Preset::word).iterator();
        }
    }

    @CommandLine.Option(
            names = "--sql",
            paramLabel = "SELECT",
            description = "a question in SQL; @FILE reads it from a file")
    private Optional<String> sql = Optional.empty();

    @CommandLine.Option(
            names = "--is",
            paramLabel = "NAME",
            description =
                    "the person, service, department, verdict or info type asked about; may be repeated")
    private List<String> names = List.of();

    @CommandLine.Option(
            names = "--patient",
            description =
                    "asks for a medical record number, with its facility where there are several")
    private boolean patient;

    @CommandLine.Option(
            names = "--from",
            paramLabel = "TIME",
            description = "events since then: a day, or a time such as 2026-11-26T09:00:00Z")
    private Optional<String> from = Optional.empty();

    @CommandLine.Option(names = "--to", paramLabel = "TIME", description = "events before then")
    private Optional<String> to = Optional.empty();

    @CommandLine.Option(
            names = "--limit",
            paramLabel = "ROWS",
            description = "rows at most, of a page (10,000)")
    private int limit = Limits.STANDARD.rows();

    @CommandLine.Option(
            names = "--page",
            paramLabel = "N",
            description =
                    "the rows that follow those of the pages before; each is asked anew, and has an access entry")
    private int page = 1;

    @CommandLine.Option(names = "--seconds", paramLabel = "N", description = "time at most (60)")
    private int seconds = (int) Limits.STANDARD.time().toSeconds();

    @CommandLine.Option(names = "--yes", description = "asks heavy questions without asking back")
    private boolean yes;

    /// The question with its files; one that is heavy has been agreed to.
    Planned plan(
            Optional<String> preset,
            ArchiveQuestions questions,
            Deployment deployment,
            Terminal terminal)
            throws IOException {
        Planned planned = planned(preset, questions, deployment, terminal);
        requireAssent(planned, terminal);
        return planned;
    }

    private Planned planned(
            Optional<String> preset,
            ArchiveQuestions questions,
            Deployment deployment,
            Terminal terminal)
            throws IOException {
        if (limit < 1 || page < 1 || (long) limit * page > Limits.MAX_ROWS) {
            throw usage("--page times --limit is 1 to 1,000,000 rows");
        }
        Limits limits =
                Limits.STANDARD.withRows(limit * page).withTime(Duration.ofSeconds(seconds));
        if (sql.isPresent()) {
            if (preset.isPresent()
                    || !names.isEmpty()
                    || patient
                    || from.isPresent()
                    || to.isPresent()) {
                throw usage(
                        "--sql says all of a question: presets, --is, --patient, --from and --to do not go with it");
            }
            return questions.plan(sqlText(sql.get()), limits);
        }
        Preset asked =
                preset.flatMap(Preset::of)
                        .orElseThrow(() ->
                                usage(
                                        "Name a question:\n"
                                                + presets()
                                                + "\nor ask in SQL with --sql, of "
                                                + views()));
        return questions.plan(
                asked.ask(
                        keys(asked, deployment, terminal), time(from, "--from"), time(to, "--to")),
                limits);
    }

    /// Of an answer with the pages before it, this page alone.
    Answer page(Answer answer) {
        int from = Math.min((page - 1) * limit, answer.rows().size());
        return new Answer(
                answer.columns(),
                answer.rows().subList(from, answer.rows().size()),
                answer.cutOff(),
                answer.engineTime());
    }

    /// How to see what follows.
    String nextPage() {
        return "--page " + (page + 1) + " shows the next " + limit + ", --limit more at once";
    }

    private static String presets() {
        return Arrays.stream(Preset.values())
                .map(one -> String.format("  %-15s %s", one.word(), one.description()))
                .collect(Collectors.joining("\n"));
    }

    private static String views() {
        return String.join(", ", Views.names());
    }

    private static String sqlText(String given) throws IOException {
        if (!given.startsWith("@")) {
            return given;
        }
        Path file = Path.of(given.substring(1));
        if (Files.size(file) > MAX_SQL_FILE_BYTES) {
            throw new CommandFailure(ExitCode.REJECTED, "A question has at most 64 KiB");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /// What the preset asks about: from the command line where it is no PHI, else typed or piped
    /// in.
    private List<String> keys(Preset asked, Deployment deployment, Terminal terminal)
            throws IOException {
        Preset.Key key = asked.key();
        if (patient && key != Preset.Key.SUBJECT) {
            throw usage("--patient goes with subject and who-else");
        }
        if (key == Preset.Key.NONE) {
            if (!names.isEmpty()) {
                throw usage(asked.word() + " takes no --is");
            }
            return List.of();
        }
        if (!key.isPhi()) {
            if (names.isEmpty()) {
                throw usage(asked.word() + " needs --is, such as --is " + example(key));
            }
            return names;
        }
        if (!names.isEmpty()) {
            throw usage(
                    "Tokens are PHI, and others see a command line: leave --is out, and type or pipe them in");
        }
        return patient
                ? tokensOf(terminal.ask("Medical record number"), deployment, terminal)
                : tokens(terminal.ask("Tokens as hex"));
    }

    private static String example(Preset.Key key) {
        return switch (key) {
            case PERSON -> "j.doe";
            case SERVICE -> "anthropic.claude";
            case DEPARTMENT -> "Cardiology";
            case DISPOSITION -> "VIOLATION";
            case INFO_TYPE -> "MRN";
            case NONE, SUBJECT, FINGERPRINT -> "";
        };
    }

    /// The patient's token in each year that the archive may have.
    private static List<String> tokensOf(String mrn, Deployment deployment, Terminal terminal)
            throws IOException {
        String subject = Patient.subjectOf(mrn);
        if (subject.isEmpty()) {
            throw usage("That is no medical record number");
        }
        TokenKeys keys = KeyRing.of(deployment.configuration()).tokenKeys();
        int year = terminal.clock().instant().atOffset(ZoneOffset.UTC).getYear();
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < YEARS; i++) {
            tokens.add(HexFormat.of().formatHex(keys.token(year - i, "MRN", subject).bytes()));
        }
        return tokens;
    }

    static List<String> tokens(String line) {
        List<String> tokens = List.of(line.split("[\\s,]+"));
        if (!tokens.stream().allMatch(token -> TOKEN.matcher(token).matches())) {
            throw usage("A token is 64 hexadecimal digits");
        }
        return tokens.stream().map(token -> token.toLowerCase(Locale.ROOT)).toList();
    }

    static Optional<Instant> time(Optional<String> given, String option) {
        Optional<Instant> time = given.flatMap(PartOfLog::time);
        if (given.isPresent() && time.isEmpty()) {
            throw usage(
                    option
                            + " is a day such as 2026-11-26, or a time such as 2026-11-26T09:00:00Z");
        }
        return time;
    }

    private void requireAssent(Planned planned, Terminal terminal) throws IOException {
        if (yes || (planned.rows() <= HEAVY_ROWS && planned.bytes() <= HEAVY_BYTES)) {
            return;
        }
        String cost = "This looks at " + planned.cost() + " at most";
        if (!terminal.confirms(cost + ". Go on?")) {
            throw new CommandFailure(
                    ExitCode.USAGE, cost + ": ask for a shorter time, or say --yes");
        }
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
