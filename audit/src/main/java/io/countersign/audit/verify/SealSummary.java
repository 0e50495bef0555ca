package io.countersign.audit.verify;

/// The seals of a log.
///
/// @param longestGapMillis longest time between two seals, by their own times
/// @param longestGapEndsAt leaf index of the seal that ends it; -1 with less than two seals
public record SealSummary(long count, long longestGapMillis, long longestGapEndsAt) {}
