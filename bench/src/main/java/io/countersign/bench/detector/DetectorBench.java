package io.countersign.bench.detector;

import io.countersign.bench.detector.DetectorBenchmark.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Runs [DetectorBenchmark] over bodies and subjects in one go and prints a table: megabytes for
/// each second of CPU time (median, lowest to highest iteration), the ratio to the digit scan on
/// the same body, bytes allocated for each byte of input.
///
/// Arguments: `--corpus FOLDER` (evaluation texts), `--bodies A,B` and `--subjects A,B` (all but
/// the two foreign engines, which are measured on MIXED only), `--forks N` (0: all in this JVM,
/// quick and rough), `--iterations N`, `--seconds S` of an iteration. No figure is judged here.
public final class DetectorBench {
    private String corpus = "";
    private List<Body> bodies = List.of(Body.values());
    private List<Subject> subjects = List.of(Subject.values());
    private int forks = 1;
    private int iterations = 5;
    private double seconds = 1;

    private DetectorBench() {}

    public static void main(String[] arguments) throws RunnerException {
        DetectorBench bench = new DetectorBench();
        try {
            bench.read(arguments);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        bench.run();
    }

    private void read(String... arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--corpus" -> corpus = value;
                case "--bodies" ->
                        bodies = Arrays.stream(value.split(",", -1)).map(Body::valueOf).toList();
                case "--subjects" ->
                        subjects =
                                Arrays.stream(value.split(",", -1)).map(Subject::valueOf).toList();
                case "--forks" -> forks = Integer.parseInt(value);
                case "--iterations" -> iterations = Integer.parseInt(value);
                case "--seconds" -> seconds = Double.parseDouble(value);
                default -> throw new IllegalArgumentException("unknown argument " + arguments[i]);
            }
        }
    }

    private void run() throws RunnerException {
        System.out.println(
                "| Body | Subject | MB per CPU second | Ratio to the digit scan | Allocated per byte |");
        System.out.println("|---|---|---|---|---|");
        for (Body body : bodies) {
            Map<Subject, Rates> rates = new EnumMap<>(Subject.class);
            for (Subject subject : subjects) {
                boolean foreign = subject == Subject.JAVA_REGEX || subject == Subject.VECTORSCAN;
                if (foreign && body != Body.MIXED) {
                    continue;
                }
                rates.put(subject, measure(body, subject));
            }
            Rates scan = rates.get(Subject.DIGIT_SCAN);
            rates.forEach((subject, rate) ->
                    System.out.printf(
                            "| %s | %s | %.1f (%.1f to %.1f) | %s | %.3f |%n",
                            body,
                            subject,
                            rate.median(),
                            rate.lowest(),
                            rate.highest(),
                            scan == null ? "-" : "%.3f".formatted(rate.median() / scan.median()),
                            rate.allocated));
        }
    }

    /// @param megabytes for each CPU second, one for each iteration, sorted
    /// @param allocated bytes for each byte of input
    private record Rates(List<Double> megabytes, double allocated) {
        double median() {
            return megabytes.get(megabytes.size() / 2);
        }

        double lowest() {
            return megabytes.getFirst();
        }

        double highest() {
            return megabytes.getLast();
        }
    }

    @SuppressWarnings("rawtypes") // JMH hands out raw results
    private Rates measure(Body body, Subject subject) throws RunnerException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include(DetectorBenchmark.class.getName())
                        .param("body", body.name())
                        .param("subject", subject.name())
                        .param("corpus", corpus)
                        .forks(forks)
                        .threads(1)
                        .measurementIterations(iterations)
                        .warmupTime(TimeValue.milliseconds((long) (seconds * 2000)))
                        .measurementTime(TimeValue.milliseconds((long) (seconds * 1000)))
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true);
        Collection<RunResult> results = new Runner(options.build()).run();
        List<Double> megabytes = new ArrayList<>();
        double allocated = 0;
        double bytes = 0;
        for (RunResult result : results) {
            for (BenchmarkResult benchmark : result.getBenchmarkResults()) {
                for (IterationResult iteration : benchmark.getIterationResults()) {
                    Map<String, Result> counters = iteration.getSecondaryResults();
                    double passed = score(counters, "bytes");
                    megabytes.add(passed * 1000 / score(counters, "cpuNanos"));
                    allocated += score(counters, "allocated");
                    bytes += passed;
                }
            }
        }
        megabytes.sort(null);
        return new Rates(List.copyOf(megabytes), allocated / bytes);
    }

    @SuppressWarnings("rawtypes")
    private static double score(Map<String, Result> counters, String name) {
        Result result = counters.get(name);
        if (result == null) {
            throw new IllegalStateException("no counter " + name);
        }
        return result.getScore();
    }
}
