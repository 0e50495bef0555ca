package io.countersign.intake.documents;

import java.io.IOException;

/// A document passes one of [DocumentLimits].
final class LimitReachedException extends IOException {
    private static final long serialVersionUID = 1;

    LimitReachedException(String limit) {
        super(limit);
    }
}
