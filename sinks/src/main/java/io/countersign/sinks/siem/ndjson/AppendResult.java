package io.countersign.sinks.siem.ndjson;

import java.io.IOException;

/// How an append ended. Whole lines only: what was begun and not finished has been taken back.
sealed interface AppendResult {
    /// Lines of the batch that are in the files, from its start.
    int lines();

    /// All of them.
    record Complete(int lines) implements AppendResult {}

    /// The rest could not be written.
    record Partial(int lines, IOException cause) implements AppendResult {}
}
