package io.countersign.app.demo;

import io.countersign.app.broker.TopicSetup;
import io.countersign.app.cli.ExitCode;
import io.countersign.app.cli.Interruption;
import io.countersign.app.cli.Terminal;
import io.countersign.app.cli.TerminalText;
import io.countersign.app.config.Configuration;
import io.countersign.app.keys.KeyRing;
import io.countersign.app.patients.PatientIndexFile;
import io.countersign.app.policy.PolicyCheck;
import io.countersign.app.policy.PolicyYaml;
import io.countersign.app.role.Installation;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.detectors.patients.PatientIndexBuilder;
import io.countersign.intake.RawRecords;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.Disposition;
import io.countersign.schemas.EntryKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;

/// The main job on one machine, from raw events to a verified log, with an invented day of a
/// hospital.
public final class Demo {
    /// How long the replay takes: fast enough to wait for, slow enough to watch.
    private static final Duration REPLAY = Duration.ofSeconds(12);

    /// Nothing of the demo takes longer than this to settle on a slow machine.
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(90);

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int MAX_FINDING_TYPES = 8;
    private static final Duration DAY = Duration.ofHours(24);

    private final Terminal terminal;
    private final Configuration configuration;
    private final String build;
    private final Map<String, Map<String, String>> connectors;
    private final boolean tamper;
    private final boolean stay;
    private boolean held = true;

    /// @param configuration with a broker of our own, in a directory that may hold an earlier demo
    /// @param connectors of the Connect worker, by name
    /// @param tamper flip a byte in a copy of the log and show that verification finds it
    /// @param stay keep running until interrupted
    public Demo(
            Terminal terminal,
            Configuration configuration,
            String build,
            Map<String, Map<String, String>> connectors,
            boolean tamper,
            boolean stay) {
        this.terminal = terminal;
        this.configuration = configuration;
        this.build = build;
        this.connectors = Map.copyOf(connectors);
        this.tamper = tamper;
        this.stay = stay;
    }

    /// @return CLEAN when everything held, whatever was found; FAILED otherwise
    public ExitCode run() throws IOException, InterruptedException, MalformedNoteException {
        terminal.say("Countersign demo: a day in an invented hospital, on this machine only.");
        Path directory = configuration.directory().toAbsolutePath().normalize();
        terminal.say("Everything lies under " + TerminalText.line(directory.toString()));
        terminal.out().flush();
        try (Interruption interruption = Interruption.watch()) {
            runUntil(interruption);
            terminal.say(
                    held
                            ? "Stopped. Everything held."
                            : terminal.red("Stopped. Something did not hold: see above."));
            terminal.out().flush();
        }
        return held ? ExitCode.CLEAN : ExitCode.FAILED;
    }

    private void runUntil(Interruption interruption)
            throws IOException, InterruptedException, MalformedNoteException {
        Instant begun = terminal.clock().instant();
        Path directory = configuration.directory().toAbsolutePath().normalize();
        if (configuration.patientIndex().isPresent()) {
            loadPatients(configuration.resolve(configuration.patientIndex().get()));
        }
        try (Installation installation =
                        Installation.start(
                                configuration,
                                build,
                                Optional.empty(),
                                PolicyYaml.demo(),
                                WhoIsWho.write(directory, begun),
                                TopicSetup.Flush.WITH_REPLICAS,
                                connectors,
                                terminal.clock(),
                                step -> terminal.progress(step),
                                line -> terminal.say(terminal.yellow(line)));
                Watch watch =
                        new Watch(
                                installation.deployment(), this::showAlert, this::showOwnPrompt)) {
            terminal.say(
                    "Running after %.1f s; the day is replayed now.".formatted(seconds(begun)));
            terminal.out().flush();
            SampleDay day = SampleDay.of(begun.minus(DAY));
            replay(installation, day, watch, interruption);
            settle(installation, watch, interruption);
            report(directory, watch, day);
            if (tamper) {
                held &= new Tamper(terminal, directory).show();
            }
            if (!interruption.isRequested()) {
                held &= new ClosingCase(terminal, configuration, installation, watch, build).show();
            }
            if (stay && !interruption.isRequested()) {
                invite(installation);
                interruption.await();
            }
        }
    }

    /// The invented hospital's patients, as its patient administration would export them.
    private void loadPatients(Path file) throws IOException {
        KeyRing keys = KeyRing.of(configuration);
        keys.generate(terminal.clock().instant(), Optional.empty());
        PatientIndexBuilder index =
                new PatientIndexBuilder(PatientIndexFile.keys(keys.tokenKeys()));
        for (Patient patient : People.PATIENTS) {
            patient.forIndex().addTo(index);
        }
        for (Patient patient : People.MORE_PATIENTS) {
            patient.forIndex().addTo(index);
        }
        PatientIndexFile.write(file, index, terminal.clock().instant());
    }

    private double seconds(Instant since) {
        return Duration.between(since, terminal.clock().instant()).toMillis() / 1000.0;
    }

    private synchronized void showAlert(Alert alert) {
        terminal.say(AlertText.line(terminal, alert));
        terminal.out().flush();
    }

    private synchronized void showOwnPrompt(AuditEntry entry) {
        terminal.say("yours: " + AlertText.verdict(terminal, entry.getEvent().orElseThrow()));
        terminal.say(
                "       countersign why %s:%d --dir %s"
                        .formatted(entry.getChain(), entry.getSeq(), configuration.directory()));
        terminal.out().flush();
    }

