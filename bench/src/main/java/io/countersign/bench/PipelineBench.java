package io.countersign.bench;

import io.countersign.app.Logging;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The audit topology against an identity topology, in one run on one broker with the same Streams
/// settings.
///
/// Throughput: records lie on the raw topics before a topology starts; both topologies read the
/// same ones, in turn, and the order changes from repetition to repetition. Latency: 1,000 records
/// a second, each of which makes an entry. After each single measurement a gate reads what was
/// committed and adds it up; where a record is not accounted for, the run ends without a figure.
///
/// Arguments: `--records N` in a repetition of the mix (the dear classes get fewer), `--repetitions
/// N`, `--latency-seconds N` (0: none), `--workloads N` (1: the mix alone). The exit code is 1
/// where the gate failed; no figure is judged here.
public final class PipelineBench {
    private static final long SEED = 20_261_126;

    /// Repetitions before the first workload counts: until the JVM has compiled what a service that
    /// runs for weeks has compiled. They are printed, so that one sees whether they were enough.
    private static final int FIRST_WARM_UPS = 5;

    /// @param workload in which proportions
    /// @param share of the mix's records that a repetition has
    private record Plan(Workload workload, double share) {}

    private static final List<Plan> PLANS =
            List.of(
                    new Plan(Workload.MIX, 1),
                    new Plan(Workload.OUT_OF_SCOPE, 1),
                    new Plan(Workload.WITHOUT_BODY, 0.5),
                    new Plan(Workload.WITH_BODY, 0.2));

    private final PrintStream out;
    private final Options options;
    private final Rig rig;
    private final Gate gate;
    private long seed = SEED;

    private PipelineBench(PrintStream out, Options options, Rig rig) {
        this.out = out;
        this.options = options;
        this.rig = rig;
        this.gate = new Gate(rig);
    }

    /// @param records in one repetition of the mix
    /// @param repetitions counted ones; before them come uncounted ones as warm-up
    /// @param latencySeconds counted ones; 0 leaves latency out
    /// @param workloads the first so many of the four: the mix, out of scope, no body, body
    record Options(int records, int repetitions, int latencySeconds, int workloads) {
        static final Options STANDARD = new Options(150_000, 5, 10, PLANS.size());

        Options {
            if (records < 1
                    || repetitions < 1
                    || latencySeconds < 0
                    || workloads < 0
                    || workloads > PLANS.size()) {
                throw new IllegalArgumentException("a number is too small or too large");
            }
        }

        /// @throws IllegalArgumentException where an argument is not known or its number out of
        ///   range
        static Options parse(String... arguments) {
            Options options = STANDARD;
            for (int i = 0; i < arguments.length; i += 2) {
                if (i + 1 == arguments.length) {
                    throw new IllegalArgumentException(arguments[i] + " needs a number");
                }
                int number = Integer.parseInt(arguments[i + 1]);
                options =
                        switch (arguments[i]) {
                            case "--records" -> options.withRecords(number);
                            case "--repetitions" -> options.withRepetitions(number);
                            case "--latency-seconds" -> options.withLatencySeconds(number);
                            case "--workloads" -> options.withWorkloads(number);
                            default ->
                                    throw new IllegalArgumentException(
                                            "unknown argument " + arguments[i]);
                        };
            }
            return options;
        }

        private Options withRecords(int number) {
            return new Options(number, repetitions, latencySeconds, workloads);
        }

        private Options withRepetitions(int number) {
            return new Options(records, number, latencySeconds, workloads);
        }

        private Options withLatencySeconds(int number) {
            return new Options(records, repetitions, number, workloads);
        }

        private Options withWorkloads(int number) {
            return new Options(records, repetitions, latencySeconds, number);
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        Path directory = Files.createTempDirectory("countersign-bench");
        Logging.toFile(directory.resolve("countersign.log"));
        boolean held = false;
        try {
            run(System.out, options, directory);
            held = true;
        } catch (GateFailure failed) {
            System.out.println("GATE FAILED, no figures: " + failed.getMessage());
        } finally {
            delete(directory);
        }
        // Not earlier: nothing of the run stays behind.
        System.exit(held ? 0 : 1);
    }

