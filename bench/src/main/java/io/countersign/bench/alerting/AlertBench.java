package io.countersign.bench.alerting;

import io.countersign.app.Logging;
import io.countersign.bench.traffic.GroundTruth;
import io.countersign.bench.traffic.GroundTruth.Place;
import io.countersign.bench.traffic.Incident;
import io.countersign.bench.traffic.Simulation;
import io.countersign.schemas.Alert;
import io.countersign.schemas.AuditEntry;
import io.countersign.schemas.ControlRecord;
import io.countersign.schemas.EntryKind;
import io.countersign.schemas.EntryRef;
import io.countersign.schemas.Notice;
import io.countersign.schemas.RuleHit;
import io.countersign.schemas.SourceRef;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import io.countersign.topology.steps.PolicyInForce;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// `bench/run alerts`: simulated days through the product, and their alerts held against what was
/// planted.
///
/// Records become entries by the steps of the audit topology ([DirectAudit]), entries become alerts
/// in the alert topology itself ([AlertDriver]); what that wants chained is chained and comes back
/// to it. Ticks come each minute of the day and each ten minutes of its history. Only the day
/// itself counts, after fourteen days of history.
public final class AlertBench {
    private static final Instant DAY = Instant.parse("2026-11-24T00:00:00Z");
    private static final Duration TICK = Duration.ofMinutes(1);
    private static final Duration TICK_OF_HISTORY = Duration.ofMinutes(10);
    private static final Duration AFTERWARDS = Duration.ofHours(3);

    /// The bars of the product: at most so many alerts about people, so many reviews to look at.
    private static final int ALERTS_ABOUT_PEOPLE = 30;

    private static final int REVIEW_ITEMS = 40;
    private static final double PRECISION = 0.9;

    private final AvroDecoder<AuditEntry> decoder =
            new AvroDecoder<>(AuditEntry.class, BundledSchemas.get());
    private final Map<Long, Place> places = new HashMap<>();
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private final List<AlertSeen> alerts = new ArrayList<>();
    private final DirectAudit audit;
    private final AlertDriver driver;
    private long entries;
    private long records;
    private Instant nextTick;

    private AlertBench(Path directory, Instant start) throws IOException {
        PolicyInForce policy = SimulatedPolicy.inForce();
        audit = new DirectAudit(policy, directory, waiting::add);
        driver = new AlertDriver(policy, directory.resolve("state"), start);
        nextTick = start;
    }

    /// What one simulated day came to.
    ///
    /// @param records of the day and its history
    /// @param entries what they came to in the chain, alerts and amendments too
    record Day(Score score, long records, long entries) {}

    /// @param people of the hospital
    /// @param seeds one run each
    /// @param noise 1 ordinary, 2 double; 0 both
    /// @param details prints what was missed and each false alarm
    private record Options(int people, long firstSeed, int seeds, int noise, boolean details) {
        static Options parse(String... arguments) {
            Options options = new Options(10_000, 101, 20, 0, true);
            for (int i = 0; i < arguments.length; i += 2) {
                if (i + 1 == arguments.length) {
                    throw new IllegalArgumentException(arguments[i] + " needs a number");
                }
                int number = Integer.parseInt(arguments[i + 1]);
                options =
                        switch (arguments[i]) {
                            case "--people" -> options.with(number, options.seeds, options.noise);
                            case "--seeds" -> options.with(options.people, number, options.noise);
                            case "--noise" -> options.with(options.people, options.seeds, number);
                            case "--first-seed" ->
                                    new Options(
                                            options.people,
                                            number,
                                            options.seeds,
                                            options.noise,
                                            options.details);
                            default ->
                                    throw new IllegalArgumentException(
                                            "unknown argument " + arguments[i]);
                        };
            }
            return options;
        }

        private Options with(int newPeople, int newSeeds, int newNoise) {
            return new Options(newPeople, firstSeed, newSeeds, newNoise, details);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        boolean held = true;
        Path directory = Files.createTempDirectory("countersign-bench-alerts");
        Logging.toFile(directory.resolve("countersign.log"));
        try {
            for (long seed :
                    LongStream.range(options.firstSeed(), options.firstSeed() + options.seeds())
                            .toArray()) {
                for (int noise = 1; noise <= 2; noise++) {
                    if (options.noise() == 0 || options.noise() == noise) {
                        held &= run(System.out, options, seed, noise, directory);
                    }
                }
            }
        } finally {
            delete(directory);
        }
        System.exit(held ? 0 : 1);
    }

    private static boolean run(
            PrintStream out, Options options, long seed, int noise, Path directory)
            throws IOException {
        long begun = System.nanoTime();
        Day day =
                day(
                        new Simulation.Settings(options.people(), seed, noise, DAY, 0, true),
                        directory.resolve(seed + "-" + noise));
        report(out, day.score(), seed, noise, options.details());
        out.printf(
                Locale.ROOT,
                "  %,d records, %,d entries, %.0f s%n",
                day.records(),
                day.entries(),
                (System.nanoTime() - begun) / 1e9);
        out.flush();
        return holds(day.score());
    }

