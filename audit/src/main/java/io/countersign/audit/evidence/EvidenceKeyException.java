package io.countersign.audit.evidence;

import java.io.IOException;

/// A quarterly key cannot be had: it is missing, was shredded, or its file must not be used.
public final class EvidenceKeyException extends IllegalStateException {
    EvidenceKeyException(String kid, IOException cause) {
        super("no usable key " + kid, cause);
    }
}
