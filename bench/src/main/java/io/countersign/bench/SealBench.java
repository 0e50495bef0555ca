package io.countersign.bench;

import io.countersign.app.Logging;
import io.countersign.app.role.LedgerRole;
import io.countersign.app.role.Role;
import io.countersign.audit.note.MalformedNoteException;
import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Progress;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.schemas.Outcome;
import io.countersign.topology.chain.ChainProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/// Chaining and sealing through `exactly_once_v2` with the broker on the machine: entries a second
/// until a signed checkpoint covers the last of them, beside an identity topology on the same
/// records, and how long an event waits for its checkpoint.
///
/// Arguments: `--records N`, `--repetitions N`, `--latency-seconds N` (0: none), `--rate N` events
/// a second while latency is measured. The gate: the sealed log verifies, and holds an entry for
/// each record that was sent.
public final class SealBench {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final long SEED = 20_261_127;

    private SealBench() {}

    /// @param warmUps before the repetitions that count
    private record Options(
            int records, int repetitions, int warmUps, int latencySeconds, int rate) {
        static Options parse(String... arguments) {
            int[] numbers = {150_000, 5, 3, 20, 1_000};
            List<String> names =
                    List.of(
                            "--records",
                            "--repetitions",
                            "--warm-ups",
                            "--latency-seconds",
                            "--rate");
            for (int i = 0; i < arguments.length; i += 2) {
                int at = names.indexOf(arguments[i]);
                if (at < 0 || i + 1 == arguments.length) {
                    throw new IllegalArgumentException(
                            "known are " + String.join(" N, ", names) + " N");
                }
                numbers[at] = Integer.parseInt(arguments[i + 1]);
            }
            return new Options(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        }
    }

    public static void main(String[] arguments) throws Exception {
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
            System.out.println(Machine.describe());
            throughput(options, directory.resolve("throughput"));
            if (options.latencySeconds() > 0) {
                latency(options, directory.resolve("latency"));
            }
            held = true;
        } catch (GateFailure failed) {
            System.out.println("GATE FAILED, no figures: " + failed.getMessage());
        } finally {
            PipelineBench.delete(directory);
        }
        System.exit(held ? 0 : 1);
    }

    private static void throughput(Options options, Path directory) throws Exception {
        Series[] series = new Series[2];
        for (int i = 0; i < series.length; i++) {
            series[i] = new Series(options.repetitions());
        }
        long sent = 0;
        try (Rig rig = Rig.start(directory);
                LedgerRole ledger = rig.startLedger()) {
            System.out.println(rig.settings());
            for (int i = -options.warmUps(); i < options.repetitions(); i++) {
                sent += rig.produce(Workload.WITHOUT_BODY, options.records(), SEED + i).count();
                Window identity = measured(rig, Subject.IDENTITY);
                Window chain = measured(rig, Subject.CHAIN);
                System.out.printf(
                        Locale.ROOT,
                        "  %-12s identity %s   chain and seal %s   ratio %.2f, of CPU %.2f   load average %.1f%n",
                        i < 0 ? "warm-up" : "repetition " + (i + 1),
                        identity.committed(),
                        chain.sealed(),
                        chain.sealed().eventsPerSecond() / identity.committed().eventsPerSecond(),
                        identity.committed().threadMicros() / chain.sealed().threadMicros(),
                        Machine.load());
                if (i >= 0) {
                    series[0].set(i, identity.committed(), chain.committed());
                    series[1].set(i, identity.committed(), chain.sealed());
                }
            }
            requireAll(rig, ledger, sent);
        }
        for (int i = 0; i < series.length; i++) {
            System.out.printf(
                    Locale.ROOT,
                    "%s, %,d records x %d%n  %s%n",
                    i == 0 ? "chained" : "chained and sealed",
                    options.records(),
                    options.repetitions(),
                    series[i].show("chain", "all threads of this JVM and the broker's"));
        }
    }

    /// From the first commit that is seen to the last one, and to the checkpoint that covers it;
    /// the same for identity, which nobody seals.
    private record Window(Pace committed, Pace sealed) {}

    private static Window measured(Rig rig, Subject subject) {
        long base = rig.committed(subject);
        long end = rig.rawEnd();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (CheckpointWatch watch = CheckpointWatch.start(rig.log());
                Role role = rig.startRole(subject)) {
            long first = await(rig, subject, base + 1, deadline);
            long begun = System.nanoTime();
            long cpu = rig.cpuNanos();
            await(rig, subject, end, deadline);
            Pace committed = pace(end - first, System.nanoTime() - begun, rig.cpuNanos() - cpu);
            if (subject == Subject.IDENTITY) {
                return new Window(committed, committed);
            }
            long sealed = begun;
            for (ChainProbe.Last last : rig.lastEntries()) {
                sealed = Math.max(sealed, awaitCovered(watch, last, deadline));
            }
            if (role.failure().isPresent()) {
                throw new GateFailure(role.failure().get());
            }
            return new Window(committed, pace(end - first, sealed - begun, rig.cpuNanos() - cpu));
        }
    }

    private static Pace pace(long records, long nanos, long cpuNanos) {
        return new Pace(records * 1e9 / nanos, cpuNanos / 1e3 / records);
    }

    private static long await(Rig rig, Subject subject, long atLeast, long deadline) {
        while (true) {
            long committed = rig.committed(subject);
            if (committed >= atLeast) {
                return committed;
            }
            pause(deadline, subject + " does not commit what was produced");
        }
    }

    private static long awaitCovered(CheckpointWatch watch, ChainProbe.Last last, long deadline) {
        while (true) {
            OptionalLong at = watch.coveredAt(last.chain(), last.seq());
            if (at.isPresent()) {
                return at.getAsLong();
            }
            pause(deadline, "the ledger does not seal what was chained");
        }
    }

    private static void pause(long deadline, String failure) {
        if (System.nanoTime() > deadline) {
            throw new GateFailure(failure);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    private static void requireAll(Rig rig, LedgerRole ledger, long sent)
            throws IOException, MalformedNoteException {
        ledger.close();
        Report report =
                LogVerifier.verify(
                        new DirectoryTileSource(rig.log()),
                        Request.trusting(VerifierKeys.read(rig.vkeys())),
                        Progress.NONE);
        long events =
                report.inputs().stream()
                        .mapToLong(input -> input.count(Outcome.EVENT) + input.openEntries())
                        .sum();
        if (!report.failed().isEmpty() || events != sent) {
            throw new GateFailure(
                    "the log holds "
                            + events
                            + " events of "
                            + sent
                            + ", failed: "
                            + report.failed());
        }
        System.out.printf(
                Locale.ROOT,
                "gate: %,d events, %,d entries, %,d seals, %s%n",
                events,
                report.entries(),
                report.seals().count(),
                report.conclusion());
    }

    /// The whole audit topology, at a rate that it holds easily.
    private static void latency(Options options, Path directory) throws Exception {
        try (Rig rig = Rig.start(directory);
                LedgerRole _ = rig.startLedger();
                Role _ = rig.startRole(Subject.AUDIT)) {
            SealLatency.Result result =
                    new SealLatency(rig)
                            .measure(
                                    options.rate(),
                                    Duration.ofSeconds(options.latencySeconds()),
                                    SEED);
            System.out.printf(
                    Locale.ROOT,
                    "event to signed checkpoint at %,d events/s: %s%n%s  after a cold start: %s%n%s",
                    options.rate(),
                    result.warm().whole(),
                    result.warm().stages(),
                    result.cold().whole(),
                    result.cold().stages());
        }
    }
}
