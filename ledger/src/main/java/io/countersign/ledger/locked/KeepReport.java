package io.countersign.ledger.locked;

import java.time.Instant;

/// What a pass has come to.
///
/// @param leaves of all logs that are locked now
/// @param waiting leaves in full bundles that are not
/// @param open leaves whose bundles are not full yet: they lie in the log alone
/// @param objects that this pass stored
/// @param evidence records whose evidence this pass locked
/// @param evidenceMissing records whose evidence was not to be had, and never will be as it seems
/// @param evidenceWaiting locked leaves whose evidence was not looked at yet
/// @param made when the newest page of the manifest was
public record KeepReport(
        long leaves,
        long waiting,
        long open,
        long objects,
        long evidence,
        long evidenceMissing,
        long evidenceWaiting,
        Instant made) {}
