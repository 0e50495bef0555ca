package io.countersign.intake.bridge;

import java.util.List;

/// What one bridge reads, and as what it goes on.
///
/// @param name of the site's choice; names the transactions
/// @param topics of the foreign cluster
/// @param format name of the input format of the payloads
/// @param encoding how the values are written
/// @param payload where the record lies in the value
/// @param fromLatest where a partition that was never read begins: at its end, else at its start
public record BridgeSettings(
        String name,
        List<String> topics,
        String format,
        Encoding encoding,
        PayloadPath payload,
        boolean fromLatest) {
    public BridgeSettings {
        topics = List.copyOf(topics);
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("a bridge reads at least one topic");
        }
        if (encoding == Encoding.STRING && !payload.isWhole()) {
            throw new IllegalArgumentException("a string has no path to a payload");
        }
    }
}
