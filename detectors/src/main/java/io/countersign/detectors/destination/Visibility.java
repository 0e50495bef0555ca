package io.countersign.detectors.destination;

/// What of an exchange the source could show. The words of the audit entry.
public enum Visibility {
    /// Decrypted, with the body.
    BODY,
    /// Decrypted, method and path only.
    URL,
    /// A tunnel or a TLS server name.
    CONNECT,
    /// A name lookup.
    DNS
}
