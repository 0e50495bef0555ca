package io.countersign.forensics.query;

import java.io.IOException;
import java.util.Objects;

/// A question that was not answered. The message is for who asked: it may quote the question, and
/// belongs in no log.
public final class RefusedQuestionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public RefusedQuestionException(Refusal refusal, String message) {
        super(message);
        this.refusal = Objects.requireNonNull(refusal, "refusal");
    }

    public Refusal refusal() {
        return refusal;
    }
}
