package io.countersign.ledger;

import io.countersign.audit.note.VerifierKey;
import java.time.Instant;

/// A key of the log that others may have.
///
/// @param since when they may have had it
public record Revocation(VerifierKey key, Instant since) {}
