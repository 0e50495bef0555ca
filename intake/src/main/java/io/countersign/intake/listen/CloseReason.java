package io.countersign.intake.listen;

/// Why a listener ended a connection; in the log and as a label of
/// `countersign_listener_closed_total`.
public enum CloseReason {
    /// The other side ended it.
    ENDED,
    /// The other side vanished in the middle of something.
    BROKEN,
    /// More connections than the listener takes.
    TOO_MANY,
    /// No TLS, or a certificate that is none of a source's.
    HANDSHAKE,
    /// No source has this token or certificate.
    UNAUTHENTICATED,
    /// The token or certificate was taken from its source while it was connected.
    REVOKED,
    /// A message was begun and not finished in time.
    SLOW,
    /// Nothing came for too long.
    IDLE,
    /// Where one message ends and the next begins is lost.
    FRAMING,
    /// Kafka took nothing more, so that the source has to send again.
    UNDELIVERED,
    /// The listener stops.
    STOPPING,
    /// A fault of ours, with its type in the log.
    FAULT;

    /// The word in metrics and logs.
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
