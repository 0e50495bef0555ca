package io.countersign.bench.detector;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One pass over the documents of a body, one thread. Beside JMH's own figure (wall time) each pass
/// adds the thread's CPU time, its bytes and what it allocated, so that a rate can be told on a
/// machine that others use too: bytes divided by CPU time.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class DetectorBenchmark {
    /// What is measured, each under the same name in the table.
    public enum Subject {
        DIGIT_SCAN,
        RECOGNISERS_ALONE,
        EVERYTHING_ON,
        JAVA_REGEX,
        VECTORSCAN
    }

    @Param({"MIXED"})
    public Body body = Body.MIXED;

    @Param({"DIGIT_SCAN", "RECOGNISERS_ALONE", "EVERYTHING_ON"})
    public Subject subject = Subject.DIGIT_SCAN;

    /// Folder of evaluation texts; none: generated notes take their place.
    @Param({""})
    public String corpus = "";

    private List<byte[]> documents = List.of();
    private long bytes;
    private long expected;
    private Contender contender = new DigitScan();

    static Contender contender(Subject subject) {
        return switch (subject) {
            case DIGIT_SCAN -> new DigitScan();
            case RECOGNISERS_ALONE -> Engine.recognisersAlone();
            case EVERYTHING_ON -> Engine.everythingOn();
            case JAVA_REGEX -> new JavaRegex();
            case VECTORSCAN -> new Vectorscan();
        };
    }

    /// Reads the documents and finds what each pass has to find.
    @Setup
    public void prepare() throws IOException {
        documents = new Corpus(corpus).documents(body);
        bytes = Corpus.bytes(documents);
        contender = contender(subject);
        expected = contender.pass(documents);
    }

    @TearDown(Level.Trial)
    public void close() {
        contender.close();
    }

    /// Sums over an iteration.
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Cost {
        public long cpuNanos;
        public long bytes;
        public long allocated;
    }

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Benchmark
    public long pass(Cost cost) {
        long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadCpuTime();
        long found = contender.pass(documents);
        cost.cpuNanos += THREADS.getCurrentThreadCpuTime() - before;
        cost.allocated += THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
        cost.bytes += bytes;
        if (found != expected) {
            throw new IllegalStateException("a pass found something else than the first");
        }
        return found;
    }
}
