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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    /// @param lastSeed inclusive; one run each
    /// @param noises 1 ordinary, 2 double
    /// @param jobs days that are simulated at a time
    record Options(int people, long firstSeed, long lastSeed, List<Integer> noises, int jobs) {
        private static final Pattern SEEDS = Pattern.compile("(\\d{1,15})(?:-(\\d{1,15}))?");

        /// @throws IllegalArgumentException in words for whoever typed them
        static Options parse(String... arguments) {
            Options options =
                    new Options(
                            10_000,
                            101,
                            120,
                            List.of(1, 2),
                            Runtime.getRuntime().availableProcessors());
            for (int i = 0; i < arguments.length; i += 2) {
                if (i + 1 == arguments.length) {
                    throw new IllegalArgumentException(arguments[i] + " needs a value");
                }
                options = options.with(arguments[i], arguments[i + 1]);
            }
            return options;
        }

        private Options with(String name, String value) {
            return switch (name) {
                case "--people" -> {
                    int count = number(name, value);
                    Simulation.checkPeople(count);
                    yield new Options(count, firstSeed, lastSeed, noises, jobs);
                }
                case "--jobs" ->
                        new Options(people, firstSeed, lastSeed, noises, number(name, value));
                case "--noise" -> new Options(people, firstSeed, lastSeed, noises(value), jobs);
                case "--seeds" -> {
                    Matcher seeds = SEEDS.matcher(value);
                    if (!seeds.matches()) {
                        throw new IllegalArgumentException(
                                "--seeds is one seed or a range such as 101-120, not " + value);
                    }
                    long first = Long.parseLong(seeds.group(1));
                    long last = seeds.group(2) == null ? first : Long.parseLong(seeds.group(2));
                    if (last < first) {
                        throw new IllegalArgumentException("--seeds ends before it begins");
                    }
                    yield new Options(people, first, last, noises, jobs);
                }
                default -> throw new IllegalArgumentException("unknown argument " + name);
            };
        }

        private static List<Integer> noises(String value) {
            return switch (value) {
                case "1" -> List.of(1);
                case "2" -> List.of(2);
                case "both" -> List.of(1, 2);
                default ->
                        throw new IllegalArgumentException("--noise is 1, 2 or both, not " + value);
            };
        }

        private static int number(String name, String value) {
            if (!value.matches("[1-9]\\d{0,8}")) {
                throw new IllegalArgumentException(name + " needs a number, not " + value);
            }
            return Integer.parseInt(value);
        }
    }

    /// @param seconds how long it took
    private record Run(long seed, int noise, Day day, double seconds) {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        boolean held = false;
        Path directory = Files.createTempDirectory("countersign-bench-alerts");
        Logging.toFile(directory.resolve("countersign.log"));
        try {
            held = run(System.out, options, directory);
        } finally {
            delete(directory);
        }
        System.exit(held ? 0 : 1);
    }

    /// Runs the days, tells of each as it ends, and of all in a table.
    ///
    /// @return whether each of them holds the bars
    static boolean run(PrintStream out, Options options, Path directory)
            throws InterruptedException {
        List<Future<Run>> begun = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        try (ExecutorService days = Executors.newFixedThreadPool(options.jobs())) {
            for (long seed = options.firstSeed(); seed <= options.lastSeed(); seed++) {
                for (int noise : options.noises()) {
                    long ofSeed = seed;
                    begun.add(days.submit(() -> run(options.people(), ofSeed, noise, directory)));
                }
            }
            for (Future<Run> one : begun) {
                runs.add(one.get());
                report(out, runs.getLast());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a simulated day broke off", e.getCause());
        }
        return table(out, options.people(), runs);
    }

    private static Run run(int people, long seed, int noise, Path directory) throws IOException {
        long begun = System.nanoTime();
        Path own = directory.resolve(seed + "-" + noise);
        Day day = day(new Simulation.Settings(people, seed, noise, DAY, 0, true), own);
        delete(own);
        return new Run(seed, noise, day, (System.nanoTime() - begun) / 1e9);
    }

    static boolean holds(Score score) {
        return score.missed().isEmpty()
                && score.forNoise().isEmpty()
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
        // What is known better now is still what that record said.
        entry.getAmendment()
                .map(amendment -> places.get(amendment.getOriginal().getSeq()))
                .ifPresent(place -> places.put(entry.getSeq(), place));
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

    private static void report(PrintStream out, Run run) {
        Score score = run.day().score();
        out.printf(
                Locale.ROOT,
                "seed %d noise %d: %,d records, %,d entries, %.0f s%s%n",
                run.seed(),
                run.noise(),
                run.day().records(),
                run.day().entries(),
                run.seconds(),
                holds(score) ? "" : "  MISSES THE BAR");
        for (Incident incident : score.missed()) {
            out.println("  missed " + incident.kind() + ": " + incident.what());
        }
        score.falseAlarms().forEach(alert -> tell(out, "false ", alert));
        score.forNoise().forEach(alert -> tell(out, "noise ", alert));
        out.flush();
    }

    private static void tell(PrintStream out, String why, AlertSeen alert) {
        out.println(
                "  "
                        + why
                        + " "
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

    private static boolean table(PrintStream out, int people, List<Run> runs) {
        out.printf(Locale.ROOT, "%n%,d people%n", people);
        out.println(
                "| Seed | Noise | Incidents alerted | Groups right | About people | Exposures, shown of them | Holds |");
        out.println("|---|---|---|---|---|---|---|");
        for (Run run : runs) {
            Score score = run.day().score();
            out.printf(
                    Locale.ROOT,
                    "| %d | %d | %d of %d | %d of %d, %.2f | %d | %,d, %d | %s |%n",
                    run.seed(),
                    run.noise(),
                    score.planted() - score.missed().size(),
                    score.planted(),
                    score.groups() - score.falseAlarms().size(),
                    score.groups(),
                    score.precision(),
                    score.groupsAboutPeople(),
                    score.exposures(),
                    score.reviewItems(),
                    holds(score) ? "yes" : "NO");
        }
        long held = runs.stream().filter(run -> holds(run.day().score())).count();
        out.printf(Locale.ROOT, "%d of %d days hold all bars%n", held, runs.size());
        return held == runs.size();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
