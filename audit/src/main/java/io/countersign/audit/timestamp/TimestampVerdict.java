package io.countersign.audit.timestamp;

import java.time.Instant;

/// What an authority's answer is worth for a message.
public sealed interface TimestampVerdict {
    /// The authority saw the message at that time.
    ///
    /// @param time as the token bears it
    /// @param anchored its certificate leads to an authority that the caller trusts
    record Valid(Instant time, boolean anchored) implements TimestampVerdict {}

    /// The answer proves nothing about this message.
    ///
    /// @param sentence what is wrong, plainly
    record Refused(String sentence) implements TimestampVerdict {}
}
