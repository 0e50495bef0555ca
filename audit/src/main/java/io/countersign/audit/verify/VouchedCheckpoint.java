package io.countersign.audit.verify;

import io.countersign.audit.note.Checkpoint;
import io.countersign.audit.note.VerifierKey;

/// A log's last checkpoint, as the first entry of the next log names it.
///
/// @param by the key that vouches for that next log
record VouchedCheckpoint(Checkpoint checkpoint, VerifierKey by) {}
