package io.countersign.bench;

import io.countersign.schemas.Topics;

/// What is measured.
enum Subject {
    IDENTITY("bench-identity", IdentityTopology.OUTPUT),
    AUDIT("countersign-audit", Topics.AUDIT_ENTRY);

    final String applicationId;
    final String output;

    Subject(String applicationId, String output) {
        this.applicationId = applicationId;
        this.output = output;
    }
}
