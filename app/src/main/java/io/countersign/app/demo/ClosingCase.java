package io.countersign.app.demo;

import io.countersign.app.cases.CaseDesk;
import io.countersign.app.cases.CaseExport;
import io.countersign.app.cases.CaseZip;
import io.countersign.app.cases.LoggedDisclosure;
import io.countersign.app.cases.PackedCase;
import io.countersign.app.cases.SealedEntries;
import io.countersign.app.cli.Terminal;
import io.countersign.app.cli.TerminalText;
import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.policy.ClocksYaml;
import io.countersign.app.policy.InvalidPolicyFileException;
import io.countersign.app.purge.SealedLog;
import io.countersign.app.role.CaseLog;
import io.countersign.app.role.Installation;
import io.countersign.app.vault.VaultResidents;
import io.countersign.audit.chain.CaseGrammar;
import io.countersign.audit.chain.ChainId;
import io.countersign.audit.evidence.EvidenceKeys;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.pack.LogSides;
import io.countersign.audit.pack.PackCheck;
import io.countersign.audit.pack.PackTrust;
import io.countersign.audit.vault.VaultKeys;
import io.countersign.audit.vault.VaultPerson;
import io.countersign.audit.vault.VaultWriter;
import io.countersign.audit.verify.EntryKey;
import io.countersign.audit.verify.LogReaders;
import io.countersign.audit.verify.Progress;
import io.countersign.forensics.cases.CaseQuestions;
import io.countersign.forensics.cases.CaseStep;
import io.countersign.forensics.cases.CaseView;
import io.countersign.forensics.cases.Clock;
import io.countersign.forensics.cases.Individuals;
import io.countersign.forensics.cases.Place;
import io.countersign.schemas.AlertEntry;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.EntryRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The end of the demo: one prompt with three of fifty invented patients, and what comes of it - a
/// case with both counts, the days of its notices, and one file that anybody checks.
final class ClosingCase {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String SOURCE = "zscaler-case-";
    private static final String[] STATES = {"NY", "NJ", "CT"};
    private static final String OFFICER = "p.officer";

    private final Terminal terminal;
    private final Configuration configuration;
    private final Installation installation;
    private final Watch watch;
    private final String build;

    ClosingCase(
            Terminal terminal,
            Configuration configuration,
            Installation installation,
            Watch watch,
            String build) {
        this.terminal = terminal;
        this.configuration = configuration;
        this.installation = installation;
        this.watch = watch;
        this.build = build;
    }

    /// @return whether three patients were found, and the file holds
    boolean show() throws IOException, InterruptedException, MalformedNoteException {
        terminal.say("");
        terminal.say("One small case: a prompt with three of fifty invented patients.");
        String run = Long.toString(terminal.clock().millis(), Character.MAX_RADIX);
        fillVault();
        send(run);
        Optional<AuditEntry> event = await(() -> sent(run));
        Optional<AuditEntry> alert = event.flatMap(this::alerted);
        if (alert.isEmpty()) {
            terminal.say(terminal.red("  It was not judged, or nobody was told of it, in time"));
            return false;
        }
        try (SealedLog log = new SealedLog(configuration);
                VaultResidents vault = VaultResidents.of(configuration)) {
            EntryKey eventKey = key(event.get());
            EntryKey alertKey = key(alert.get());
            LogReaders sealed =
                    SealedEntries.await(log::logs, List.of(eventKey, alertKey)).readers();
            LogReaders.Found found = sealed.find(eventKey.chain(), eventKey.seq()).orElseThrow();
            CaseDesk desk = opened("demo-" + run, LoggedDisclosure.place(found));
            CaseView view =
                    CaseView.of(
                            desk.id(),
                            desk.read(),
                            List.of(LoggedDisclosure.of(found)),
                            List.of(
                                    alert(
                                            sealed.find(alertKey.chain(), alertKey.seq())
                                                    .orElseThrow())));
            Individuals individuals = view.individuals(vault.residents());
            List<Clock> clocks = view.clocks(individuals, ZoneOffset.UTC, ClocksYaml.bundled());
            said(view, individuals, clocks);
            List<EntryKey> keys = new ArrayList<>(List.of(eventKey, alertKey));
            for (int step = 0; step < view.steps().size(); step++) {
                EntryRef entry = desk.entry(step).orElseThrow();
                keys.add(new EntryKey(ChainId.parse(entry.getChain()), entry.getSeq()));
            }
            Path zip = configuration.resolve(Path.of("case-" + desk.id() + ".zip"));
            VerifierKeys vkeys = VerifierKeys.read(configuration.resolve(Path.of("log.vkeys")));
            new CaseExport(
                            view,
                            individuals,
                            clocks,
                            desk.opened(),
                            vault.residents(),
                            Optional.empty(),
                            Map.of(),
                            build)
                    .write(
                            zip,
                            SealedEntries.await(log::logs, keys).byLog(),
                            _log -> LogSides.none(),
                            vkeys,
                            terminal.clock().instant(),
                            Progress.NONE);
            return checked(zip, vkeys) && individuals.atLeast() == 3;
        } catch (InvalidPolicyFileException e) {
            throw new IllegalStateException("the bundled clocks are broken", e);
        }
    }

