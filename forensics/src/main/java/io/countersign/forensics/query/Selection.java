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
/// @param among a column's values of which a row has one; empty where any will do
public record Selection(
        ArchiveTable table,
        List<String> keys,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Among> among) {
    /// A column that files can be told apart by, and what a row may have in it.
    ///
    /// @param stretches ascending; without any no row does
    public record Among(Column column, List<Stretch> stretches) {
        /// A column that each file knows the lowest and highest value of.
        public enum Column {
            /// Number in the chain, of whatever chain.
            SEQ,
            /// Microseconds since 1970 UTC.
            HAPPENED_AT
        }

        public Among {
            stretches = List.copyOf(stretches);
        }
    }

    public Selection {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(among, "among");
        keys = List.copyOf(keys);
        if (table == ArchiveTable.ENTRIES && !keys.isEmpty()) {
            throw new IllegalArgumentException("entries have no key");
        }
    }

    /// Rows of a time.
    public Selection(
            ArchiveTable table, List<String> keys, Optional<Instant> from, Optional<Instant> to) {
        this(table, keys, from, to, Optional.empty());
    }

    /// All of a table.
    public static Selection all(ArchiveTable table) {
        return new Selection(table, List.of(), Optional.empty(), Optional.empty());
    }

    /// Rows that have one of some values.
    public static Selection among(ArchiveTable table, Among among) {
        return new Selection(
                table, List.of(), Optional.empty(), Optional.empty(), Optional.of(among));
    }

    /// Sizes only: keys are people and tokens.
    @Override
    public String toString() {
        return "Selection[" + table + ", " + keys.size() + " keys, " + from + ", " + to + "]";
    }
}
