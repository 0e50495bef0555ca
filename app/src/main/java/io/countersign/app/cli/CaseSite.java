package io.countersign.app.cli;

import io.countersign.app.cases.CaseDesk;
import io.countersign.app.cases.CaseRefusedException;
import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.locked.HeldEntries;
import io.countersign.app.locked.RecordOfInstallation;
import io.countersign.app.policy.ClocksYaml;
import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.query.ArchiveQuestions;
import io.countersign.app.role.CaseLog;
import io.countersign.app.role.Deployment;
import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.chain.ChainId;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.verify.EntryKey;
import io.countersign.forensics.cases.CaseFolder;
import io.countersign.forensics.cases.CaseQuestions;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Place;
import io.countersign.forensics.cases.StateRule;
import io.countersign.forensics.query.Limits;
import io.countersign.forensics.query.SqlShape;
import io.countersign.schemas.EntryRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import picocli.CommandLine;

/// The case that is worked at, its installation, and who does.
final class CaseSite {
    @CommandLine.Parameters(
            index = "0",
            paramLabel = "CASE",
            description = "the case, such as 2026-014")
    private String id = "";

    @CommandLine.Mixin private AlertSite.Options installation = new AlertSite.Options();

    @CommandLine.Mixin private Asker asker = new Asker();

    @CommandLine.Option(
            names = "--archive",
            paramLabel = "DIR",
            description = "the archive's folder; archive/ in the installation's otherwise")
    private Optional<Path> archive = Optional.empty();

    /// Who works at it, as the log will say.
    String who() {
        return asker.name();
    }

    /// Who opens something for the case, and why.
    Applicant applicant(String purpose, List<String> withoutReason, Terminal terminal)
            throws IOException {
        return asker.applicant(purpose, withoutReason, terminal);
    }

    String id() {
        return id;
    }

    /// Ids of the cases of an installation.
    static List<String> cases(Configuration configuration) throws IOException {
        return CaseFolder.ids(folder(configuration));
    }

    private static Path folder(Configuration configuration) {
        return configuration.resolve(Path.of("cases"));
    }

    /// When some events happened, which says where in the archive they lie.
    ///
    /// @param names `chain:seq` of each
    static CaseQuestions.Times times(ArchiveQuestions questions, List<String> names)
            throws IOException, InterruptedException {
        return CaseQuestions.Times.of(
                names,
                questions.ask(
                        questions.plan(
                                CaseQuestions.times(names),
                                Limits.STANDARD.withRows(Limits.MAX_ROWS))));
    }