    private void fillVault() throws IOException {
        Path file = configuration.resolve(configuration.vault().file());
        VaultKeys keys = new VaultKeys(configuration.resolve(configuration.vault().keys()));
        SecureRandom random = new SecureRandom();
        KeyRing.ownerOnlyFolder(file);
        KeyRing.ownerOnlyFolder(keys.states());
        keys.create(random);
        Instant now = terminal.clock().instant();
        try (VaultWriter writer =
                new VaultWriter(
                        file,
                        keys,
                        KeyRing.of(configuration).tokenKeys(),
                        now.atOffset(ZoneOffset.UTC).getYear(),
                        2,
                        random)) {
            int number = 0;
            for (Patient patient :
                    Stream.concat(People.PATIENTS.stream(), People.MORE_PATIENTS.stream())
                            .toList()) {
                int blank = patient.name().lastIndexOf(' ');
                writer.add(
                        new VaultPerson(
                                patient.mrn(),
                                patient.name().substring(blank + 1),
                                patient.name().substring(0, blank),
                                number + 1 + " Example Street",
                                "Exampleville",
                                STATES[number % STATES.length],
                                "",
                                ""));
                number++;
            }
            long _ = writer.finish(now);
        }
    }

    private void send(String run) {
        StringBuilder prompt = new StringBuilder("Write recall letters for these patients:");
        for (Patient patient : People.MORE_PATIENTS.subList(0, 3)) {
            prompt.append(
                    patient.in(
                            " {name}, MRN {mrn}, born {born}, seen for atrial fibrillation, on apixaban."));
        }
        Map<String, String> more = new LinkedHashMap<>();
        more.put("appname", "Claude");
        more.put("app_status", "Unsanctioned");
        more.put("inst_level1_type", "Organization");
        more.put("inst_level1_id", SampleDay.PERSONAL_ORG);
        more.put("activity", "Prompt");
        more.put("prompt_req", prompt.toString());
        Object _ =
                installation
                        .intake()
                        .records()
                        .send(
                                "zscaler-nss-web",
                                SOURCE + run,
                                1,
                                SourceLines.zscaler(
                                        terminal.clock().instant(),
                                        People.FRONT_DESK.getFirst(),
                                        1,
                                        "POST",
                                        "claude.ai",
                                        "/api/organizations/"
                                                + SampleDay.PERSONAL_ORG
                                                + "/chat_conversations/1/completion",
                                        more));
    }

    private Optional<AuditEntry> sent(String run) {
        return watch.events().reversed().stream()
                .filter(entry ->
                        entry.getEvent()
                                .filter(event -> event.getSource().getId().equals(SOURCE + run))
                                .isPresent())
                .findFirst();
    }

    private Optional<AuditEntry> alerted(AuditEntry event) {
        return await(() ->
                watch.alertEntries().stream()
                        .filter(entry ->
                                entry.getAlert().filter(alert -> isAbout(alert, event)).isPresent())
                        .findFirst());
    }

