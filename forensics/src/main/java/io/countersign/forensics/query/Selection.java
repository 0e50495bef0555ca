package io.countersign.forensics.query;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Which files of a table a question can do with: those that may hold rows of a time, and of one of
/// some keys.
///
/// @param keys of the table's key column, `who` or `token` as hex; empty where all are asked for
/// @param from of `happened_at`, inclusive
/// @param to of `happened_at`, exclusive
public record Selection(
        ArchiveTable table, List<String> keys, Optional<Instant> from, Optional<Instant> to) {
    public Selection {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        keys = List.copyOf(keys);
        if (table == ArchiveTable.ENTRIES && !keys.isEmpty()) {
            throw new IllegalArgumentException("entries have no key");
        }
    }

    /// All of a table.
    public static Selection all(ArchiveTable table) {
        return new Selection(table, List.of(), Optional.empty(), Optional.empty());
    }

    /// Sizes only: keys are people and tokens.
    @Override
    public String toString() {
        return "Selection[" + table + ", " + keys.size() + " keys, " + from + ", " + to + "]";
    }
}
