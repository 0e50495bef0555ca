package io.countersign.audit.verify;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// A folder of small files beside a log, wherever the log lies.
public interface SideFolder {
    /// A larger file is none of these.
    int MAX_BYTES = 1_000_000;

    /// More names are not looked at: a hundred years of hourly checkpoints.
    int MAX_NAMES = 1_000_000;

    /// A file by its name, without a path; empty where it is not there, or is larger than
    /// [#MAX_BYTES].
    Optional<byte[]> read(String name) throws IOException;

    /// The names of files in it, [#MAX_NAMES] at most; empty where the folder is not there.
    Optional<Set<String>> names() throws IOException;
}
