package io.countersign.bench;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// The JMH benchmarks of single steps, and after them the parsers as a ratio to Jackson's bare
/// token stream over the same bytes. Takes JMH's own arguments; the defaults here are one fork of
/// five seconds for each benchmark. A benchmark whose gate fails ends the run.
public final class StepBench {
    private static final int WARM_UPS = 3;
    private static final int MEASUREMENTS = 5;
    private static final TimeValue ONE_SECOND = new TimeValue(1, TimeUnit.SECONDS);

    private StepBench() {}

    public static void main(String[] arguments) throws RunnerException {
        CommandLineOptions given;
        try {
            given = new CommandLineOptions(arguments);
        } catch (CommandLineOptionException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        ChainedOptionsBuilder options = new OptionsBuilder().parent(given);
        if (given.getIncludes().isEmpty()) {
            // The detector has a run of its own: bench/detector.
            options.include("^io\\.countersign\\.bench\\.[A-Z]");
        }
        Options all =
                options.forks(given.getForkCount().orElse(1))
                        .warmupIterations(given.getWarmupIterations().orElse(WARM_UPS))
                        .warmupTime(given.getWarmupTime().orElse(ONE_SECOND))
                        .measurementIterations(
                                given.getMeasurementIterations().orElse(MEASUREMENTS))
                        .measurementTime(given.getMeasurementTime().orElse(ONE_SECOND))
                        .shouldFailOnError(true)
                        .build();
        ratios(new Runner(all).run(), System.out);
    }

    /// Prints nothing for a format of which one of the two was not measured.
    static void ratios(Collection<RunResult> results, PrintStream out) {
        Map<String, Map<String, Double>> micros = new TreeMap<>();
        for (RunResult result : results) {
            String format = result.getParams().getParam("format");
            if (format != null) {
                micros.computeIfAbsent(format, _ -> new TreeMap<>())
                        .put(
                                result.getPrimaryResult().getLabel(),
                                result.getPrimaryResult().getScore());
            }
        }
        micros.forEach((format, of) -> {
            Double parse = of.get("parse");
            Double tokens = of.get("jacksonTokens");
            if (parse != null && tokens != null) {
                out.printf(
                        Locale.ROOT,
                        "%-20s parse %.2f us, Jackson's tokens %.2f us, ratio %.2f%n",
                        format,
                        parse,
                        tokens,
                        parse / tokens);
            }
        });
    }
}
