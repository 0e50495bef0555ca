package io.countersign.app.cli;

import io.countersign.app.query.ArchiveQuestions;
import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.merkle.Sha256;
import io.countersign.forensics.cases.CaseQuestions;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Place;
import io.countersign.forensics.query.Answer;
import io.countersign.forensics.query.Limits;
import io.countersign.forensics.query.SqlShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine;

/// `countersign case`: from an alert to a decision that two persons signed. What is written in a
/// case is typed or read from files, never taken from a command line.
@CommandLine.Command(
        name = "case",
        mixinStandardHelpOptions = true,
        description = {
            "Works at a breach case: which events, how many patients, to whom, which notices and until when.",
            "Each step is an entry of the log; what is written lies sealed in the case's folder."
        },
        footer = {
            "",
            "Examples:",
            "  countersign case new 2026-014",
            "  countersign case add 2026-014 person --is j.doe --from 2026-11-01",
            "  countersign case status 2026-014",
            "  countersign case propose 2026-014 BREACH --request decide.txt",
            "  countersign case decide 2026-014 --approved decide.txt"
        })
final class CaseCommand {
    static CommandLine commands(Terminal terminal) {
        return new CommandLine(new CaseCommand())
                .addSubcommand(new CaseListCommand(terminal))
                .addSubcommand(new New(terminal))
                .addSubcommand(new Add(terminal))
                .addSubcommand(new Note(terminal))
                .addSubcommand(new Discovered(terminal))
                .addSubcommand(new Delay(terminal))
                .addSubcommand(new Attest(terminal))
                .addSubcommand(new CaseLetterCommand(terminal))
                .addSubcommand(new CaseStatusCommand(terminal))
                .addSubcommand(new CaseTimelineCommand(terminal))
                .addSubcommand(new CaseDecisionCommands.Propose(terminal))
                .addSubcommand(new CaseDecisionCommands.Decide(terminal))
                .addSubcommand(new Notice(terminal))
                .addSubcommand(new CaseExportCommand(terminal))
                .addSubcommand(new Close(terminal));
    }

    /// Text that may be longer than a line, or hold what others must not see.
    static final class Text {
        private static final int MAX_BYTES = 4 * CaseStep.MAX_TEXT_CHARS;

        @CommandLine.Option(
                names = "--text",
                paramLabel = "FILE",
                description = "reads the text from a file; one line is asked for otherwise")
        private Optional<Path> file = Optional.empty();

        String read(String what, Terminal terminal) throws IOException {
            if (file.isEmpty()) {
                return terminal.ask(what);
            }
            if (Files.size(file.get()) > MAX_BYTES) {
                throw new CommandFailure(ExitCode.REJECTED, "--text is larger than 256 KiB");
            }
            String text = Files.readString(file.get()).strip();
            if (text.isEmpty() || text.length() > CaseStep.MAX_TEXT_CHARS) {
                throw new CommandFailure(
                        ExitCode.REJECTED,
                        "--text has 1 to " + CaseStep.MAX_TEXT_CHARS + " characters");
            }
            return text;
        }
    }

    /// `countersign case new`.
    @CommandLine.Command(
            name = "new",
            mixinStandardHelpOptions = true,
            description = "Opens a case, and asks what it is about.",
            footer = {"", "Example:", "  countersign case new 2026-014"})
    static final class New implements Command {
        @CommandLine.Mixin private CaseSite site = new CaseSite();
        @CommandLine.Mixin private Text text = new Text();
        private final Terminal terminal;

        New(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            try (CaseSite.Open open = site.open(terminal)) {
                if (open.desk().exists()) {
                    throw new CommandFailure(
                            ExitCode.USAGE, "There is a case " + site.id() + " already");
                }
                open.add(
                        CaseStep.of(
                                0,
                                CaseGrammar.OPENED,
                                site.who(),
                                terminal.clock().instant(),
                                text.read("What is it about", terminal)));
            }
            return ExitCode.CLEAN;
        }
    }

