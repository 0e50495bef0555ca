package io.countersign.ledger.locked;

import java.time.Instant;

/// What a pass has come to.
///
/// @param leaves of all logs that are locked now
/// @param waiting leaves in full bundles that are not
/// @param open leaves whose bundles are not full yet: they lie in the log alone
/// @param objects that this pass stored
/// @param made when the newest page of the manifest was
public record KeepReport(long leaves, long waiting, long open, long objects, Instant made) {}
