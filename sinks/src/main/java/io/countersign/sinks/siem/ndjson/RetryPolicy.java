package io.countersign.sinks.siem.ndjson;

import io.countersign.sinks.siem.SinkFailure;
import io.countersign.sinks.siem.delivery.Answer;
import io.countersign.sinks.siem.delivery.Batch;
import io.countersign.sinks.siem.delivery.Outcome;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the end of an append means for the events of the batch. Pure.
///
/// @param directory named where the task stops
record RetryPolicy(Path directory) {
    static final String WRITE_FAILED = "WRITE_FAILED";

    Answer answer(Batch batch, AppendResult result) {
        return switch (result) {
            case AppendResult.Complete unused -> Answer.all(batch, Outcome.DELIVERED);
            case AppendResult.Partial partial when isPermanent(partial.cause()) ->
                    new Answer.Stop(SinkFailure.WRITE_FAILED, directory.toString());
            case AppendResult.Partial partial -> {
                List<Outcome> outcomes = new ArrayList<>();
                for (int line = 0; line < batch.size(); line++) {
                    outcomes.add(
                            line < partial.lines()
                                    ? Outcome.DELIVERED
                                    : Outcome.again(WRITE_FAILED));
                }
                yield new Answer.Each(outcomes, Optional.empty());
            }
        };
    }

    /// A directory that is gone or may not be written stays so until somebody changes it.
    private static boolean isPermanent(Exception cause) {
        return cause instanceof NoSuchFileException
                || cause instanceof FileNotFoundException
                || cause instanceof AccessDeniedException
                || cause instanceof ReadOnlyFileSystemException
                || !(cause instanceof IOException);
    }
}
