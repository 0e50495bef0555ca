package io.countersign.sinks.archive;

/// Hears how far long work on the archive is.
@FunctionalInterface
public interface Progress {
    /// Never stops and tells nobody.
    Progress NONE = (phase, done, total) -> true;

    /// Called in the working thread, several times a second at most where the work is small.
    ///
    /// @return false to stop; what is done is kept, and the same call goes on from there
    boolean goesOn(Phase phase, long done, long total);
}
