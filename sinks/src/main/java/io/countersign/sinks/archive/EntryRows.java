package io.countersign.sinks.archive;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The rows of one entry in all tables. Made by the entry alone, so that it may be done on any
/// thread.
public final class EntryRows {
    private final String chain;
    private final long seq;
    private final Map<ArchiveTable, List<Row>> rows;

    private EntryRows(String chain, long seq, Map<ArchiveTable, List<Row>> rows) {
        this.chain = chain;
        this.seq = seq;
        this.rows = rows;
    }

    /// Of an entry about the log itself none: it only takes its place in its chain.
    public static EntryRows of(ArchivedEntry entry) {
        Map<ArchiveTable, List<Row>> rows = new EnumMap<>(ArchiveTable.class);
        if (ArchivedEntry.hasRows(entry.entry().getKind())) {
            Row wide = Row.from(entry, EntryColumns.ALL);
            for (ArchiveTable table : ArchiveTable.values()) {
                rows.put(table, table.rows(entry, wide));
            }
        }
        return new EntryRows(entry.entry().getChain(), entry.entry().getSeq(), rows);
    }

    /// Chain id of the entry.
    public String chain() {
        return chain;
    }

    /// Its number in the chain.
    public long seq() {
        return seq;
    }

    List<Row> in(ArchiveTable table) {
        return rows.getOrDefault(table, List.of());
    }
}
