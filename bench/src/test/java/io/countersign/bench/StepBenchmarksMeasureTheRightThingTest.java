package io.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.sources.Parsed;
import io.countersign.topology.steps.Passage;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Param;

/// The gates that JMH runs before it times anything, and one call of each benchmark.
final class StepBenchmarksMeasureTheRightThingTest {
    @ParameterizedTest
    @ValueSource(strings = {"squid", "zscaler-nss-web", "litellm", "bedrock-invocation"})
    void everyRecordIsParsedAsWhatItIs(String format) {
        ParseBenchmark benchmark = new ParseBenchmark();
        benchmark.format = format;
        benchmark.setUp();

        assertThat(benchmark.parse()).isInstanceOf(Parsed.Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zscaler-nss-web", "litellm", "bedrock-invocation"})
    void theTokensAreThoseOfTheSameRecords(String format) throws IOException {
        TokensBenchmark benchmark = new TokensBenchmark();
        benchmark.format = format;
        benchmark.setUp();

        assertThat(benchmark.jacksonTokens()).isGreaterThan(20);
    }

    @Test
    void everyFormatThatIsTimedReadsItsRecords() throws NoSuchFieldException {
        String[] formats =
                FormatsBenchmark.class.getField("format").getAnnotation(Param.class).value();
        for (String format : formats) {
            FormatsBenchmark benchmark = new FormatsBenchmark();
            benchmark.format = format;
            benchmark.setUp();
            FormatsBenchmark.Read read = new FormatsBenchmark.Read();
            benchmark.parseAll(read);
            assertThat(read.megabytes).as(format).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyClassEndsWhereItHasTo(RecordClass kind) {
        StepsBenchmark benchmark = new StepsBenchmark();
        benchmark.kind = kind;
        benchmark.setUp();

        assertThat(benchmark.intakeToVerdict())
                .isInstanceOf(
                        kind == RecordClass.OUT_OF_SCOPE
                                ? Passage.Counted.class
                                : Passage.Judged.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = RecordClass.class,
            names = {"WITHOUT_BODY", "WITH_BODY"})
    void everyEntryIsChained(RecordClass kind) throws IOException {
        ChainBenchmark benchmark = new ChainBenchmark();
        benchmark.kind = kind;
        try {
            benchmark.setUp();
            assertThat(benchmark.append()).isNotEqualTo(benchmark.append());
            assertThat(benchmark.countOnly()).isTrue();
            assertThat(benchmark.protectOnly().entry().getSeverity()).isNotNull();
        } finally {
            benchmark.tearDown();
        }
    }

    @Test
    void whatIsNoEntryFailsTheGateOfTheChain() throws IOException {
        ChainBenchmark benchmark = new ChainBenchmark();
        benchmark.kind = RecordClass.OUT_OF_SCOPE;
        try {
            assertThatThrownBy(benchmark::setUp).isInstanceOf(GateFailure.class);
        } finally {
            benchmark.tearDown();
        }
    }
}
