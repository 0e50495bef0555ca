package io.countersign.sinks.archive;

/// What long work on the archive is at.
public enum Phase {
    /// Entries of the log are read and written as they come.
    READING,
    /// The files of a partition become one; counted in partitions.
    MERGING
}
