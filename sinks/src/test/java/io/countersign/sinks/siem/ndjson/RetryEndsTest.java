package io.countersign.sinks.siem.ndjson;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.sinks.siem.LogPosition;
import io.countersign.sinks.siem.Samples;
import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import io.countersign.sinks.siem.delivery.Outcome;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A failure in passing leaves the lines that are in, and a lasting one stops the task. How long is
/// waited, and until when, is the core's: `PausesGrowTest`, `RetryLimitStopsTheTaskTest`.
class RetryEndsTest {
    private static final RetryPolicy POLICY = new RetryPolicy(Path.of("siem"));
    private static final Batch BATCH = new Batch(0, List.of(event(0), event(1), event(2)));

    @Test
    void theLinesThatAreInCountAndTheRestComesAgain() {
        IOException full = new IOException("No space left on device");
        assertThat(POLICY.answer(BATCH, new AppendResult.Partial(1, full)))
                .isEqualTo(
                        new Answer.Each(
                                List.of(
                                        Outcome.DELIVERED,
                                        Outcome.again("WRITE_FAILED"),
                                        Outcome.again("WRITE_FAILED")),
                                Optional.empty()));
    }

    @Test
    void whatNobodyButAnOperatorCanChangeIsNotTriedAgain() {
        for (IOException cause :
                new IOException[] {
                    new NoSuchFileException("gone"), new AccessDeniedException("refused")
                }) {
            assertThat(POLICY.answer(BATCH, new AppendResult.Partial(0, cause)))
                    .isEqualTo(new Answer.Stop(SinkFailure.WRITE_FAILED, "siem"));
        }
    }

    private static OutboundEvent event(long seq) {
        return OutboundEvent.unrecorded(
                Samples.CHAIN + "#" + seq,
                new LogPosition(Samples.CHAIN, seq, "0".repeat(64)),
                Samples.TIME,
                new byte[] {'{', '}'});
    }
}
