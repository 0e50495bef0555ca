package io.countersign.bench.sinks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;

/// A receiver that is away for an hour while events go on arriving: what the sink's task holds
/// meanwhile, how fast it catches up while more arrive, and whether each event came once and in its
/// order.
///
/// The task runs as in Connect over a partition that grows by the clock; the receiver is a stub in
/// a JVM of its own that is ended and started again at the same port.
public final class Outage {
    private static final int WARM_UP_SECONDS = 10;

    /// So many seconds' events may wait where all is well: a batch's linger, what is on its way,
    /// and a machine that others use too.
    private static final int CAUGHT_UP_SECONDS = 5;

    /// Looks at memory while the receiver is away.
    private static final int LOOKS = 6;

    private final int rate;
    private final Duration away;
    private final int compression;
    private final Protocol protocol;

    /// Events that arrived up to [#since], and how fast more do.
    private double arrived;

    private long since = System.nanoTime();
    private double perSecond;

    private Outage(int rate, Duration away, int compression, Protocol protocol) {
        this.rate = rate;
        this.away = away;
        this.compression = compression;
        this.protocol = protocol;
    }

    /// @param arguments `--minutes N` (60) the receiver is away, `--rate N` (1,000) events a
    ///   second, `--compress N` (1): while it is away the clock runs so many times faster; and the
    ///   sink (`relp`)
    public static void main(String[] arguments)
            throws IOException, GeneralSecurityException, InterruptedException {
        int rate = 1_000;
        int minutes = 60;
        int compression = 1;
        Protocol protocol = Protocol.RELP;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--rate" -> rate = Integer.parseInt(arguments[++i]);
                case "--minutes" -> minutes = Integer.parseInt(arguments[++i]);
                case "--compress" -> compression = Integer.parseInt(arguments[++i]);
                default -> {
                    String word = arguments[i];
                    protocol =
                            Protocol.of(word)
                                    .filter(known -> known != Protocol.NDJSON)
                                    .orElseThrow(
                                            () -> new IllegalArgumentException("no sink " + word));
                }
            }
        }
        Path folder = Files.createTempDirectory("countersign-outage");
        try {
            new Outage(rate, Duration.ofMinutes(minutes), compression, protocol).measure(folder);
        } finally {
            SinkBench.delete(folder);
        }
    }

    private void measure(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        BenchCertificate certificate = BenchCertificate.in(folder);
        RemoteReceiver before = new RemoteReceiver(protocol, folder);
        int port = before.port();
        Map<String, String> properties = SinkBench.properties(protocol, port, folder, certificate);
        try (TaskDrive drive = new TaskDrive(protocol.task(), properties, SinkBench::record)) {
            int first;
            try (before) {
                first = live(drive);
            }
            without(drive);
            try (RemoteReceiver after = new RemoteReceiver(protocol, folder, port)) {
                catchUp(drive);
                after.awaitExactly(total() - first);
                System.out.printf(
                        "each of %d events came once, %d after a later one%n",
                        total() - first, after.outOfOrder());
            }
        }
    }

    /// All is well; at the end everything is committed.
    private int live(TaskDrive drive) throws InterruptedException {
        arriveAt(rate);
        long until = System.nanoTime() + Duration.ofSeconds(WARM_UP_SECONDS).toNanos();
        while (System.nanoTime() < until) {
            drive.poll(total());
        }
        arriveAt(0);
        drive.finish(total());
        return total();
    }

    private void without(TaskDrive drive) throws InterruptedException {
        long real = away.toNanos() / compression;
        System.out.printf(
                "%s: away for %d minutes in %d s, %d events/s%n",
                protocol.word(), away.toMinutes(), Duration.ofNanos(real).toSeconds(), rate);
        arriveAt((double) rate * compression);
        long start = System.nanoTime();
        for (int look = 1; look <= LOOKS; look++) {
            while (System.nanoTime() - start < real * look / LOOKS) {
                drive.poll(total());
            }
            System.out.printf(
                    "after %4.1f minutes: %,d events wait, the task holds %,d in %,d KiB, heap %,d"
                            + " KiB%n",
                    away.toMinutes() * (double) look / LOOKS,
                    total() - drive.resolved(),
                    drive.gauge("records-unacknowledged"),
                    drive.gauge("bytes-unacknowledged") / 1024,
                    heap() / 1024);
        }
    }

    /// Until no more wait than arrive in a moment; then to the end.
    private void catchUp(TaskDrive drive) throws InterruptedException {
        arriveAt(rate);
        long before = drive.resolved();
        long back = System.nanoTime();
        while (drive.resolved() == before) {
            drive.poll(total());
        }
        long start = System.nanoTime();
        long from = drive.resolved();
        long waiting = total() - from;
        while (total() - drive.resolved() > CAUGHT_UP_SECONDS * (long) rate) {
            drive.poll(total());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double caughtUp = (drive.resolved() - from) / seconds;
        System.out.printf(
                "back: the first was taken after %.1f s; %,d that waited and those that arrived"
                        + " meanwhile took %.1f s: %,.0f events/s, %.1f times the live rate%n",
                (start - back) / 1e9, waiting, seconds, caughtUp, caughtUp / rate);
        arriveAt(0);
        drive.finish(total());
    }

    private void arriveAt(double eventsPerSecond) {
        arrived = total();
        since = System.nanoTime();
        perSecond = eventsPerSecond;
    }

    /// Events that have arrived.
    private int total() {
        return (int) (arrived + perSecond * (System.nanoTime() - since) / 1e9);
    }

    /// What is in use once the collector has run.
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