    static boolean holds(Score score) {
        return score.missed().isEmpty()
                && score.precision() >= PRECISION
                && score.groupsAboutPeople() <= ALERTS_ABOUT_PEOPLE
                && score.reviewItems() <= REVIEW_ITEMS;
    }

    /// Runs one simulated day with its history.
    ///
    /// @param directory for keys and state; made here
    static Day day(Simulation.Settings settings, Path directory) throws IOException {
        Files.createDirectories(directory);
        Simulation simulation = Simulation.of(settings);
        GroundTruth truth = new GroundTruth(simulation.incidents());
        Instant start =
                settings.history()
                        ? settings.begin().minus(Duration.ofDays(Simulation.DAYS_BEFORE))
                        : settings.begin();
        AlertBench bench = new AlertBench(directory, start);
        try {
            simulation.give(record -> {
                truth.note(record);
                bench.pass(record.arrival());
                bench.records++;
                bench.audit.record(record);
                bench.settle(record.arrival());
            });
            bench.pass(settings.begin().plus(Duration.ofDays(1)).plus(AFTERWARDS));
        } finally {
            bench.driver.close();
        }
        return new Day(
                Score.of(truth, bench.alerts, settings.begin()), bench.records, bench.entries);
    }

    /// Lets time pass up to then.
    private void pass(Instant now) {
        while (!nextTick.isAfter(now)) {
            driver.tick(nextTick);
            settle(nextTick);
            nextTick = nextTick.plus(nextTick.isBefore(DAY) ? TICK_OF_HISTORY : TICK);
        }
    }

    /// Gives entries to the alert topology and what it wants chained to the chain, until both rest.
    private void settle(Instant now) {
        do {
            while (!waiting.isEmpty()) {
                entry(waiting.remove(), now);
            }
            for (Alert alert : driver.alerts()) {
                alerts.add(seen(alert));
            }
            for (ControlRecord control : driver.toChain()) {
                audit.control(control, now);
            }
        } while (!waiting.isEmpty());
    }

    private void entry(byte[] wire, Instant now) {
        AuditEntry entry = decoder.framed(wire);
        if (entry.getKind() == EntryKind.EVENT) {
            SourceRef source = entry.getEvent().orElseThrow().getSource();
            places.put(entry.getSeq(), new Place(source.getId(), source.getSeq().orElse(-1L)));
        }
        entries++;
        driver.entry(wire, now);
    }

    private AlertSeen seen(Alert alert) {
        List<EntryRef> causes = new ArrayList<>(alert.getCauses());
        causes.add(alert.getCause());
        return new AlertSeen(
                alert.getGroup().isEmpty() ? alert.getId() : alert.getGroup(),
                alert.getNotice() == Notice.OPENED,
                alert.getExposure().isPresent(),
                alert.getAboutKind().name(),
                alert.getAbout(),
                alert.getSeverity().name(),
                alert.getRules().stream().map(RuleHit::getRule).toList(),
                causes.stream()
                        .map(EntryRef::getSeq)
                        .flatMap(seq -> Optional.ofNullable(places.get(seq)).stream())
                        .distinct()
                        .toList(),
                Instant.ofEpochMilli(alert.getRaisedMillis()),
                alert.getSentence());
    }

    private static void report(
            PrintStream out, Score score, long seed, int noise, boolean details) {
        out.printf(
                Locale.ROOT,
                "seed %d noise %d: %d of %d incidents alerted, precision %.2f (%d groups, %d false),"
                        + " %d about people, %d notices, %d exposures, %d in the queue%s%n",
                seed,
                noise,
                score.planted() - score.missed().size(),
                score.planted(),
                score.precision(),
                score.groups(),
                score.falseAlarms().size(),
                score.groupsAboutPeople(),
                score.notices(),
                score.exposures(),
                score.reviewItems(),
                holds(score) ? "" : "  MISSES THE BAR");
        if (!details) {
            return;
        }
        for (Incident incident : score.missed()) {
            out.println("  missed " + incident.kind() + ": " + incident.what());
        }
        for (AlertSeen alert : score.falseAlarms()) {
            out.println(
                    "  false  "
                            + alert.rules()
                            + " about "
                            + alert.aboutKind()
                            + " "
                            + alert.about()
                            + " at "
                            + alert.raised()
                            + ": "
                            + alert.sentence()
                            + " "
                            + alert.causes());
        }
        if (noise == 1) {
            score.alerted()
                    .forEach((incident, by) ->
                            out.println(
                                    "  right  "
                                            + incident.kind()
                                            + ": "
                                            + by.stream()
                                                    .map(AlertSeen::rules)
                                                    .distinct()
                                                    .toList()));
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