    /// The case, of the running installation.
    Open open(Terminal terminal) throws IOException {
        if (!CaseGrammar.caseId(id)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "A case is named by 1 to 64 of a-z 0-9 . _ -, beginning with a letter or a digit");
        }
        return new Open(installation.running(), id, asker, archive, terminal);
    }

    /// A case, and the cluster that takes its entries.
    static final class Open implements AutoCloseable {
        private final AlertSite site;
        private final Asker asker;
        private final Optional<Path> archive;
        private final Terminal terminal;
        private final CaseDesk desk;

        Open(AlertSite site, String id, Asker asker, Optional<Path> archive, Terminal terminal)
                throws IOException {
            this.site = site;
            this.asker = asker;
            this.archive = archive;
            this.terminal = terminal;
            Configuration configuration = site.deployment().configuration();
            this.desk =
                    new CaseDesk(
                            folder(configuration),
                            id,
                            EvidenceKeys.open(
                                    KeyRing.of(configuration).cases(),
                                    EvidenceKeys.Missing.CREATE,
                                    new SecureRandom()),
                            new CaseLog(site.deployment(), terminal.clock()));
        }

        CaseDesk desk() {
            return desk;
        }

        Deployment deployment() {
            return site.deployment();
        }

        String origin() {
            return deployment().configuration().ledger().origin();
        }

        /// To the archive, and to what came since.
        ArchiveQuestions questions() throws IOException, InterruptedException {
            return ArchiveQuestions.upToNow(
                    deployment().archive(archive),
                    deployment(),
                    terminal.clock().instant(),
                    entries -> terminal.progress("read " + entries + " entries that came since"));
        }

        /// Adds a step, and says where it stands.
        void add(CaseStep step) throws IOException {
            try {
                EntryRef entry = desk.add(step);
                said(entry, step);
                hold(entry, step);
            } catch (CaseRefusedException why) {
                throw refused(why);
            }
        }

        /// Tells the keeper what the case is about while it is open: it has a legal hold put there.
        private void hold(EntryRef entry, CaseStep step) throws IOException {
            HeldEntries held = RecordOfInstallation.held(deployment().configuration());
            HeldEntries.Name name = new HeldEntries.Name(HeldEntries.Sort.CASE, desk.id());
            if (!step.entries().isEmpty()) {
                List<EntryKey> entries = new ArrayList<>();
                step.entries()
                        .forEach(place ->
                                entries.add(
                                        new EntryKey(ChainId.parse(place.chain()), place.seq())));
                held.add(name, entries);
            }
            if (step.act().equals(CaseGrammar.CLOSED)) {
                held.end(name, entry);
            }
        }

        /// The steps until now.
        List<CaseStep> steps() throws IOException {
            try {
                return desk.read();
            } catch (CaseRefusedException why) {
                throw refused(why);
            }
        }

        void said(EntryRef entry, CaseStep step) {
            terminal.say(
                    desk.id()
                            + ": step "
                            + step.number()
                            + " ("
                            + step.act()
                            + ") is on record, entry "
                            + entry.getChain()
                            + ":"
                            + entry.getSeq());
        }

        static CommandFailure refused(CaseRefusedException why) {
            return new CommandFailure(
                    ExitCode.FAILED, TerminalText.line(String.valueOf(why.getMessage())));
        }

        /// The case as it stands. The log has an entry that says who looked before this returns.
        ///
        /// @param action a code that says what for
        CaseView view(String action) throws IOException, InterruptedException {
            List<CaseStep> steps = steps();
            List<String> names = CaseView.members(steps).stream().map(Place::name).toList();
            CaseView view;
            if (names.isEmpty()) {
                view = CaseView.of(desk.id(), steps, List.of(), List.of());
                looked(action, "NO_ENTRIES", 0);
                return view;
            }
            Limits limits = Limits.STANDARD.withRows(Limits.MAX_ROWS);
            try (ArchiveQuestions questions = questions()) {
                CaseQuestions.Times times = times(questions, names);
                var events = questions.plan(CaseQuestions.events(times), limits);
                view =
                        CaseView.of(
                                desk.id(),
                                steps,
                                CaseQuestions.disclosures(questions.ask(events)),
                                CaseQuestions.alerts(
                                        questions.ask(
                                                questions.plan(
                                                        CaseQuestions.alerts(times), limits))));
                looked(action, SqlShape.of(events.question().sql()), view.disclosures().size());
            }
            return view;
        }

        /// Has it chained that somebody looked: before anything is shown.
        ///
        /// @param shape of the question
        void looked(String action, String shape, int rows) throws IOException {
            Applicant who =
                    asker.applicant(
                            "CASE",
                            deployment().configuration().access().withoutReason(),
                            terminal);
            who.chain(
                    deployment(),
                    who.access(action).setCount(rows).setQuery(shape),
                    terminal.clock().instant());
        }

        /// The entries of the policies that were in force where events of the case were chained.
        List<Place> policies(CaseView view) throws IOException, InterruptedException {
            List<String> chains =
                    view.disclosures().stream().map(one -> one.place().chain()).distinct().toList();
            TreeSet<Place> all;
            try (ArchiveQuestions questions = questions()) {
                all =
                        new TreeSet<>(
                                CaseQuestions.policies(
                                        questions.ask(
                                                questions.plan(
                                                        CaseQuestions.policies(chains),
                                                        Limits.STANDARD.withRows(
                                                                Limits.MAX_ROWS)))));
            }
            return view.disclosures().stream()
                    .flatMap(one ->
                            Optional.ofNullable(all.lower(one.place()))
                                    .filter(in -> in.chain().equals(one.place().chain()))
                                    .stream())
                    .distinct()
                    .toList();
        }

        /// What became known later about events of the case, as entries.
        List<Place> amendments(List<String> names) throws IOException, InterruptedException {
            try (ArchiveQuestions questions = questions()) {
                return CaseQuestions.places(
                        questions.ask(
                                questions.plan(
                                        CaseQuestions.amendments(times(questions, names)),
                                        Limits.STANDARD.withRows(Limits.MAX_ROWS))));
            }
        }

        /// `policy/clocks.yaml` of the installation, or the bundled rows.
        List<StateRule> clocks(Optional<Path> named) throws IOException {
            Path own = deployment().configuration().resolve(Path.of("policy/clocks.yaml"));
            Optional<Path> file =
                    named.or(() -> Files.exists(own) ? Optional.of(own) : Optional.empty());
            try {
                return file.isPresent() ? ClocksYaml.read(file.get()) : ClocksYaml.bundled();
            } catch (InvalidPolicyFileException e) {
                throw new CommandFailure(
                        ExitCode.REJECTED, TerminalText.line(String.valueOf(e.getMessage())));
            }
        }

        @Override
        public void close() {
            site.close();
        }
    }
}
