package io.countersign.bench;

import io.countersign.sources.Event;
import io.countersign.sources.InputFormat;
import io.countersign.sources.InputFormats;
import io.countersign.sources.Parsed;
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
import org.openjdk.jmh.infra.Blackhole;

/// Bytes to event, for each input format. [TokensBenchmark] says what a parser of JSON pays at
/// least.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ParseBenchmark {
    /// As many as do not fit the branch predictor's memory.
    static final int RECORDS = 512;

    @Param({"squid", "zscaler-nss-web", "litellm", "bedrock-invocation"})
    public String format = "";

    private InputFormat parser = InputFormats.builtIn().all().getFirst();
    private byte[][] records = {};
    private int next;

    /// @throws GateFailure where a record is not read as the event that it is
    @Setup(Level.Trial)
    public void setUp() {
        parser = InputFormats.builtIn().named(format).orElseThrow();
        records = Samples.ofFormat(format, RECORDS);
        long textBytes = 0;
        for (byte[] record : records) {
            Event event =
                    switch (parser.parse(record)) {
                        case Parsed.Accepted accepted -> accepted.event();
                        case Parsed.Rejected rejected ->
                                throw new GateFailure(format + " refused: " + rejected.code());
                    };
            if (event.carriesPrompt() == isProxy() || event.time().isEmpty()) {
                throw new GateFailure(format + " read as something else");
            }
            textBytes += event.contents().stream().mapToLong(each -> each.utf8().length).sum();
        }
        if (textBytes < RECORDS * (long) (isProxy() ? 0 : SourceRecords.PROMPT_BYTES)) {
            throw new GateFailure(format + " lost text");
        }
    }

    @Benchmark
    public Parsed parse() {
        return parser.parse(one());
    }

    /// What [#parse()] leaves for later is taken too.
    @Benchmark
    public void parseWithTexts(Blackhole hole) {
        if (parser.parse(one()) instanceof Parsed.Accepted accepted) {
            hole.consume(accepted.event().contents());
        }
    }

    private byte[] one() {
        next = (next + 1) % RECORDS;
        return records[next];
    }

    private boolean isProxy() {
        return format.equals("squid") || format.equals("zscaler-nss-web");
    }
}
