package io.countersign.app.cli;

import io.countersign.app.cases.CaseExport;
import io.countersign.app.cases.CaseRefusedException;
import io.countersign.app.cases.SealedEntries;
import io.countersign.app.role.Policies;
import io.countersign.app.vault.VaultResidents;
import io.countersign.audit.chain.ChainId;
import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.verify.EntryKey;
import io.countersign.forensics.cases.CaseScope;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Clock;
import io.countersign.forensics.cases.Individuals;
import io.countersign.forensics.cases.Place;
import io.countersign.schemas.EntryRef;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;

/// `countersign case export`: a case for people outside, with the proofs of its entries.
@CommandLine.Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a case as one zip file: a report (HTML and PDF), its events as CSV and OCSF, what was",
            "disclosed about each patient, the proofs of all its entries (events, later knowledge about them,",
            "policies that judged them, alerts, steps), and how to check them without us. Entries of several",
            "years have a proof pack for each year's log. Waits until the entries are sealed. An access entry",
            "is chained first. The file is PHI: handle it so.",
            "With --complete it shows that no event like those of the case is left out: it then holds every",
            "entry that one log has between two seals, other people's too, and verify applies the rule to each",
            "of them."
        },
        footer = {
            "",
            "Examples:",
            "  countersign case export 2026-014 -o case-2026-014.zip",
            "  countersign case export 2026-014 -o case.zip --complete person=j.roe --from 2026-11-02",
            "  countersign verify case-2026-014.zip --vkeys auditor.vkeys"
        })
final class CaseExportCommand implements Command {
    @CommandLine.Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "the zip file to write")
    private Path output = Path.of("");

    @CommandLine.Option(
            names = "--policies",
            paramLabel = "DIR",
            description =
                    "a folder with earlier policies, as the locked record keeps them below policy/: those that judged events go into the file and the report")
    private Optional<Path> policies = Optional.empty();

    @CommandLine.Mixin private CompleteOptions complete = new CompleteOptions();
    @CommandLine.Mixin private CaseDays days = new CaseDays();
    @CommandLine.Mixin private CaseSite site = new CaseSite();

    private final Terminal terminal;

    CaseExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public ExitCode run() throws IOException, InterruptedException {
        if (!output.toString().endsWith(PackVerdict.SUFFIX)) {
            throw new CommandFailure(ExitCode.USAGE, "-o names a .zip file");
        }
        Optional<CaseScope> scope = complete.scope(terminal);
        try (CaseSite.Open open = site.open(terminal);
                VaultResidents vault = VaultResidents.of(open.deployment().configuration())) {
            CaseView view = open.view("CASE_EXPORT");
            if (!view.missing().isEmpty()) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        view.missing().size()
                                + " events of the case are not in the archive as the case names them: countersign archive rebuild and verify come first");
            }
            Individuals individuals = view.individuals(vault.residents());
            List<Clock> clocks = view.clocks(individuals, days.zone(), open.clocks(days.clocks()));
            List<EntryKey> keys = keys(open, view);
            List<LogPlace> logs = LogPlace.all(open.deployment().configuration());
            try {
                SealedEntries sealed =
                        SealedEntries.await(() -> LogPlace.open(logs, Optional.empty()), keys);
                new CaseExport(
                                view,
                                individuals,
                                clocks,
                                open.desk().opened(),
                                vault.residents(),
                                scope,
                                policies(open),
                                Root.version())
                        .write(
                                output,
                                sealed.byLog(),
                                log ->
                                        logs.get(sealed.readers().oldestFirst().indexOf(log))
                                                .sides(),
                                LogPlace.keysBeside(logs).orElseThrow(),
                                terminal.clock().instant(),
                                this::progress);
            } catch (CaseRefusedException why) {
                throw CaseSite.Open.refused(why);
            }
            terminal.say(
                    "%s holds the case: %d events, %d steps, %s with their proofs"
                            .formatted(
                                    TerminalText.line(output.toString()),
                                    view.disclosures().size(),
                                    view.steps().size(),
                                    keys.size() + " entries"));
            terminal.say("Whoever has the log's keys from elsewhere runs countersign verify on it");
        }
        return ExitCode.CLEAN;
    }

    private boolean progress(long done, long total) {
        terminal.progress("packed " + done + " of " + total + " entries");
        return true;
    }

    /// The policy in force, and those of the folder, by their hashes.
    private Map<String, byte[]> policies(CaseSite.Open open) throws IOException {
        Map<String, byte[]> all = new TreeMap<>();
        if (policies.isPresent()) {
            all.putAll(EarlierPolicies.in(policies.get(), open.deployment()));
        }
        try {
            if (Policies.signersAreKnown(open.deployment().configuration())) {
                Policies.document(open.deployment())
                        .ifPresent(bytes -> all.put(Sha256.of(bytes).hex(), bytes));
            }
        } catch (MalformedNoteException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
        return all;
    }

    /// All entries of the case: its events, what amends them and the policies they were judged by,
    /// alerts about them, and its steps.
    private List<EntryKey> keys(CaseSite.Open open, CaseView view)
            throws IOException, InterruptedException {
        List<EntryKey> keys = new ArrayList<>();
        List<String> events = view.disclosures().stream().map(one -> one.place().name()).toList();
        view.disclosures().forEach(one -> keys.add(key(one.place())));
        if (!events.isEmpty()) {
            open.amendments(events).forEach(place -> keys.add(key(place)));
            open.policies(view).forEach(place -> keys.add(key(place)));
        }
        view.alerts().forEach(alert -> keys.add(key(alert.place())));
        for (CaseStep step : view.steps()) {
            EntryRef entry = open.desk().entry(step.number()).orElseThrow();
            keys.add(new EntryKey(ChainId.parse(entry.getChain()), entry.getSeq()));
        }
        return keys.stream().distinct().toList();
    }

    private static EntryKey key(Place place) {
        return new EntryKey(ChainId.parse(place.chain()), place.seq());
    }
}
