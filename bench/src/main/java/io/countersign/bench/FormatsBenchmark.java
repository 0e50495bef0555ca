package io.countersign.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.countersign.sources.InputFormat;
import io.countersign.sources.InputFormats;
import io.countersign.sources.Parsed;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Bytes to event for every input format, texts included, and beside it Jackson's bare token stream
/// over the same bytes. `megabytes` counts what was read: with a throughput in seconds it is MB/s.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FormatsBenchmark {
    private static final double MEGABYTE = 1e6;

    @Param({
        "squid",
        "zscaler-nss-web",
        "litellm",
        "bedrock-invocation",
        "netskope-events",
        "netskope-alerts",
        "netskope-transaction",
        "umbrella-proxy",
        "paloalto-url",
        "fortinet-web",
        "proxysg-elff",
        "cloudflare-gateway-http",
        "defender-cloudappevents",
        "envoy-access",
        "envoy-ai-gateway",
        "azure-openai-apim",
        "anthropic-compliance",
        "openai-audit",
        "anthropic-messages",
        "openai-chat",
        "openai-responses",
        "otel-genai",
        "kong-ai",
        "langfuse",
        "vertex-request-response",
        "plain-json"
    })
    public String format = "";

    private final JsonFactory json = new JsonFactory();
    private InputFormat parser = InputFormats.builtIn().all().getFirst();
    private byte[][] records = {};
    private int next;

    /// What was read.
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Read {
        public double megabytes;

        @Setup(Level.Iteration)
        public void begin() {
            megabytes = 0;
        }
    }

    /// @throws GateFailure where a record is refused
    @Setup(Level.Trial)
    public void setUp() {
        parser = InputFormats.builtIn().named(format).orElseThrow();
        records = FormatLines.of(format, ParseBenchmark.RECORDS);
        for (byte[] record : records) {
            if (!(parser.parse(record) instanceof Parsed.Accepted)) {
                throw new GateFailure(format + " refused a record");
            }
        }
    }

    @Benchmark
    public int parseAll(Read read) {
        byte[] record = one(read);
        return parser.parse(record) instanceof Parsed.Accepted accepted
                ? accepted.event().contents().size()
                : 0;
    }

    /// Of formats that are no JSON this measures nothing: the first token ends it.
    @Benchmark
    public int bareTokens(Read read) {
        byte[] record = one(read);
        int tokens = 0;
        try (JsonParser stream = json.createParser(record)) {
            while (stream.nextToken() != null) {
                tokens++;
            }
        } catch (IOException _noJson) {
            return 0;
        }
        return tokens;
    }

    private byte[] one(Read read) {
        next = (next + 1) % records.length;
        read.megabytes += records[next].length / MEGABYTE;
        return records[next];
    }
}
