package io.countersign.app.cli;

import io.countersign.app.role.Deployment;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The offsets that brokers hold of a log's inputs, as of one moment.
///
/// @param ranges by partition; one that the brokers do not have is missing
record BrokerOffsets(Map<TopicPartition, Range> ranges) {
    /// @param start first offset that was not deleted
    /// @param end the offset that the next record gets
    record Range(long start, long end) {}

    BrokerOffsets {
        ranges = Map.copyOf(ranges);
    }

    /// @throws IOException where the brokers do not answer
    static BrokerOffsets read(Deployment deployment, Collection<TopicPartition> inputs)
            throws IOException {
        Map<TopicPartition, Range> ranges = new HashMap<>();
        try (Admin admin = Admin.create(deployment.client())) {
            for (TopicPartition input : inputs) {
                // The end comes last, so that it does not lie before the start.
                Optional<Long> start = ask(admin, input, OffsetSpec.earliest());
                if (start.isPresent()) {
                    ask(admin, input, OffsetSpec.latest())
                            .ifPresent(end -> ranges.put(input, new Range(start.get(), end)));
                }
            }
        }
        return new BrokerOffsets(ranges);
    }

    private static Optional<Long> ask(Admin admin, TopicPartition input, OffsetSpec spec)
            throws IOException {
        try {
            return Optional.of(
                    admin.listOffsets(Map.of(input, spec)).partitionResult(input).get().offset());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw new IOException("the brokers do not say which offsets they hold", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("asking the brokers was interrupted");
        }
    }
}
