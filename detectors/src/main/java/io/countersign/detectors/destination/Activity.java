package io.countersign.detectors.destination;

/// What a request did at its service. The words of the audit entry.
public enum Activity {
    /// Sends a prompt.
    SEND,
    /// Sends a file.
    UPLOAD,
    /// A path that sends and steers alike: only the body tells which it was.
    ACTION,
    /// Fetches something.
    READ,
    /// Fetches a file from a [WatchedApp], which is no AI service.
    DOWNLOAD,
    /// Carries a body that is known to hold no prompt, such as telemetry.
    NOT_A_SEND,
    /// The path was not visible, or no rule knows it.
    UNKNOWN;

    /// Whether content may have reached the service by it. Only what is known to send nothing
    /// answers no.
    public boolean mayDisclose() {
        return switch (this) {
            case SEND, UPLOAD, ACTION, UNKNOWN -> true;
            case READ, DOWNLOAD, NOT_A_SEND -> false;
        };
    }
}
