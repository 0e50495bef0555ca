package io.countersign.sinks.siem.ndjson;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.time.Duration;

/// Whether a failed write is tried again, and when. Pure: it decides on what it is told.
///
/// @param limit how long failures in a row are tolerated
record RetryPolicy(Duration limit) {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /// 100 ms doubled nine times is beyond the longest pause.
    private static final int MAX_DOUBLINGS = 9;

    /// What to do.
    sealed interface Decision {
        /// Hand the batch over again after the pause.
        record Retry(Duration pause) implements Decision {}

        /// Stop the task.
        record GiveUp() implements Decision {}
    }

    /// @param failures failures in a row, this one included
    /// @param failingFor since the first of them
    Decision decide(Exception cause, int failures, Duration failingFor) {
        if (isPermanent(cause) || failingFor.compareTo(limit) > 0) {
            return new Decision.GiveUp();
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
        return new Decision.Retry(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
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
