package io.countersign.bench;

import io.countersign.app.Logging;
import io.countersign.app.role.Role;
import io.countersign.schemas.Alert;
import io.countersign.schemas.Topics;
import io.countersign.schemas.serde.AvroDecoder;
import io.countersign.schemas.serde.BundledSchemas;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// `bench/run alert-latency`: how long it takes from the moment a record is due at the producer to
/// the moment a `read_committed` consumer has its alert. Both topologies run, with one stream
/// thread each and `exactly_once_v2`, on the broker of a child JVM.
///
/// The load is the mix of [Workload#MIX]. Among it, at a steady rate, somebody who has not been
/// seen before sends a patient to an API without BAA: each of these is an alert of its own. **The
/// gate**: each of them has exactly one first alert, and nobody else of them has one.
public final class AlertLatency {
    static final int EVENTS_PER_SECOND = 2_000;

    /// One record in so many is the violation of somebody new.
    private static final int ONE_IN_VIOLATIONS = 100;

    private static final Duration WARM_UP = Duration.ofSeconds(45);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// After the last alert is there: a second one for anybody would come by then.
    private static final Duration AFTERWARDS = Duration.ofSeconds(3);

    private static final String NAME = "latecomer";

    private final Rig rig;
    private final AvroDecoder<Alert> decoder = new AvroDecoder<>(Alert.class, BundledSchemas.get());
    private final Map<String, Long> arrived = new ConcurrentHashMap<>();
    private final AtomicReference<String> twice = new AtomicReference<>("");
    private final AtomicBoolean stopped = new AtomicBoolean();

    private AlertLatency(Rig rig) {
        this.rig = rig;
    }

    /// @param arguments `--seconds N`, `--repetitions N`
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int seconds = 30;
        int repetitions = 3;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--seconds" -> seconds = Integer.parseInt(arguments[i + 1]);
                case "--repetitions" -> repetitions = Integer.parseInt(arguments[i + 1]);
                default -> {
                    System.err.println("unknown argument " + arguments[i]);
                    System.exit(2);
                }
            }
        }
        Path directory = Files.createTempDirectory("countersign-bench");
        Logging.toFile(directory.resolve("countersign.log"));
        boolean held = false;
        try {
            run(System.out, Duration.ofSeconds(seconds), repetitions, directory);
            held = true;
        } catch (GateFailure failed) {
            System.out.println("GATE FAILED, no figures: " + failed.getMessage());
        } finally {
            PipelineBench.delete(directory);
        }
        System.exit(held ? 0 : 1);
    }

    /// @throws GateFailure where an alert is missing or came twice
    static void run(PrintStream out, Duration duration, int repetitions, Path directory)
            throws IOException, InterruptedException {
        out.println(Machine.describe());
        try (Rig rig = Rig.start(directory)) {
            Machine watch = Machine.watch(List.of(ProcessHandle.current().pid(), rig.brokerPid()));
            out.println(rig.settings() + ", both topologies");
            try (Role _ = rig.startRole(Subject.AUDIT);
                    Role _ = rig.startAlerts()) {
                for (int repetition = 0; repetition < repetitions; repetition++) {
                    // Records of a repetition begin where the last one ended.
                    new AlertLatency(rig).measure(out, duration, repetition);
                }
            }
            out.println(watch.verdict());
        }
    }

    private void measure(PrintStream out, Duration duration, int repetition)
            throws InterruptedException {
        int warmUp = repetition == 0 ? (int) (WARM_UP.toSeconds() * EVENTS_PER_SECOND) : 0;
        int count = warmUp + (int) (duration.toSeconds() * EVENTS_PER_SECOND);
        long[] dueNanos = new long[count];
        Map<TopicPartition, Long> from = rig.ends(List.of(Topics.ALERT));
        Thread reading = Thread.ofPlatform().name("alert-reader").start(() -> read(from));
        try {
            send(count, repetition, dueNanos);
            await(count / ONE_IN_VIOLATIONS);
        } finally {
            stopped.set(true);
            reading.join();
        }
        if (!twice.get().isEmpty()) {
            throw new GateFailure("two first alerts of one person");
        }
        long[] nanos = new long[(count - warmUp) / ONE_IN_VIOLATIONS];
        for (int i = 0; i < nanos.length; i++) {
            int index = warmUp + (i + 1) * ONE_IN_VIOLATIONS - 1;
            Long end = arrived.get(name(repetition, index));
            if (end == null) {
                throw new GateFailure("a violation left no alert");
            }
            nanos[i] = end - dueNanos[index];
        }
        Arrays.sort(nanos);
        out.printf(
                Locale.ROOT,
                "produce to alert at %,d events/s, %d s, %d alerts   p50 %.0f ms   p99 %.0f ms   max %.0f ms"
                        + "   load average %.1f%n",
                EVENTS_PER_SECOND,
                duration.toSeconds(),
                nanos.length,
                percentile(nanos, 50),
                percentile(nanos, 99),
                nanos[nanos.length - 1] / 1e6,
                Machine.load());
        out.flush();
    }

    private static String name(int repetition, int index) {
        return NAME + repetition + "-" + index;
    }

    private void send(int count, int repetition, long[] dueNanos) {
        SourceRecords records = new SourceRecords(Workload.MIX, repetition + 1L);
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            boolean violation = (i + 1) % ONE_IN_VIOLATIONS == 0;
            SourceRecord record =
                    violation ? records.violationOf(name(repetition, i)) : records.next();
            if (i % EVENTS_PER_SECOND == 0) {
                rig.tick();
            }
            long due = begun + i * (1_000_000_000L / EVENTS_PER_SECOND);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            // From when it was due: a producer that lags behind makes no figure better.
            dueNanos[i] = due;
            rig.send(record, i, "", (_, _) -> {});
        }
        rig.flush();
    }

    private void await(int alerts) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (arrived.size() < alerts) {
            if (System.nanoTime() > deadline) {
                throw new GateFailure(
                        (alerts - arrived.size()) + " of " + alerts + " violations left no alert");
            }
            Thread.sleep(POLL);
        }
        Thread.sleep(AFTERWARDS);
    }

    private void read(Map<TopicPartition, Long> from) {
        try (Consumer<byte[], byte[]> reader = rig.reader(from)) {
            while (!stopped.get()) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                    long now = System.nanoTime();
                    Alert alert = decoder.framed(record.value());
                    String user = alert.getEvent().getUser().orElse("");
                    if (user.startsWith(NAME)
                            && alert.getNumber() == 1
                            && alert.getExposure().isEmpty()
                            && arrived.putIfAbsent(user, now) != null) {
                        twice.set(user);
                    }
                }
            }
        }
    }

    private static double percentile(long[] sorted, int percent) {
        int index = (int) Math.ceil(sorted.length * percent / 100.0) - 1;
        return sorted[index] / 1e6;
    }
}