    private static boolean isAbout(AlertEntry alert, AuditEntry event) {
        return alert.getCauses().stream()
                .anyMatch(cause ->
                        cause.getChain().equals(event.getChain())
                                && cause.getSeq() == event.getSeq());
    }

    private static Optional<AuditEntry> await(Supplier<Optional<AuditEntry>> asked) {
        long end = System.nanoTime() + LIMIT.toNanos();
        Optional<AuditEntry> answer = asked.get();
        while (answer.isEmpty() && System.nanoTime() - end < 0) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _stopped) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            answer = asked.get();
        }
        return answer;
    }

    private static EntryKey key(AuditEntry entry) {
        return new EntryKey(ChainId.parse(entry.getChain()), entry.getSeq());
    }

    private CaseDesk opened(String id, Place event) throws IOException {
        CaseDesk desk =
                new CaseDesk(
                        configuration.resolve(Path.of("cases")),
                        id,
                        EvidenceKeys.open(
                                KeyRing.of(configuration).cases(),
                                EvidenceKeys.Missing.CREATE,
                                new SecureRandom()),
                        new CaseLog(installation.deployment(), terminal.clock()));
        Instant now = terminal.clock().instant();
        EntryRef _ =
                desk.add(
                        CaseStep.of(
                                0,
                                CaseGrammar.OPENED,
                                OFFICER,
                                now,
                                "Recall letters written with a private account"));
        EntryRef _ =
                desk.add(
                        new CaseStep(
                                1,
                                CaseGrammar.ENTRIES,
                                OFFICER,
                                now,
                                "",
                                List.of(event),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of()));
        return desk;
    }

    private static CaseQuestions.Alert alert(LogReaders.Found found) {
        AlertEntry alert = found.says().getAlert().orElseThrow();
        return new CaseQuestions.Alert(
                Instant.ofEpochMilli(found.says().getTimeMillis()),
                alert.getAlertId(),
                alert.getAlertClass(),
                alert.getSeverity().name(),
                LoggedDisclosure.place(found));
    }

    private void said(CaseView view, Individuals individuals, List<Clock> clocks) {
        terminal.say(
                "  case %s: %d event to %s, discovered %s by its first alert"
                        .formatted(
                                view.id(),
                                view.disclosures().size(),
                                TerminalText.line(String.join(", ", view.recipients())),
                                view.discovery().at()));
        terminal.say(
                "  individuals: %d at least, %d at most; by state of residence: %s"
                        .formatted(
                                individuals.atLeast(),
                                individuals.atMost(),
                                new TreeMap<>(individuals.byState())));
        for (Clock clock : clocks) {
            terminal.say(
                    "  if it is a breach: %-11s %-2s %-7s %s  %s"
                            .formatted(
                                    clock.recipient(),
                                    clock.jurisdiction(),
                                    clock.due(),
                                    clock.lastDay().map(day -> "by " + day).orElse("day unknown"),
                                    TerminalText.line(clock.rule())));
        }
    }

    private boolean checked(Path zip, VerifierKeys vkeys) throws IOException {
        Path folder = Files.createTempDirectory("countersign-demo-case");
        List<Path> packs = CaseZip.packs(zip, folder);
        boolean proven = true;
        for (Path pack : packs) {
            proven &=
                    PackCheck.check(pack, new PackTrust(vkeys, List.of(), Optional.empty()))
                            .holds();
        }
        PackedCase packed = PackedCase.read(packs, CaseZip.steps(zip), CaseZip.policies(zip));
        for (Path pack : packs) {
            Files.delete(pack);
        }
        Files.delete(folder);
        boolean whole = proven && packed.fault().isEmpty();
        terminal.say(
                "  %s: each entry was in the signed log, and these are all events and steps of the case"
                        .formatted(whole ? terminal.green("AUTHENTIC") : terminal.red("FAILED")));
        terminal.say(
                "  countersign verify %s --vkeys %s"
                        .formatted(
                                TerminalText.line(zip.toString()),
                                TerminalText.line(
                                        configuration.resolve(Path.of("log.vkeys")).toString())));
        return whole;
    }
}
