package io.countersign.audit.chain;

/// Bytes that are no entry, or an entry that has no bytes. The message carries the reason and never
/// a field's value.
public final class MalformedEntryException extends IllegalArgumentException {
    /// Why.
    public enum Reason {
        /// The first two bytes are not C3 01, or fewer than ten bytes are there.
        BAD_MAGIC,
        /// No schema is known under this fingerprint.
        UNKNOWN_FINGERPRINT,
        /// The body is no value of the schema.
        BAD_BODY,
        /// Bytes follow the value.
        TRAILING_BYTES,
        /// The leaf has more than [EntryCodec#MAX_LEAF_BYTES].
        TOO_LARGE,
        /// A field that the schema requires is missing.
        MISSING_FIELD
    }

    private final Reason reason;

    MalformedEntryException(Reason reason) {
        super("malformed entry: " + reason);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
