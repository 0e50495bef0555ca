package io.countersign.bench;

/// A topology did not account for every record, so that its time means nothing.
public final class GateFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GateFailure(String message) {
        super(message);
    }
}