    /// Measures and prints.
    ///
    /// @throws GateFailure where a record was not accounted for
    static void run(PrintStream out, Options options, Path directory)
            throws IOException, InterruptedException {
        out.println(Machine.describe());
        try (Rig rig = Rig.start(directory)) {
            Machine watch = Machine.watch(List.of(ProcessHandle.current().pid(), rig.brokerPid()));
            out.println(rig.settings());
            PipelineBench bench = new PipelineBench(out, options, rig);
            for (Plan plan : PLANS.subList(0, options.workloads())) {
                bench.throughput(plan, plan.equals(PLANS.getFirst()) ? FIRST_WARM_UPS : 1);
            }
            if (options.latencySeconds() > 0) {
                bench.latency();
            }
            out.println(watch.verdict());
            out.printf(Locale.ROOT, "load average at the end %.2f%n", Machine.load());
        }
    }

    private void throughput(Plan plan, int warmUps) {
        int records = (int) (options.records() * plan.share());
        Series series = new Series(options.repetitions());
        double recordBytes = 0;
        for (int repetition = -warmUps; repetition < options.repetitions(); repetition++) {
            Sent sent = rig.produce(plan.workload(), records, seed++);
            recordBytes = sent.bytes() / (double) sent.count();
            boolean identityFirst = repetition % 2 == 0;
            Pace first = timed(identityFirst ? Subject.IDENTITY : Subject.AUDIT, sent);
            Pace second = timed(identityFirst ? Subject.AUDIT : Subject.IDENTITY, sent);
            Pace identity = identityFirst ? first : second;
            Pace audit = identityFirst ? second : first;
            if (repetition >= 0) {
                series.set(repetition, identity, audit);
            }
            out.printf(
                    Locale.ROOT,
                    "  %-12s  identity %s   audit %s   ratio %.2f   load average %.1f%n",
                    repetition < 0 ? "warm-up" : "repetition " + (repetition + 1),
                    identity,
                    audit,
                    audit.eventsPerSecond() / identity.eventsPerSecond(),
                    Machine.load());
        }
        out.printf(
                Locale.ROOT,
                "%s %,d records of %,.0f bytes x %d   %s%n",
                plan.workload(),
                records,
                recordBytes,
                options.repetitions(),
                series);
        out.flush();
    }

    private Pace timed(Subject subject, Sent sent) {
        Pace pace = rig.timed(subject);
        gate.check(subject, sent);
        return pace;
    }

    private void latency() throws InterruptedException {
        Latency.Result[][] results =
                new Latency.Result[Subject.PIPELINE.size()][options.repetitions()];
        for (int repetition = 0; repetition < options.repetitions(); repetition++) {
            for (Subject subject : Subject.PIPELINE) {
                results[subject.ordinal()][repetition] = latency(subject);
            }
        }
        for (Subject subject : Subject.PIPELINE) {
            Latency.Result[] of = results[subject.ordinal()];
            out.printf(
                    Locale.ROOT,
                    "%-20s %s at %,d events/s, %d s x %d   p50 %s ms   p99 %s ms%n",
                    "produce to committed",
                    subject,
                    Latency.EVENTS_PER_SECOND,
                    options.latencySeconds(),
                    options.repetitions(),
                    Figures.of(Stream.of(of).mapToDouble(Latency.Result::p50Millis).toArray())
                            .show(1),
                    Figures.of(Stream.of(of).mapToDouble(Latency.Result::p99Millis).toArray())
                            .show(1));
        }
    }

    /// The other topology then reads the same records without being timed, so that both stand at
    /// the same place again.
    private Latency.Result latency(Subject subject) throws InterruptedException {
        Latency.Result result =
                new Latency(rig, subject)
                        .measure(Duration.ofSeconds(options.latencySeconds()), seed++);
        gate.check(subject, result.sent());
        for (Subject other : Subject.PIPELINE) {
            if (other != subject) {
                rig.drain(other);
                gate.check(other, result.sent());
            }
        }
        return result;
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
