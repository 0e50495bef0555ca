package io.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.note.VerifierKeys;
import io.countersign.audit.tiles.DirectoryTileSource;
import io.countersign.audit.verify.InputSummary;
import io.countersign.audit.verify.LogVerifier;
import io.countersign.audit.verify.Progress;
import io.countersign.audit.verify.Report;
import io.countersign.audit.verify.Request;
import io.countersign.schemas.Outcome;
import io.countersign.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// What the log says of the raw topics.
record VerifiedLog(Report report) {
    /// Verifies the log as it lies there.
    static VerifiedLog read(Path log, VerifierKeys keys) throws IOException {
        return new VerifiedLog(
                LogVerifier.verify(
                        new DirectoryTileSource(log), Request.trusting(keys), Progress.NONE));
    }

    /// First offset of each raw partition that no tally accounts for.
    Map<TopicPartition, Long> accountedTo() {
        Map<TopicPartition, Long> accounted = new HashMap<>();
        for (InputSummary input : report.inputs()) {
            if (!input.topic().equals(Topics.CONTROL)) {
                assertThat(input.fromOffset()).as(input.chain() + " begins").isZero();
                Long twice =
                        accounted.put(
                                new TopicPartition(input.topic(), input.partition()),
                                input.toOffset());
                assertThat(twice).as("an input belongs to one chain").isNull();
            }
        }
        return accounted;
    }

    /// Raw records with an outcome.
    long count(Outcome outcome) {
        return report.inputs().stream()
                .filter(input -> !input.topic().equals(Topics.CONTROL))
                .mapToLong(input -> input.count(outcome))
                .sum();
    }
}
