package io.countersign.app.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.query.AnswerText;
import io.countersign.app.query.ArchiveQuestions;
import io.countersign.app.query.ArchiveQuestions.Planned;
import io.countersign.app.role.Deployment;
import io.countersign.audit.chain.EntryGrammar;
import io.countersign.audit.tokens.TokenKeys;
import io.countersign.detectors.phi.Patient;
import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.Limits;
import io.countersign.forensics.query.Preset;
import io.countersign.forensics.query.SqlShape;
import io.countersign.forensics.query.Views;
import io.countersign.schemas.AccessEntry;
import io.countersign.schemas.EntryRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
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

/// `countersign query`: a question to the archive. Nothing of the answer is shown before the log
/// has an entry that says who asked what, and how many rows it was.
@CommandLine.Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = {
            "Asks the archive: who sent what, when, to whom, and was it covered.",
            "QUESTION is one of the presets below, or SQL with --sql. Patients and tokens are asked for",
            "on the terminal or read from standard input, since others see a command line.",
            "An access entry is chained first: who asked, the question without its literals, and how",
            "many rows it gave. Where the log does not take it, nothing is shown."
        },
        footer = {
            "",
            "Examples:",
            "  countersign query person --is j.doe --purpose BREACH_REVIEW",
            "  countersign query subject --patient --purpose BREACH_REVIEW --from 2026-01-01",
            "  countersign query disclosures --from 2026-11-01 --to 2026-12-01 --csv --purpose MONTHLY_REPORT",
            "  countersign query --sql \"SELECT service, count(*) FROM disclosures GROUP BY service\" --purpose AUDIT"
        })
final class QueryCommand implements Command {
    private static final Pattern TOKEN = Pattern.compile("[0-9a-fA-F]{64}");
    private static final long HEAVY_ROWS = 20_000_000;
    private static final int MAX_SQL_FILE_BYTES = 1 << 16;

    /// A year of tokens for each year that a log is kept, and the one that runs.
    private static final int YEARS = 7;

