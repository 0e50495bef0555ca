package io.countersign.app.retention;

/// The entry that a piece of evidence belongs to.
public record EvidencePlace(String chain, long seq) {}
