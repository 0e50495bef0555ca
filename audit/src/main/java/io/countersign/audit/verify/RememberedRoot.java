package io.countersign.audit.verify;

import io.countersign.audit.merkle.Sha256;
import io.countersign.audit.merkle.TreeSize;
import io.countersign.audit.note.VerifierKey;

/// What a verifier keeps of a log that it verified, outside the log, so that a later rollback or
/// exchange shows. It counts for the same origin and key only.
public record RememberedRoot(String origin, VerifierKey key, TreeSize size, Sha256 root) {}