    /// `countersign case add`.
    @CommandLine.Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Adds events: those that a question to the archive finds, by a preset of countersign query",
                "or in SQL whose answer has the columns chain, seq and leaf_hash, or those named in a file."
            },
            footer = {
                "",
                "Examples:",
                "  countersign case add 2026-014 person --is j.doe --from 2026-11-01 --to 2026-11-08",
                "  countersign case add 2026-014 subject --patient",
                "  countersign case add 2026-014 --entries cited.txt"
            })
    static final class Add implements Command {
        private static final long MAX_LIST_BYTES = 8L << 20;

        @CommandLine.Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "QUESTION",
                description = "a preset of countersign query",
                completionCandidates = QuestionOptions.Presets.class)
        private Optional<String> preset = Optional.empty();

        @CommandLine.Option(
                names = "--entries",
                paramLabel = "FILE",
                description = "a file that names an event in each line, CHAIN:SEQ")
        private Optional<Path> list = Optional.empty();

        @CommandLine.Mixin private QuestionOptions question = new QuestionOptions();
        @CommandLine.Mixin private CaseSite site = new CaseSite();
        private final Terminal terminal;

        Add(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException, InterruptedException {
            try (CaseSite.Open open = site.open(terminal)) {
                List<CaseStep> steps = open.steps();
                Set<Place> members = CaseView.members(steps);
                List<Place> found = found(open);
                List<Place> fresh =
                        found.stream().filter(place -> !members.contains(place)).toList();
                if (fresh.isEmpty()) {
                    terminal.say(
                            found.isEmpty()
                                    ? "Nothing was found: the case stays as it is"
                                    : "The case has all of them already");
                    return ExitCode.CLEAN;
                }
                if (fresh.size() > CaseStep.MAX_ENTRIES) {
                    throw new CommandFailure(
                            ExitCode.REJECTED,
                            "More than "
                                    + CaseStep.MAX_ENTRIES
                                    + " events at once: ask for a shorter time");
                }
                open.add(
                        new CaseStep(
                                steps.size(),
                                CaseGrammar.ENTRIES,
                                site.who(),
                                terminal.clock().instant(),
                                "",
                                fresh,
                                Optional.empty(),
                                Optional.empty(),
                                Map.of()));
                terminal.say(
                        fresh.size()
                                + (fresh.size() == 1 ? " event came" : " events came")
                                + " to the case, which has "
                                + (members.size() + fresh.size()));
            }
            return ExitCode.CLEAN;
        }

        private List<Place> found(CaseSite.Open open) throws IOException, InterruptedException {
            try (ArchiveQuestions questions = open.questions()) {
                ArchiveQuestions.Planned planned =
                        list.isPresent()
                                ? questions.plan(
                                        CaseQuestions.events(CaseSite.times(questions, named())),
                                        Limits.STANDARD.withRows(Limits.MAX_ROWS))
                                : question.plan(preset, questions, open.deployment(), terminal);
                Answer answer = question.page(questions.ask(planned));
                if (answer.cutOff()) {
                    throw new CommandFailure(
                            ExitCode.REJECTED,
                            "There are more than --limit lets through: raise it, or ask for less");
                }
                open.looked("QUERY", SqlShape.of(planned.question().sql()), answer.rows().size());
                List<Place> places = CaseQuestions.places(answer);
                if (list.isPresent() && places.size() < named().size()) {
                    throw new CommandFailure(
                            ExitCode.REJECTED,
                            (named().size() - places.size())
                                    + " of them are no events that the archive has; nothing was added");
                }
                return places;
            } catch (IllegalArgumentException noPlaces) {
                throw new CommandFailure(ExitCode.USAGE, String.valueOf(noPlaces.getMessage()));
            }
        }

        private List<String> named() throws IOException {
            Path file = list.orElseThrow();
            if (Files.size(file) > MAX_LIST_BYTES) {
                throw new CommandFailure(ExitCode.REJECTED, "--entries is larger than 8 MiB");
            }
            List<String> names = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    EntryName name = EntryName.of(line.strip());
                    names.add(name.chain() + ":" + name.seq());
                }
            }
            return names.stream().distinct().toList();
        }
    }

    /// `countersign case note`.
    @CommandLine.Command(
            name = "note",
            mixinStandardHelpOptions = true,
            description = "Adds a note.",
            footer = {"", "Example:", "  countersign case note 2026-014 --text interview.txt"})
    static final class Note implements Command {
        @CommandLine.Mixin private CaseSite site = new CaseSite();
        @CommandLine.Mixin private Text text = new Text();
        private final Terminal terminal;

        Note(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            return write(site, CaseGrammar.NOTE, text.read("Note", terminal), terminal);
        }
    }

    /// `countersign case discovered`.
    @CommandLine.Command(
            name = "discovered",
            mixinStandardHelpOptions = true,
            description = {
                "States another time of discovery than that of the first alert, and asks why. Both stay",
                "visible: a breach counts as discovered when anybody of the workforce could have known of it."
            },
            footer = {
                "",
                "Example:",
                "  countersign case discovered 2026-014 --at 2026-11-20T09:00:00Z"
            })
    static final class Discovered implements Command {
        @CommandLine.Option(
                names = "--at",
                required = true,
                paramLabel = "TIME",
                description = "such as 2026-11-20T09:00:00Z")
        private Instant at = Instant.EPOCH;

        @CommandLine.Mixin private CaseSite site = new CaseSite();
        @CommandLine.Mixin private Text text = new Text();
        private final Terminal terminal;

        Discovered(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            if (at.isAfter(terminal.clock().instant())) {
                throw new CommandFailure(ExitCode.USAGE, "--at lies in the future");
            }
            return write(
                    site,
                    CaseGrammar.DISCOVERY,
                    text.read("Why then", terminal),
                    Optional.of(at),
                    Map.of(),
                    terminal);
        }
    }

    /// `countersign case delay`.
    @CommandLine.Command(
            name = "delay",
            mixinStandardHelpOptions = true,
            description = {
                "A law-enforcement official asked to wait with notices (45 CFR 164.412): in writing for the",
                "time stated, by word of mouth for 30 days at most."
            },
            footer = {
                "",
                "Example:",
                "  countersign case delay 2026-014 --until 2026-12-20 --form WRITTEN"
            })
    static final class Delay implements Command {
        private static final int ORAL_DAYS = 30;

        enum Form {
            WRITTEN,
            ORAL
        }

        @CommandLine.Option(
                names = "--until",
                required = true,
                paramLabel = "DAY",
                description = "the last day of the delay, such as 2026-12-20")
        private LocalDate until = LocalDate.EPOCH;

        @CommandLine.Option(
                names = "--form",
                required = true,
                paramLabel = "FORM",
                description = "WRITTEN or ORAL")
        private Form form = Form.WRITTEN;

        @CommandLine.Mixin private CaseSite site = new CaseSite();
        @CommandLine.Mixin private Text text = new Text();
        private final Terminal terminal;

        Delay(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            LocalDate today = LocalDate.ofInstant(terminal.clock().instant(), ZoneOffset.UTC);
            if (form == Form.ORAL && until.isAfter(today.plusDays(ORAL_DAYS))) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "A statement by word of mouth delays for 30 days at most: have it in writing");
            }
            return write(
                    site,
                    CaseGrammar.DELAY,
                    text.read("Who asked, and why", terminal),
                    Optional.of(until.atTime(12, 0).toInstant(ZoneOffset.UTC)),
                    Map.of("form", form.name()),
                    terminal);
        }
    }

    /// `countersign case attest`.
    @CommandLine.Command(
            name = "attest",
            mixinStandardHelpOptions = true,
            description = {
                "Records what a person attests about content that nobody saw: what was sent, from which",
                "account, whether it trains a model, whether it was deleted."
            },
            footer = {
                "",
                "Example:",
                "  countersign case attest 2026-014 --by j.doe --deleted YES --training NO --patients 3"
            })
    static final class Attest implements Command {
        /// More live nowhere near one hospital.
        private static final int MAX_PATIENTS = 10_000_000;

        enum Said {
            YES,
            NO,
            UNKNOWN
        }

        @CommandLine.Option(
                names = "--by",
                required = true,
                paramLabel = "PERSON",
                description = "who attests it, as the events name the sender")
        private String by = "";

        @CommandLine.Option(
                names = "--deleted",
                paramLabel = "ANSWER",
                description = "YES, NO or UNKNOWN: is it deleted at the recipient")
        private Said deleted = Said.UNKNOWN;

        @CommandLine.Option(
                names = "--training",
                paramLabel = "ANSWER",
                description = "YES, NO or UNKNOWN: may the recipient train on it")
        private Said training = Said.UNKNOWN;

        @CommandLine.Option(
                names = "--patients",
                paramLabel = "N",
                description =
                        "how many patients it was about, where the person says so; they are counted then")
        private Optional<Integer> patients = Optional.empty();

        @CommandLine.Mixin private CaseSite site = new CaseSite();
        @CommandLine.Mixin private Text text = new Text();
        private final Terminal terminal;

        Attest(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            if (patients.filter(count -> count < 0 || count > MAX_PATIENTS).isPresent()) {
                throw new CommandFailure(ExitCode.USAGE, "--patients is 0 to " + MAX_PATIENTS);
            }
            Map<String, String> details = new TreeMap<>();
            details.put("by", by);
            details.put("deleted", deleted.name());
            details.put("training", training.name());
            patients.ifPresent(count -> details.put("patients", Integer.toString(count)));
            return write(
                    site,
                    CaseGrammar.ATTESTATION,
                    text.read("What was sent, and from which account", terminal),
                    Optional.empty(),
                    details,
                    terminal);
        }
    }

    /// `countersign case notice`.
    @CommandLine.Command(
            name = "notice",
            mixinStandardHelpOptions = true,
            description = "Records that a notice was sent.",
            footer = {
                "",
                "Examples:",
                "  countersign case notice 2026-014 --to INDIVIDUALS --sent 2026-12-10 --count 312",
                "  countersign case notice 2026-014 --to STATE --state CA --sent 2026-12-10 --document ag.pdf"
            })
    static final class Notice implements Command {
        private static final long MAX_DOCUMENT_BYTES = 64L << 20;

        enum To {
            INDIVIDUALS,
            MEDIA,
            HHS,
            STATE,
            VENDOR
        }

        @CommandLine.Option(
                names = "--to",
                required = true,
                paramLabel = "RECIPIENT",
                description = "INDIVIDUALS, MEDIA, HHS, STATE or VENDOR")
        private To to = To.HHS;

        @CommandLine.Option(
                names = "--state",
                paramLabel = "STATE",
                description = "which, as two letters: with STATE and MEDIA")
        private Optional<String> state = Optional.empty();

        @CommandLine.Option(
                names = "--sent",
                required = true,
                paramLabel = "DAY",
                description = "when it was sent, such as 2026-12-10")
        private LocalDate sent = LocalDate.EPOCH;

        @CommandLine.Option(
                names = "--count",
                paramLabel = "N",
                description = "how many were sent (1)")
        private long count = 1;

        @CommandLine.Option(
                names = "--document",
                paramLabel = "FILE",
                description = "the notice: its SHA-256 is kept")
        private Optional<Path> document = Optional.empty();

        @CommandLine.Mixin private CaseSite site = new CaseSite();
        private final Terminal terminal;

        Notice(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            boolean needsState = to == To.STATE || to == To.MEDIA;
            if (needsState != state.isPresent()
                    || !state.stream().allMatch(CaseGrammar::jurisdiction)
                    || count < 1) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--state is two capital letters and goes with STATE and MEDIA; --count is 1 or more");
            }
            if (sent.isAfter(
                    LocalDate.ofInstant(terminal.clock().instant(), ZoneOffset.UTC).plusDays(1))) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--sent is a day that is still to come: record a notice once it was sent");
            }
            Map<String, String> details = new TreeMap<>();
            details.put("recipient", to.name());
            details.put("count", Long.toString(count));
            state.ifPresent(which -> details.put("state", which));
            if (document.isPresent()) {
                if (Files.size(document.get()) > MAX_DOCUMENT_BYTES) {
                    throw new CommandFailure(ExitCode.REJECTED, "--document is larger than 64 MiB");
                }
                details.put("document", Sha256.of(Files.readAllBytes(document.get())).hex());
            }
            return write(
                    site,
                    CaseGrammar.NOTICE,
                    "",
                    Optional.of(sent.atStartOfDay(ZoneOffset.UTC).toInstant()),
                    details,
                    terminal);
        }
    }

    /// `countersign case close`.
    @CommandLine.Command(
            name = "close",
            mixinStandardHelpOptions = true,
            description = "Closes a case that was decided: nothing comes to it any more.",
            footer = {"", "Example:", "  countersign case close 2026-014"})
    static final class Close implements Command {
        @CommandLine.Mixin private CaseSite site = new CaseSite();
        @CommandLine.Mixin private Text text = new Text();
        private final Terminal terminal;

        Close(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public ExitCode run() throws IOException {
            try (CaseSite.Open open = site.open(terminal)) {
                CaseView view = CaseView.of(site.id(), open.steps(), List.of(), List.of());
                if (view.decision().isEmpty() || view.proposal().isPresent()) {
                    throw new CommandFailure(
                            ExitCode.FAILED,
                            "Refused: the case is not decided; countersign case propose and decide come first");
                }
            }
            return write(site, CaseGrammar.CLOSED, text.read("Closing words", terminal), terminal);
        }
    }

    private static ExitCode write(CaseSite site, String act, String text, Terminal terminal)
            throws IOException {
        return write(site, act, text, Optional.empty(), Map.of(), terminal);
    }

    private static ExitCode write(
            CaseSite site,
            String act,
            String text,
            Optional<Instant> moment,
            Map<String, String> details,
            Terminal terminal)
            throws IOException {
        try (CaseSite.Open open = site.open(terminal)) {
            open.add(
                    new CaseStep(
                            open.steps().size(),
                            act,
                            site.who(),
                            terminal.clock().instant(),
                            text,
                            List.of(),
                            moment,
                            Optional.empty(),
                            details));
        }
        return ExitCode.CLEAN;
    }
}
