package io.countersign.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
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

/// Jackson's bare token stream over the records of [ParseBenchmark]: no text is taken out.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TokensBenchmark {
    @Param({"zscaler-nss-web", "litellm", "bedrock-invocation"})
    public String format = "";

    private final JsonFactory json = new JsonFactory();
    private byte[][] records = {};
    private int next;

    /// @throws GateFailure where a record has fewer tokens than its format has fields
    @Setup(Level.Trial)
    public void setUp() throws IOException {
        records = Samples.ofFormat(format, ParseBenchmark.RECORDS);
        for (byte[] record : records) {
            if (tokens(record) < 20) {
                throw new GateFailure("fewer tokens than a record has");
            }
        }
    }

    @Benchmark
    public int jacksonTokens() throws IOException {
        next = (next + 1) % records.length;
        return tokens(records[next]);
    }

    private int tokens(byte[] record) throws IOException {
        int tokens = 0;
        try (JsonParser stream = json.createParser(record)) {
            while (stream.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }
}
