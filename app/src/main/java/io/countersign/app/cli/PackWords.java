package io.countersign.app.cli;

import io.countersign.audit.pack.Selection;
import java.time.Instant;

/// What a selection says to hold, for a person.
final class PackWords {
    private PackWords() {}

    static String of(Selection selection) {
        return switch (selection) {
            case Selection.Chosen _ -> "chosen entries; nothing is said about others";
            case Selection.Numbers numbers ->
                    "all entries of %s from %d to %d"
                            .formatted(numbers.chain(), numbers.from(), numbers.to());
            case Selection.Sealed sealed ->
                    "all that was sealed from %s until %s: each leaf of the log from %d to %d"
                            .formatted(
                                    Instant.ofEpochMilli(sealed.sinceMillis()),
                                    Instant.ofEpochMilli(sealed.untilMillis()),
                                    sealed.from(),
                                    sealed.to());
        };
    }
}
