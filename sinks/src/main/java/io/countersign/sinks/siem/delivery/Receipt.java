package io.countersign.sinks.siem.delivery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a run of a sink says of an offset that it commits, as the metadata beside it: it settled
/// all records from the first that it was handed up to there, and by which selection. An offset
/// that somebody else set has none.
///
/// @param selection [Selection#sha256()], in hexadecimal digits
/// @param from offset of the first record of the partition that this run was handed
public record Receipt(String selection, long from) {
    private static final Pattern TEXT = Pattern.compile("countersign-1 ([0-9a-f]{64}) (\\d{1,18})");

    /// Empty where the metadata is no receipt.
    public static Optional<Receipt> read(String metadata) {
        Matcher matcher = TEXT.matcher(metadata);
        return matcher.matches()
                ? Optional.of(new Receipt(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /// The metadata.
    @Override
    public String toString() {
        return "countersign-1 " + selection + " " + from;
    }
}
