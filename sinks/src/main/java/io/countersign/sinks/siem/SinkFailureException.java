package io.countersign.sinks.siem;

import org.apache.kafka.connect.errors.ConnectException;

/// Stops a task. The message holds a code and coordinates, and nothing of a record.
public final class SinkFailureException extends ConnectException {
    private static final long serialVersionUID = 1L;

    private final SinkFailure failure;

    /// @param where coordinates or a path, such as `audit.entry.v1/3 offset 77`
    public SinkFailureException(SinkFailure failure, String where) {
        super(failure + " at " + where);
        this.failure = failure;
    }

    /// @param cause an I/O error, whose message names a path and no content
    public SinkFailureException(SinkFailure failure, String where, Exception cause) {
        super(failure + " at " + where, cause);
        this.failure = failure;
    }

    public SinkFailure failure() {
        return failure;
    }
}
