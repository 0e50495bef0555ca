package io.countersign.bench;

import io.countersign.schemas.Outcome;
import io.countersign.topology.steps.Passage;
import io.countersign.topology.steps.RawRecord;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The steps of the audit topology that know no Kafka, from raw record to verdict, for each class
/// of records, with the demo's policy.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StepsBenchmark {
    private static final int RECORDS = 512;

    @Param({"OUT_OF_SCOPE", "WITHOUT_BODY", "WITH_BODY"})
    public RecordClass kind = RecordClass.OUT_OF_SCOPE;

    private final Steps steps = new Steps();
    private RawRecord[] records = {};
    private int next;

    /// @throws GateFailure where a record does not end as its class has to
    @Setup(Level.Trial)
    public void setUp() {
        records = Samples.ofClass(kind, RECORDS);
        for (RawRecord record : records) {
            if (!endsAsItShould(steps.toVerdict(record))) {
                throw new GateFailure(kind + " ended otherwise");
            }
        }
    }

    private boolean endsAsItShould(Passage passage) {
        return switch (kind) {
            case OUT_OF_SCOPE ->
                    passage instanceof Passage.Counted counted
                            && counted.outcome() == Outcome.OUT_OF_SCOPE;
            case WITHOUT_BODY ->
                    passage instanceof Passage.Judged judged
                            && judged.content().phi().isEmpty()
                            && judged.destination().activity().mayDisclose();
            case WITH_BODY ->
                    passage instanceof Passage.Judged judged
                            && judged.content().phi().orElse(false);
        };
    }

    @Benchmark
    public Passage intakeToVerdict() {
        next = (next + 1) % RECORDS;
        return steps.toVerdict(records[next]);
    }
}
