package io.countersign.audit.verify;

import io.countersign.audit.merkle.Sha256;

/// One chain as the log holds it.
///
/// @param headSeq number of the last entry
/// @param headHash leaf hash of the last entry
/// @param closed the last entry is a `close`
public record ChainSummary(
        String chain,
        long entries,
        long headSeq,
        Sha256 headHash,
        boolean closed,
        long firstTimeMillis,
        long lastTimeMillis) {}
