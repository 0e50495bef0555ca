package io.countersign.app.broker;

/// The broker did not start, stopped by itself, or is not fit for us; the message says which and
/// what to do.
public final class BrokerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokerFailure(String message) {
        super(message);
    }

    public BrokerFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
