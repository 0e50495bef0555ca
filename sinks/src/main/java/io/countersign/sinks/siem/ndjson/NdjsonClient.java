package io.countersign.sinks.siem.ndjson;

import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.SinkFailureException;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Client;
import io.countersign.sinks.siem.delivery.Health;
import io.countersign.sinks.siem.delivery.OutboundEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Appends each batch and returns once it is on the disk.
final class NdjsonClient implements Client {
    private final Path directory;
    private final NdjsonFiles files;
    private final RetryPolicy policy;
    private final NdjsonBatch lines = new NdjsonBatch();

    NdjsonClient(Path directory, NdjsonFiles files) {
        this.directory = directory;
        this.files = files;
        this.policy = new RetryPolicy(directory);
    }

    @Override
    public Answer send(Batch batch) {
        lines.clear();
        for (OutboundEvent event : batch.events()) {
            lines.out().writeBytes(event.payload());
            lines.endLine();
        }
        AppendResult result = files.append(lines);
        try {
            files.force();
        } catch (IOException e) {
            // After a failed fsync nobody knows what is on the disk: nothing counts as delivered,
            // and a new task reads again.
            return new Answer.Stop(SinkFailure.WRITE_FAILED, directory.toString());
        }
        return policy.answer(batch, result);
    }

    /// The files are open and locked, so there is nothing more to ask.
    @Override
    public Health check() {
        return Health.good(directory + " can be written");
    }

    @Override
    public Optional<Path> place() {
        return Optional.of(files.current());
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw new SinkFailureException(SinkFailure.WRITE_FAILED, directory.toString(), e);
        }
    }
}
