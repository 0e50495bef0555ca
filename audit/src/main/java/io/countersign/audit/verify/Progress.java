package io.countersign.audit.verify;

/// Hears how far a verification is.
@FunctionalInterface
public interface Progress {
    /// Never stops and tells nobody.
    Progress NONE = (done, total) -> true;

    /// Called after each bundle, in the verifying thread.
    ///
    /// @param done entries verified so far
    /// @param total entries that the checkpoint names
    /// @return false to stop; the report then says so
    boolean goesOn(long done, long total);
}