    @CommandLine.Parameters(
            paramLabel = "QUESTION",
            arity = "0..1",
            description = "a preset",
            completionCandidates = Presets.class)
    private Optional<String> preset = Optional.empty();

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
            names = "--purpose",
            paramLabel = "CODE",
            required = true,
            description = "why, as a code of A-Z, 0-9 and _; it goes into the log")
    private String purpose = "";

    @CommandLine.Option(
            names = "--as",
            paramLabel = "NAME",
            description = "who asks; the name of your login where it is left out")
    private Optional<String> person = Optional.empty();

    @CommandLine.Option(
            names = "--limit",
            paramLabel = "ROWS",
            description = "rows at most (10,000)")
    private int limit = Limits.STANDARD.rows();

    @CommandLine.Option(names = "--seconds", paramLabel = "N", description = "time at most (60)")
    private int seconds = (int) Limits.STANDARD.time().toSeconds();

    @CommandLine.Option(names = "--yes", description = "asks heavy questions without asking back")
    private boolean yes;

    @CommandLine.Option(names = "--json", description = "an object a row")
    private boolean json;

    @CommandLine.Option(names = "--csv", description = "comma-separated, with a header")
    private boolean csv;

    @CommandLine.Option(
            names = "--archive",
            paramLabel = "DIR",
            description = "the archive's folder; archive/ in the installation's otherwise")
    private Optional<Path> archive = Optional.empty();

    @CommandLine.Mixin private AlertSite.Options site = new AlertSite.Options();

    private final Terminal terminal;

    QueryCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, InterruptedException {
        String who = person.orElse(System.getProperty("user.name", ""));
        if (!EntryGrammar.code(purpose) || !EntryGrammar.user(who)) {
            throw usage(
                    "--purpose is 1 to 64 of A-Z 0-9 _, and --as a name without control characters");
        }
        if (json && csv) {
            throw usage("--json or --csv, not both");
        }
        try (AlertSite open = site.running()) {
            Path folder =
                    archive.orElseGet(
                            () -> open.deployment().configuration().resolve(Path.of("archive")));
            try (ArchiveQuestions questions = ArchiveQuestions.open(folder)) {
                Planned planned = plan(questions, open.deployment());
                requireAssent(planned);
                terminal.progress("asking");
                Answer answer = questions.ask(planned);
                EntryRef entry = chained(open.deployment(), who, planned, answer);
                write(answer);
                say(answer, entry);
            }
        }
        return ExitCode.CLEAN;
    }

    private Planned plan(ArchiveQuestions questions, Deployment deployment) throws IOException {
        Limits limits = Limits.STANDARD.withRows(limit).withTime(Duration.ofSeconds(seconds));
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
                asked.ask(keys(asked, deployment), time(from, "--from"), time(to, "--to")), limits);
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
    private List<String> keys(Preset asked, Deployment deployment) throws IOException {
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
                ? tokensOf(read("Medical record number"), deployment)
                : tokens(read("Tokens as hex"));
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

    private String read(String what) throws IOException {
        terminal.err().print(what + ": ");
        terminal.err().flush();
        String line = terminal.answers().readLine();
        if (line == null || line.isBlank()) {
            throw usage("Nothing was typed or piped in");
        }
        return line.strip();
    }

    /// The patient's token in each year that the archive may have.
    private List<String> tokensOf(String mrn, Deployment deployment) throws IOException {
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

    private static List<String> tokens(String line) {
        List<String> tokens = List.of(line.split("[\\s,]+"));
        if (!tokens.stream().allMatch(token -> TOKEN.matcher(token).matches())) {
            throw usage("A token is 64 hexadecimal digits");
        }
        return tokens.stream().map(token -> token.toLowerCase(Locale.ROOT)).toList();
    }

    private static Optional<Instant> time(Optional<String> given, String option) {
        if (given.isEmpty()) {
            return Optional.empty();
        }
        String text = given.get();
        try {
            return Optional.of(
                    text.contains("T")
                            ? Instant.parse(text)
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException _unfit) {
            throw usage(
                    option
                            + " is a day such as 2026-11-26, or a time such as 2026-11-26T09:00:00Z");
        }
    }

    private void requireAssent(Planned planned) throws IOException {
        if (yes || planned.rows() <= HEAVY_ROWS) {
            return;
        }
        String cost =
                String.format(
                        "This looks at %,d rows in %,d MB at most",
                        planned.rows(), planned.bytes() >> 20);
        if (!terminal.confirms(cost + ". Go on?")) {
            throw new CommandFailure(
                    ExitCode.USAGE, cost + ": ask for a shorter time, or say --yes");
        }
    }

    private EntryRef chained(Deployment deployment, String who, Planned planned, Answer answer) {
        String shape = SqlShape.of(planned.question().sql());
        AccessEntry access =
                AccessEntry.newBuilder()
                        .setAccessId(ChainedAccess.drawId())
                        .setPerson(who)
                        .setAction("QUERY")
                        .setPurpose(purpose)
                        .setCount(answer.rows().size())
                        .setObject(null)
                        .setApproval(null)
                        .setQuery(shape)
                        .build();
        return ChainedAccess.first(deployment, access, terminal.clock().instant());
    }

    private void write(Answer answer) throws IOException {
        if (json) {
            writeJson(answer);
        } else if (csv) {
            AnswerText.csv(answer).forEach(line -> terminal.out().print(line + "\r\n"));
        } else if (!answer.rows().isEmpty()) {
            List<String> lines = AnswerText.table(answer, TerminalText::line);
            terminal.say(terminal.bold(lines.getFirst()));
            lines.subList(1, lines.size()).forEach(terminal::say);
        }
        terminal.checkOutput();
    }

    private void writeJson(Answer answer) throws IOException {
        JsonFactory factory = new ObjectMapper().getFactory();
        for (List<JsonNode> row : answer.rows()) {
            try (JsonGenerator generator = factory.createGenerator(terminal.out())) {
                generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                generator.writeStartObject();
                for (int i = 0; i < row.size(); i++) {
                    generator.writeFieldName(answer.columns().get(i).name());
                    generator.writeTree(row.get(i));
                }
                generator.writeEndObject();
                generator.writeRaw('\n');
            }
        }
    }

    private void say(Answer answer, EntryRef entry) {
        terminal.err()
                .println(
                        String.format(
                                "%,d rows%s in %,d ms; access entry %s:%d",
                                answer.rows().size(),
                                answer.cutOff()
                                        ? ", and there are more: --limit says how many are shown"
                                        : "",
                                answer.engineTime().toMillis(),
                                entry.getChain(),
                                entry.getSeq()));
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message);
    }
}