    private void replay(
            Installation installation, SampleDay day, Watch watch, Interruption interruption)
            throws InterruptedException {
        RawRecords records = installation.intake().records();
        String run = "-" + Long.toString(terminal.clock().millis(), Character.MAX_RADIX);
        List<SampleRecord> all = day.records();
        long stepNanos = REPLAY.toNanos() / Math.max(1, all.size());
        long begun = System.nanoTime();
        Deque<Future<RecordMetadata>> sent = new ArrayDeque<>();
        for (int i = 0; i < all.size() && !interruption.isRequested(); i++) {
            SampleRecord record = all.get(i);
            sent.add(
                    records.send(
                            record.format(),
                            record.sourceId() + run,
                            record.seq(),
                            record.value()));
            long early = begun + i * stepNanos - System.nanoTime();
            if (early > 0) {
                TimeUnit.NANOSECONDS.sleep(early);
            }
            if (i % 20 == 0) {
                progress(installation, watch, i, all.size());
            }
        }
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (ExecutionException failed) {
                held = false;
                terminal.say(
                        terminal.red(
                                "Kafka did not take a record: "
                                        + Objects.requireNonNullElse(failed.getCause(), failed)
                                                .getClass()
                                                .getSimpleName()));
                return;
            }
        }
    }

    private void progress(Installation installation, Watch watch, int sent, int all) {
        terminal.progress(
                "%d of %d events in   %d entries chained   %d alerts   %s leaves sealed"
                        .formatted(
                                sent,
                                all,
                                watch.entries(),
                                watch.alerts().size(),
                                installation
                                        .ledger()
                                        .progress()
                                        .map(p -> p.size().toString())
                                        .orElse("0")));
    }

    /// Waits until every record is accounted for and sealed.
    private void settle(Installation installation, Watch watch, Interruption interruption)
            throws InterruptedException {
        Settling settling = new Settling(installation, watch);
        Instant deadline = terminal.clock().instant().plus(SETTLE_LIMIT);
        settling.askForTallies();
        while (!settling.isSettled()) {
            if (interruption.isRequested()) {
                return;
            }
            if (installation.failure().isPresent()
                    || terminal.clock().instant().isAfter(deadline)) {
                held = false;
                terminal.say(
                        terminal.red(
                                "Not everything was chained and sealed: "
                                        + installation.failure().orElse("it takes too long")));
                return;
            }
            terminal.progress(settling.toString());
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
    }

    private void report(Path directory, Watch watch, SampleDay day)
            throws IOException, MalformedNoteException {
        terminal.say("");
        terminal.say("The log, verified by the code of countersign verify:");
        held &=
                LogCheck.show(
                        terminal,
                        LogCheck.verify(directory.resolve("log"), directory.resolve("log.vkeys")));
        watch.alerts().stream()
                .max(Comparator.comparing(Alert::getSeverity))
                .ifPresent(alert -> {
                    terminal.say("");
                    terminal.say("One alert, whole:");
                    AlertText.card(terminal, alert, directory).forEach(terminal::say);
                });
        terminal.say("");
        terminal.say("The day in figures:");
        Map<Disposition, Integer> dispositions = watch.dispositions();
        terminal.say(
                "  %d raw records: %d events of AI services (%d VIOLATION, %d REVIEW, %d PERMITTED), %d rejections, %d duplicates"
                        .formatted(
                                day.records().size(),
                                watch.count(EntryKind.EVENT),
                                dispositions.getOrDefault(Disposition.VIOLATION, 0),
                                dispositions.getOrDefault(Disposition.REVIEW, 0),
                                dispositions.getOrDefault(Disposition.PERMITTED, 0),
                                watch.count(EntryKind.REJECTION),
                                watch.count(EntryKind.DUPLICATE)));
        terminal.say(
                "  found most: "
                        + watch.findings().entrySet().stream()
                                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                                .limit(MAX_FINDING_TYPES)
                                .map(found -> found.getKey() + " " + found.getValue())
                                .collect(java.util.stream.Collectors.joining(", ")));
        PolicyCheck.staleness(PolicyYaml.demo(), terminal.clock().instant())
                .forEach(old -> terminal.say("  " + terminal.yellow(TerminalText.line(old))));
        held &= new Questions(terminal, configuration, watch, day).answer();
        terminal.say("");
        terminal.say("What lies on the disk now:");
        terminal.say(
                "  "
                        + directory.resolve("log")
                        + "        the signed log; countersign verify "
                        + directory);
        terminal.say("  " + directory.resolve("log.vkeys") + "  its public keys");
        terminal.say(
                "  "
                        + directory.resolve("siem")
                        + "       what a SIEM gets, one OCSF event a line");
        terminal.say("  " + directory.resolve("kafka") + "      the broker's data");
        terminal.out().flush();
    }

    private void invite(Installation installation) {
        terminal.say("");
        terminal.say("Send a prompt of your own, and see its verdict here:");
        terminal.say(
                ("  curl -s http://127.0.0.1:%d/v1/events -d "
                                + "'{\"user\":\"you\",\"host\":\"claude.ai\",\"prompt\":\"Discharge letter for Dana Quill, MRN 5550142\"}'")
                        .formatted(installation.intake().port()));
        terminal.say("Ask what was logged until now:");
        terminal.say(
                "  countersign query disclosures --purpose TRIAL --dir "
                        + TerminalText.line(configuration.directory().toString()));
        terminal.say("Ctrl-C stops everything.");
        terminal.out().flush();
    }
}
