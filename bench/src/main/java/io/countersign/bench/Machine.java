package io.countersign.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The machine, and how much of it others took while we measured. Linux tells; elsewhere the share
/// is unknown and said to be.
final class Machine {
    /// More than this share of all cores taken by others makes figures doubtful.
    static final double NOISY = 0.10;

    private static final Path STAT = Path.of("/proc/stat");

    /// Fields of the `cpu` line of /proc/stat that are no work: idle and iowait.
    private static final int IDLE = 4;

    private static final int IO_WAIT = 5;
    private static final int LAST_FIELD = 8;

    private final List<Long> ours;
    private final long busyTicks;
    private final long allTicks;
    private final Duration ourCpu;
    private final long begunNanos = System.nanoTime();

    private Machine(List<Long> ours) {
        this.ours = List.copyOf(ours);
        long[] ticks = ticks();
        busyTicks = ticks[0];
        allTicks = ticks[1];
        ourCpu = cpu(this.ours);
    }

    /// Begins to watch; the processes with those ids are ours.
    static Machine watch(List<Long> ours) {
        return new Machine(ours);
    }

    static String describe() {
        return "%s, %d cores, %s %s, load average %.2f"
                .formatted(
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.vm.name"),
                        Runtime.version(),
                        load());
    }

    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /// What share of all cores other processes took since then; empty where that is unknown.
    Optional<Double> takenByOthers() {
        long[] ticks = ticks();
        long all = ticks[1] - allTicks;
        if (all <= 0) {
            return Optional.empty();
        }
        double busy = (ticks[0] - busyTicks) / (double) all;
        double cores = Runtime.getRuntime().availableProcessors();
        double mine =
                cpu(ours).minus(ourCpu).toNanos() / ((System.nanoTime() - begunNanos) * cores);
        return Optional.of(Math.max(0, busy - mine));
    }

    String verdict() {
        return takenByOthers()
                .map(share ->
                        String.format(
                                Locale.ROOT,
                                "other processes took %.0f %% of the machine%s",
                                share * 100,
                                share > NOISY ? ": NOISY, the figures are doubtful" : ""))
                .orElse("what other processes took is unknown here");
    }

    private static Duration cpu(List<Long> processes) {
        Duration total = Duration.ZERO;
        for (long pid : processes) {
            total =
                    total.plus(
                            ProcessHandle.of(pid)
                                    .flatMap(process -> process.info().totalCpuDuration())
                                    .orElse(Duration.ZERO));
        }
        return total;
    }

    /// Busy ticks and all ticks since boot; zeros where nobody tells.
    private static long[] ticks() {
        try {
            String[] fields = Files.readAllLines(STAT).getFirst().split(" +", -1);
            long busy = 0;
            long all = 0;
            for (int i = 1; i <= LAST_FIELD; i++) {
                long ticks = Long.parseLong(fields[i]);
                all += ticks;
                busy += i == IDLE || i == IO_WAIT ? 0 : ticks;
            }
            return new long[] {busy, all};
        } catch (IOException _unknown) {
            return new long[2];
        }
    }
}
