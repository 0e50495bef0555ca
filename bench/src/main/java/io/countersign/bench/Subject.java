package io.countersign.bench;

import io.countersign.schemas.Topics;
import java.util.List;

/// What is measured.
enum Subject {
    IDENTITY("bench-identity", IdentityTopology.OUTPUT),
    AUDIT("countersign-audit", Topics.AUDIT_ENTRY),

    /// Writes what the audit topology writes, so that a broker sees one of the two.
    CHAIN("bench-chain", Topics.AUDIT_ENTRY);

    /// What the pipeline is measured by, in turn.
    static final List<Subject> PIPELINE = List.of(IDENTITY, AUDIT);

    final String applicationId;
    final String output;

    Subject(String applicationId, String output) {
        this.applicationId = applicationId;
        this.output = output;
    }
}
